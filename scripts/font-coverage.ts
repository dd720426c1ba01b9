import { readFileSync, writeFileSync } from 'node:fs';
// @ts-expect-error fontkit has no types
import { create } from 'fontkit';

/** Writes which characters the report's fonts can show, as ranges, so that names in other scripts are written as code points instead of failing PDF/A. */
const folder = new URL('../resources/typst/fonts/', import.meta.url);
const target = new URL('../resources/typst/coverage.json', import.meta.url);

const sets = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map(
  (name) => new Set<number>(create(readFileSync(new URL(name, folder))).characterSet),
);
const shared = [...(sets[0] as Set<number>)].filter((code) => sets.every((set) => set.has(code))).sort((a, b) => a - b);
const ranges: [number, number][] = [];
for (const code of shared) {
  const last = ranges.at(-1);
  if (last && last[1] === code - 1) last[1] = code;
  else ranges.push([code, code]);
}
const text = `${JSON.stringify(ranges)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('resources/typst/coverage.json is not current: run node scripts/font-coverage.ts');
    process.exit(1);
  }
} else writeFileSync(target, text);
