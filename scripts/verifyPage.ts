import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import packageJson from '../package.json' with { type: 'json' };

/** Name of the environment that builds verify.html. */
export const VERIFY = 'verify';

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const text = (path: string) => readFileSync(file(path), 'utf8');
const hashOf = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/**
 * verify.html as one text: style and script stand in the page, and its policy names both by their hash and allows nothing else; the loops that are
 * compiled to WebAssembly stand in the script.
 *
 * @param script classic script without imports
 */
export function verifyPageOf(script: string): string {
  // nothing in a script may end its element
  const safe = script.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
  const style = `${text('renderer/styles/tokens.css')}${text('electron/verify/page.css')}`;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(safe)} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const page = text('electron/verify/page.html').replace('%POLICY%', policy.join('; ')).replace('%VERSION%', packageJson.version);
  // functions, since a text would be read for $ marks
  return page.replace('/* STYLE */', () => style).replace('/* SCRIPT */', () => safe);
}

/** Builds verify.html in place of a script: without Node, its hashes from a package that needs none. */
export function verifyPagePlugin(): Plugin {
  return {
    name: 'verify-page',
    applyToEnvironment: ({ name }) => name === VERIFY,
    enforce: 'pre',
    resolveId(source, importer) {
      if (source.startsWith('node:')) throw new Error(`verify.html cannot have ${source}, which ${importer} imports`);
      return /\/digest\.ts$/.test(source) ? file('electron/engine/digest-portable.ts') : null;
    },
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const [script] = chunks;
      if (script === undefined || chunks.length !== 1) throw new Error(`verify.html is made of one script, not of ${chunks.length}`);
      for (const name of Object.keys(bundle)) delete bundle[name];
      this.emitFile({ type: 'asset', fileName: 'verify.html', source: verifyPageOf(script.code) });
    },
  };
}
