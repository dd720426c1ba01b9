import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sheet = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
const themes = ['light', 'dark', 'contrast-light', 'contrast-dark'] as const;

/** Custom properties of one theme that are colours. */
function coloursOf(theme: string): Record<string, string> {
  const block = sheet.match(new RegExp(`\\[data-theme=["']${theme}["']\\] \\{([^}]*)\\}`))?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]));
}

/** Relative luminance of sRGB, WCAG 2.2 definition. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio 1..21, WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'panel', 'sunken', 'hover'];
const texts = ['ink', 'ink-2', 'ink-3', 'accent', 'worst', 'largest', 'reference', 'proven', 'warning'];
const marks = ['control-line', 'focus', 'random', 'unknown', 'rank-1', 'rank-2', 'rank-outline'];

/** Every pair of text and ground that the page draws; 4.5:1. */
const textPairs: [string, string][] = [
  ...grounds.flatMap((ground) => texts.map((text): [string, string] => [text, ground])),
  ...['ink', 'ink-2', 'ink-3', 'accent'].map((text): [string, string] => [text, 'accent-ground']),
  ...['worst', 'proven', 'warning'].flatMap((tone) => [tone, 'ink', 'ink-2'].map((text): [string, string] => [text, `${tone}-ground`])),
  ['accent', 'worst-ground'],
  ['accent', 'warning-ground'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-worst', 'worst'],
];

/** Fills that carry a number; ink or panel reads on each of them. */
const fills = ['ramp-1', 'ramp-2', 'ramp-3', 'ramp-4', 'ramp-5'];

/** Borders of controls, focus and marks of charts; 3:1. */
const markPairs: [string, string][] = [
  ...grounds.flatMap((ground) => marks.map((mark): [string, string] => [mark, ground])),
  ...[1, 2, 3, 4, 5, 6].map((index): [string, string] => [`category-${index}`, 'panel']),
  ['control-line', 'accent-ground'],
  ['worst', 'worst-ground'],
  ['warning', 'warning-ground'],
  ['panel', 'proven'],
];

describe.each(themes)('colours of the theme %s', (theme) => {
  const colours = coloursOf(theme);
  const weak = (pairs: [string, string][], least: number) =>
    pairs.flatMap(([front, back]) => {
      const [one, other] = [colours[front], colours[back]];
      if (!one || !other) return [`${front} or ${back} is not there`];
      const ratio = contrast(one, other);
      return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)}`] : [];
    });

  it('gives every text at least 4.5:1', () => {
    expect(weak(textPairs, 4.5)).toEqual([]);
  });

  it('gives text in ink or panel at least 4.5:1 on every fill of a cell', () => {
    const unread = fills.filter((fill) => weak([['ink', fill]], 4.5).length > 0 && weak([['panel', fill]], 4.5).length > 0);
    expect(unread).toEqual([]);
  });

  it('gives every border of a control and every mark at least 3:1', () => {
    expect(weak(markPairs, 3)).toEqual([]);
  });

  it('has the same tokens as the light theme', () => {
    expect(Object.keys(colours)).toEqual(Object.keys(coloursOf('light')));
  });
});

describe('the measure itself', () => {
  it('gives black on white 21:1 and #767676 on white 4.54:1 (WCAG 2.2, worked examples of W3C)', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
});
