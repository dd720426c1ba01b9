import { type SpawnOptions, spawn } from 'node:child_process';

/**
 * Runs a program in the foreground, hands signals on, and resolves to its exit code (128 + number for a signal, 127 when it cannot start).
 */
export function runForeground(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const handOn = (signal: NodeJS.Signals) => child.kill(signal);
    const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, handOn);
    const done = (code: number) => {
      for (const signal of signals) process.off(signal, handOn);
      resolve(code);
    };
    child.on('error', () => done(127));
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/**
 * Folder that relative paths of the person start from: where they typed `npm run`, which itself moves to the project's folder.
 */
export function callerFolder(env: Record<string, string | undefined> = process.env): string {
  const byNpm = ['start', 'desktop', 'chokepoint'].includes(env.npm_lifecycle_event ?? '');
  return (byNpm && env.INIT_CWD) || process.cwd();
}
