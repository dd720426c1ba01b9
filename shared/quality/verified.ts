const YES = new Set(['true', 'yes', 'y', 't', '1', 'verified', 'audited']);
const NO = new Set(['false', 'no', 'n', 'f', '0', 'unverified', 'unaudited']);

/** Whether a text says that its record is verified by somebody; `null` where it says neither yes nor no. */
export function isVerified(text: string | null): boolean | null {
  const word = (text ?? '').trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}
