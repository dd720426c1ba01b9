import { spawn } from 'node:child_process';

/** Command that opens an address in the person's browser, or `null` where there is no display to show it on. */
export function browserCommand(
  address: string,
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): { command: string; args: string[] } | null {
  if (platform === 'darwin') return { command: 'open', args: [address] };
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', address] };
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return null;
  return { command: 'xdg-open', args: [address] };
}

/** Opens the address if there is a display; a browser that cannot be started is no error, the address is printed anyway. */
export function openBrowser(address: string): void {
  const opener = browserCommand(address, process.platform, process.env);
  if (opener === null) return;
  const child = spawn(opener.command, opener.args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
