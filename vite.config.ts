import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { EnvironmentOptions } from 'vite';
import { defineConfig } from 'vitest/config';
import { nonceMark } from './electron/serve/content-policy.ts';
import { VERIFY, verifyPagePlugin } from './scripts/verifyPage.ts';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Packages with a native or WebAssembly part, and Electron itself: never bundled. */
const native = ['electron', 'better-sqlite3', '@myriaddreamin/typst-ts-node-compiler', 'highs'];

/** One file of dist/electron: everything but native packages and Node's own modules is inside. */
function nodeBundle(name: string, entry: string, format: 'es' | 'cjs' = 'es'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: native },
    build: {
      outDir: folder('dist/electron'),
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { [name]: folder(entry) },
        external: native,
        platform: 'node',
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js', codeSplitting: false },
      },
    },
  };
}

const nodeBundles: Record<string, EnvironmentOptions> = {
  lane: nodeBundle('lane', 'electron/engine/lanes/worker.ts'),
  reading: nodeBundle('reading', 'electron/engine/import/read-thread.ts'),
  feeding: nodeBundle('feeding', 'electron/engine/import/feed/thread.ts'),
  sql: nodeBundle('sql', 'electron/engine/sql/process.ts'),
  desktopSql: nodeBundle('desktop-sql', 'electron/main/sql-entry.ts'),
  engine: nodeBundle('engine', 'electron/main/engine-entry.ts'),
  main: nodeBundle('main', 'electron/main/index.ts'),
  preload: nodeBundle('preload', 'electron/preload/index.ts', 'cjs'),
  serve: nodeBundle('serve', 'electron/serve/index.ts'),
  cli: nodeBundle('cli', 'electron/cli/index.ts'),
};

export default defineConfig({
  // tests name their files from the top of the repository
  root: process.env.VITEST ? folder('.') : folder('renderer'),
  base: './',
  plugins: [react(), verifyPagePlugin()],
  html: { cspNonce: nonceMark },
  css: {
    postcss: {
      plugins: [
        {
          // `composes ... from` puts the rules of the other file in front without saying where they are from, which Vite warns about
          postcssPlugin: 'source-of-composed-rules',
          OnceExit(root) {
            root.walkDecls((declaration) => {
              declaration.source ??= root.source;
            });
          },
        },
      ],
    },
  },
  publicDir: existsSync(folder('renderer/public')) ? folder('renderer/public') : false,
  environments: {
    client: {
      build: {
        outDir: folder('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        sourcemap: true,
        // the policy allows no data: fonts and no inline scripts
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 4000,
        rolldownOptions: {
          // zod asks how it may work when the first schema is made: the answer has to be in its own file, which is read before any schema
          output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|renderer\/schemas\.ts$/ }] } },
        },
      },
    },
    [VERIFY]: {
      consumer: 'client',
      build: {
        outDir: folder('dist/verify'),
        emptyOutDir: true,
        copyPublicDir: false,
        // a reviewer opens it in the browser that is there
        target: 'es2022',
        modulePreload: false,
        chunkSizeWarningLimit: 8000,
        rolldownOptions: {
          input: { verify: folder('electron/verify/page.ts') },
          output: { format: 'iife', entryFileNames: '[name].js', codeSplitting: false },
        },
      },
    },
    ...nodeBundles,
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', VERIFY, ...Object.keys(nodeBundles)]) {
        const environment = builder.environments[name];
        if (environment === undefined) throw new Error(`vite.config.ts names no environment "${name}"`);
        await builder.build(environment);
      }
    },
  },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: ['tests/e2e/**', 'tests/acceptance/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // real browser, real data: one after the other, with the machine to themselves
        extends: true,
        test: {
          name: 'slow',
          include: ['tests/e2e/**/*.test.ts', 'tests/acceptance/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
