// Writes THIRD-PARTY-NOTICES from the installed production packages; `--check` only compares. Fails on a licence that is not listed here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from './generated.ts';

/** Licences that may be shipped with an Apache-2.0 product. Copyleft ones (GPL, AGPL, LGPL) are left out on purpose. */
const ACCEPTED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'OFL-1.1',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Zlib',
  'Unlicense',
];

/** Development packages of which a part is compiled into what is shipped: the allocator in the import's kernel, the areas of the map. */
const COMPILED_IN = ['node_modules/assemblyscript', 'node_modules/world-atlas'];

export type Component = { name: string; version: string; license: string; texts: string[] };

type LockEntry = { version?: string; dev?: boolean; devOptional?: boolean; os?: string[]; cpu?: string[] };
type Manifest = { name: string; version: string; license?: string | { type: string } };

const LICENCE_FILE = /^(licen[cs]e|copying|notice|ofl)/i;

function licenceTexts(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => LICENCE_FILE.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(folder, entry.name))
            .sort()
            .map((name) => readFileSync(join(folder, entry.name, name), 'utf8'))
        : [readFileSync(join(folder, entry.name), 'utf8')],
    )
    .map((text) => text.replaceAll('\r\n', '\n').trim());
}

/**
 * Production packages of the lock file with their licence texts, by name. Parts for one operating system are left out, because the
 * package that asks for them carries the same licence and the list must not depend on the machine.
 *
 * @param root folder with package-lock.json and node_modules
 */
export function componentsOf(root: string): Component[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockEntry> };
  const components = new Map<string, Component>();
  for (const [path, entry] of Object.entries(packages)) {
    const development = (entry.dev || entry.devOptional) && !COMPILED_IN.includes(path);
    if (path === '' || development || entry.os || entry.cpu) continue;
    const folder = join(root, path);
    if (!existsSync(folder)) continue;
    const { name, version, license = 'not stated' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    components.set(`${name}@${version}`, {
      name,
      version,
      license: typeof license === 'string' ? license : license.type,
      texts: licenceTexts(folder),
    });
  }
  return [...components.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** Components whose licence is not accepted; of several joined by OR one is enough, joined by AND all are needed. */
export function unacceptable(components: readonly Component[]): Component[] {
  const isAccepted = (expression: string) =>
    expression
      .replace(/[()]/g, '')
      .split(/\s+OR\s+/)
      .some((choice) => choice.split(/\s+AND\s+/).every((license) => ACCEPTED.includes(license)));
  return components.filter(({ license }) => !isAccepted(license));
}

/** Folders below `resources/` that carry the licence of what lies in them, such as fonts. */
function resourceComponents(root: string): Component[] {
  const folders = existsSync(join(root, 'resources'))
    ? readdirSync(join(root, 'resources'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
        .map((entry) => entry.parentPath)
    : [];
  return [...new Set(folders)].sort().map((folder) => ({
    name: folder.slice(root.length).replaceAll('\\', '/'),
    version: '',
    license: 'see text',
    texts: licenceTexts(folder),
  }));
}

/** The notices as text: a list of components, then every licence text once with the components that it covers. */
export function noticesText(components: readonly Component[]): string {
  const title = ({ name, version }: Component) => (version === '' ? name : `${name} ${version}`);
  const coveredBy = new Map<string, string[]>();
  for (const component of components) {
    for (const text of component.texts) coveredBy.set(text, [...(coveredBy.get(text) ?? []), title(component)]);
  }
  const list = components.map((component) => {
    const note = component.texts.length === 0 ? ' (no licence text in the package)' : '';
    return `${title(component)}: ${component.license}${note}`;
  });
  const texts = [...coveredBy].map(([text, names]) => `${'-'.repeat(78)}\n${names.join('\n')}\n\n${text}\n`);
  return `Chokepoint is licensed under Apache-2.0 (see LICENSE). It contains the following components of others.
This file is generated by \`npm run notices\`. Desktop packages also contain Electron and Chromium, whose notices lie beside their program
(LICENSES.chromium.html), and better-sqlite3 contains SQLite, which is in the public domain.

${list.join('\n')}

${texts.join('\n')}`;
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const components = componentsOf(root);
  const refused = unacceptable(components);
  for (const { name, version, license } of refused) process.stdout.write(`${name} ${version}: licence "${license}" may not be shipped\n`);
  if (refused.length > 0) process.exitCode = 1;
  writeOrCheck(join(root, 'THIRD-PARTY-NOTICES'), noticesText([...components, ...resourceComponents(root)]), 'npm run notices');
}
