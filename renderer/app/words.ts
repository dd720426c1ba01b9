/** An instant as local date and minute: `2026-11-20 14:02`. */
export function momentText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A hash, short enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** Whether the modifier of this machine is Command. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
