import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { componentsOf, noticesText, unacceptable } from '../../scripts/notices.ts';

const root = resolve(import.meta.dirname, '../..');
const component = (license: string) => ({ name: 'part', version: '1.0.0', license, texts: [`${license} text`] });

describe('third-party notices', () => {
  it.each(['GPL-3.0', 'GPL-2.0-or-later', 'AGPL-3.0-only', 'LGPL-2.1', 'SSPL-1.0', 'MIT AND GPL-3.0', 'not stated'])(
    'refuse %s',
    (license) => {
      expect(unacceptable([component(license)])).toHaveLength(1);
    },
  );

  it.each(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0)', '(MIT OR CC0-1.0)', 'MIT AND ISC'])('accept %s', (license) => {
    expect(unacceptable([component(license)])).toEqual([]);
  });

  it('cover what is shipped, and nothing in it is copyleft', () => {
    const components = componentsOf(root);
    expect(unacceptable(components)).toEqual([]);
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['better-sqlite3', 'react', 'zod', 'echarts']));
    expect(components.map(({ name }) => name)).not.toContain('vitest');
  });

  it('print a text that several components share once', () => {
    const text = noticesText([
      { ...component('MIT'), name: 'a' },
      { ...component('MIT'), name: 'b' },
    ]);
    expect(text.split('MIT text')).toHaveLength(2);
    expect(text).toContain('a 1.0.0\nb 1.0.0\n\nMIT text');
  });
});
