// Rules of docs/architecture.md that Biome cannot express. Prints one line a violation: `file: [rule] what is wrong`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export type Violation = { file: string; rule: string; message: string };

const SOURCE_FOLDERS = ['shared', 'electron', 'renderer', 'tests', 'bench', 'scripts'];
const NEVER = ['ag-grid-enterprise', 'xlsx', 'exceljs', 'glpk.js', 'ro-crate', 'datapackage', 'electron-trpc'];
const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bMath\.random\b/, 'chance comes in as an argument (a seeded generator)'],
  [/\bDate\.now\b|\bnew Date\(\s*\)/, 'the time comes in as an argument'],
  [/\.toLocale\w*\(|\bIntl\.|\.localeCompare\(/, 'text must not depend on the locale of the machine'],
  [/^\s*declare global\b/m, 'nothing global'],
];

type File = { path: string; text: string };

function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

function read(root: string, paths: readonly string[]): File[] {
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/^\s*\/\/.*$/gm, '');
}

/** `shared/**` has no clock, no chance and no locale (Biome already keeps out Node's and the page's globals). */
export function impureShared(files: readonly File[]): Violation[] {
  return files
    .filter(({ path }) => path.startsWith('shared/') && path.endsWith('.ts'))
    .flatMap(({ path, text }) =>
      IMPURE.filter(([pattern]) => pattern.test(withoutComments(text))).map(([, message]) => ({
        file: path,
        rule: 'shared-is-pure',
        message,
      })),
    );
}

/** A folder with more than five files says in a README of at most ten lines what lives there. */
export function foldersWithoutReadme(root: string, paths: readonly string[]): Violation[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), path.slice(folder.length + 1)]);
  }
  return [...folders].flatMap(([folder, names]) => {
    const file = `${folder}/README.md`;
    if (!names.includes('README.md')) {
      const count = names.length;
      return count > 5 ? [{ file, rule: 'folder-readme', message: `the folder has ${count} files and no README.md` }] : [];
    }
    const lines = readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;
    return lines > 10 ? [{ file, rule: 'folder-readme', message: `${lines} lines; at most ten` }] : [];
  });
}

/** Every entry of the contract, as `subject.name`, in the order of the contract. */
export function contractEntries(contract: Record<string, Record<string, unknown>>): string[] {
  return Object.entries(contract).flatMap(([subject, entries]) => Object.keys(entries).map((name) => `${subject}.${name}`));
}

/** Every entry of the contract has exactly one handler, in the handler file of its subject, and is called by a test. */
export function contractGaps(entries: readonly string[], files: readonly File[]): Violation[] {
  const handlers = files.filter(({ path }) => path.startsWith('electron/engine/handlers/') && path.endsWith('.ts'));
  const tests = files.filter(({ path }) => /^tests\/.*\.test\.tsx?$/.test(path)).map(({ text }) => withoutComments(text));
  return entries.flatMap((entry) => {
    const [subject = '', name = ''] = entry.split('.');
    const file = `electron/engine/handlers/${subject}.ts`;
    const pattern = new RegExp(`\\bengine\\s*\\.${subject}\\s*\\.${name}\\s*\\.handler\\(`, 'g');
    const found = handlers.flatMap(({ path, text }) => [...withoutComments(text).matchAll(pattern)].map(() => path));
    const gaps: Violation[] = [];
    if (found.length !== 1 || found[0] !== file) {
      const places = found.length === 0 ? 'none' : found.join(', ');
      gaps.push({ file, rule: 'one-handler', message: `${entry} needs exactly one handler here; found: ${places}` });
    }
    const call = new RegExp(`\\.\\s*${subject}\\s*\\.${name}\\b|['"]${subject}\\.${name}['"]`);
    if (!tests.some((text) => call.test(text))) {
      gaps.push({ file: `shared/contract/${subject}.ts`, rule: 'contract-tested', message: `no test calls ${entry}` });
    }
    return gaps;
  });
}

/** Every decision page has a number of its own, and one line in the list of decisions. */
export function decisionGaps(root: string): Violation[] {
  const names = filesBelow(root, 'docs/decisions').map((path) => path.slice('docs/decisions/'.length));
  const pages = names.filter((name) => /^\d{4}-.*\.md$/.test(name));
  const list = names.includes('README.md') ? readFileSync(join(root, 'docs/decisions/README.md'), 'utf8') : '';
  return pages.flatMap((page) => {
    const number = page.slice(0, 4);
    const file = `docs/decisions/${page}`;
    const same = pages.filter((other) => other.startsWith(`${number}-`)).length;
    return [
      ...(same > 1 ? [{ file, rule: 'decision-number', message: `${same} pages have the number ${number}` }] : []),
      ...(list.includes(`[${number}](${page})`)
        ? []
        : [{ file, rule: 'decision-listed', message: 'docs/decisions/README.md has no line for it' }]),
    ];
  });
}

type PackageJson = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

/** Versions are exact, and packages that were decided against stay out. */
export function dependencyViolations({ dependencies = {}, devDependencies = {} }: PackageJson): Violation[] {
  return Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, version]) => [
    ...(NEVER.includes(name) ? [{ file: 'package.json', rule: 'never', message: `${name} may not be used` }] : []),
    ...(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)
      ? []
      : [{ file: 'package.json', rule: 'exact-version', message: `${name} is "${version}"; name one exact version` }]),
  ]);
}

/** All violations in a project folder. */
export async function checkRules(root: string): Promise<Violation[]> {
  const paths = SOURCE_FOLDERS.flatMap((folder) => filesBelow(root, folder));
  const files = read(
    root,
    paths.filter((path) => /\.tsx?$/.test(path)),
  );
  const contractFile = join(root, 'shared/contract/index.ts');
  const { contract } = existsSync(contractFile) ? await import(pathToFileURL(contractFile).href) : { contract: {} };
  return [
    ...impureShared(files),
    ...foldersWithoutReadme(root, paths),
    ...contractGaps(contractEntries(contract), files),
    ...decisionGaps(root),
    ...dependencyViolations(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))),
  ];
}

if (import.meta.main) {
  const violations = await checkRules(fileURLToPath(new URL('..', import.meta.url)));
  for (const { file, rule, message } of violations) process.stdout.write(`${file}: [${rule}] ${message}\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
