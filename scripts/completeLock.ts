// Adds to package-lock.json the parts for other systems that npm left out because its registry did not have them at that moment.
// Without them `npm ci` refuses the lock file everywhere; with them it installs on every system. `--check` only compares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from './generated.ts';

type Entry = {
  version?: string;
  dev?: boolean;
  license?: string;
  engines?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry & Record<string, unknown>> };

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'riscv64', 'ppc64', 's390x'];

/** System, processor and C library that a platform package is for, from its name: `cli-linux-x64-musl`. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | null {
  const parts = name.split('/').at(-1)?.split('-') ?? [];
  const os = SYSTEMS.find((system) => parts.includes(system));
  const cpu = PROCESSORS.find((processor) => parts.includes(processor));
  if (!os || !cpu) return null;
  if (os !== 'linux') return { os: [os], cpu: [cpu] };
  return { os: [os], cpu: [cpu], libc: [parts.some((part) => part.startsWith('musl')) ? 'musl' : 'glibc'] };
}

/**
 * The lock file with an entry for every optional package of one exact version that is meant for one system.
 *
 * @param lock parsed package-lock.json; entries that are there stay as they are
 */
export function completeLock<T extends Lock>(lock: T): T {
  const packages = { ...lock.packages };
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const place = `node_modules/${name}`;
      const platform = platformOf(name);
      if (packages[place] || packages[`${path}/${place}`] || !platform || !/^\d/.test(version)) continue;
      const { cpu, os, libc } = platform;
      packages[place] = { version, cpu, ...(entry.dev && { dev: true }), ...(libc && { libc }), optional: true, os };
    }
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

if (import.meta.main) {
  const path = join(fileURLToPath(new URL('..', import.meta.url)), 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8')) as Lock;
  const complete = completeLock(lock);
  const missing = Object.keys(complete.packages).length > Object.keys(lock.packages).length;
  if (missing) writeOrCheck(path, `${JSON.stringify(complete, null, 2)}\n`, 'npm run lock');
}
