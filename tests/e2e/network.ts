import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command line. */
export const CLI = fileURLToPath(new URL('../../dist/electron/cli.js', import.meta.url));

function chokepoint(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`chokepoint ${args[0]}: ${stderr}`);
}

/**
 * A case file of the generated network northgrid, made by the command line: the sample, then the import of each quarter. Lines of sums are
 * left out of the file.
 *
 * @param seeds one dataset each, named `Quarter 1`, `Quarter 2` …
 * @returns path of the first CSV file, and of the case
 */
export function makeNetworkCase(folder: string, providers: number, seeds: readonly number[] = [7]): { csv: string; caseFile: string } {
  const caseFile = join(folder, 'Network.chokepoint');
  const paths = seeds.map((seed, index) => {
    const path = join(folder, `quarter-${index + 1}.csv`);
    chokepoint('sample', '--network', 'northgrid', '--seed', String(seed), '--providers', String(providers), '--out', path);
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.filter((line) => !line.startsWith('TOTAL,')).join('\n'));
    chokepoint('import', path, '--case', caseFile, '--title', 'Network', '--name', `Quarter ${index + 1}`, '--as-of', '2026-09-30');
    return path;
  });
  for (const path of paths.slice(1)) rmSync(path);
  return { csv: paths[0] as string, caseFile };
}
