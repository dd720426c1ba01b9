export function findProgram(name: string, env?: Record<string, string | undefined>): string | null;
export function findChromium(env?: Record<string, string | undefined>, fixed?: readonly string[]): string | null;
