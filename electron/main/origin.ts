/** The one origin of the desktop window. */
export const workbenchScheme = 'workbench';
export const workbenchPage = 'workbench://app/';

/** Whether an address is of our origin exactly: scheme, host, no port, no user. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === 'workbench:' && host === 'app' && username === '' && password === '';
}
