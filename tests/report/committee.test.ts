// The report that a committee reads: first pages that stand alone, a body that can be read through, no page for a left-over line (experience.md 9.2).
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { answering, removalVerdict } from '../../electron/engine/report/verdicts.ts';
import { layoutOf } from '../../shared/case/report.ts';
import { bannedWords } from '../../shared/claims/lint-words.ts';
import type { ExportRequest } from '../../shared/contract/report.ts';
import type { ClaimsFile } from '../../shared/evidence/claims-file.ts';
import { resultOf } from '../acceptance/support.ts';
import { openSample } from '../evidence/support.ts';
import { has, over } from './support.ts';

type Set = { pages: string[]; claims: ClaimsFile['claims'] };

let engine: Engine;
let close: () => Promise<void>;
const made = new Map<string, Set>();

async function exported(options: Partial<ExportRequest>): Promise<Set> {
  const { files } = await resultOf(await engine.client.report.export({ paper: 'a4', profile: 'archive', ...options }));
  const read = (end: string) => readFileSync(engine.files.path(files.find(({ name }) => name.endsWith(end))?.ref as string));
  const { text } = over(read('report.pdf'), 'pdftotext', '-layout', '{}', '-');
  const pages = text
    .replace(/[\u2060\u00ad]/g, '')
    .split('\f')
    .slice(0, -1);
  return { pages, claims: JSON.parse(String(read('claims.json'))).claims };
}

const linesOf = (page: string): number => page.split('\n').filter((line) => line.trim() !== '').length;
/** The page, from 1, on which a heading stands alone in its line. */
const pageOf = (pages: readonly string[], heading: string): number =>
  pages.findIndex((page) => page.split('\n').some((line) => line.trim() === heading)) + 1;

describe.skipIf(!has('pdftotext'))('the report of the sample case (needs poppler)', () => {
  beforeAll(async () => {
    const opened = await openSample();
    ({ engine, close } = opened);
    made.set('A4', await exported({}));
    made.set('Letter', await exported({ paper: 'us-letter', profile: 'accessible' }));
    await engine.client.report.setLayout({ layout: layoutOf('brief') });
    made.set('brief on A4', await exported({}));
    made.set('brief on Letter', await exported({ paper: 'us-letter', profile: 'accessible' }));
    await engine.client.report.setLayout({ layout: layoutOf('self-disclosure') });
    made.set('self-disclosure', await exported({}));
  }, 240_000);
  afterAll(() => close?.());
  const report = (name: string): Set => made.get(name) as Set;

  it('speaks of no removal test in the self-disclosure of a network', () => {
    const { pages, claims } = report('self-disclosure');
    expect(pageOf(pages, 'Answer')).toBe(1);
    expect(pages[0]).toMatch(/hold more than half/);
    expect(pages.slice(0, 5).join('\n')).not.toMatch(/k\*|breaking point/i);
    expect(claims.filter(({ id }) => id.startsWith('R'))).toEqual([]);
  });

  it.each(['A4', 'Letter'])('answers, finds, scores and shows the removal curve on its first three pages on %s', (paper) => {
    const { pages } = report(paper);
    expect(pageOf(pages, 'Answer')).toBe(1);
    expect(pageOf(pages, 'Findings')).toBe(2);
    expect(pageOf(pages, 'Removal result')).toBeLessThanOrEqual(3);
    const first = pages.slice(0, 3).join('\n');
    expect(first).toMatch(/Table D1\. Scorecard of Northgrid/);
    expect(first).toContain('Figure R1. Data:');
    expect(pageOf(pages, 'Contents')).toBe(4);
  });

  it.each(['A4', 'Letter'])('has a body of at most fourteen pages on %s, limitations in it, and appendices behind a divider', (paper) => {
    const { pages } = report(paper);
    const divider = pages.findIndex((page, index) => index > 4 && page.split('\n').some((line) => line.trim() === 'Appendices'));
    expect(divider).toBeGreaterThan(7);
    expect(divider).toBeLessThanOrEqual(14);
    expect(pageOf(pages.slice(4), 'Limitations and dissent') + 4).toBeLessThanOrEqual(divider);
    // the first appendix begins on the page of the divider
    expect(pages[divider]).toContain('Appendix A. ');
  });

  it.each(['A4', 'Letter'])('has no page for a line that was left over on %s', (paper) => {
    const { pages } = report(paper);
    const divider = pages.findIndex((page, index) => index > 4 && page.split('\n').some((line) => line.trim() === 'Appendices'));
    const last = new Set([divider - 1, pages.length - 1]);
    for (const [index, page] of pages.entries())
      if (!last.has(index)) expect(linesOf(page), `lines of page ${index + 1}`).toBeGreaterThan(20);
  });

  it('prints the ranges of the scorecard on one line each, with the same decimals and at most three figures of their width', () => {
    const { pages, claims } = report('A4');
    const first = pages.slice(0, 3).join('\n');
    const scored = claims.filter(({ id }) => /^D\d\.C\d$/.test(id));
    expect(scored.length).toBe(16);
    for (const { id, display } of scored) {
      expect(first, id).toContain(display);
      const numbers = [...display.matchAll(/\d[\d,]*(?:\.(\d+))?/g)];
      expect(new Set(numbers.map(([, decimals = '']) => decimals.length)).size, display).toBeLessThanOrEqual(1);
      if (numbers.length === 0) continue;
      const values = numbers.map(([text]) => Number(text.replaceAll(',', '')));
      const decimals = numbers[0]?.[1]?.length ?? 0;
      const width = Math.round((Math.max(...values) - Math.min(...values)) * 10 ** decimals);
      expect(String(width).length, display).toBeLessThanOrEqual(3);
    }
  });

  it('says computed where both ends are the same, and bounded only where they differ', () => {
    for (const { status, value } of report('A4').claims) {
      const { low, high } = value as { low: number | null; high: number | null };
      if (status === 'bounded') expect(low).not.toBe(high);
    }
  });

  it.each(['brief on A4', 'brief on Letter'])('is one page as a %s', (name) => {
    expect(report(name).pages.length).toBe(1);
  });

  it('breaks no wallet address: they are shortened in the middle on the first pages', () => {
    const first = report('A4').pages.slice(0, 3).join('\n');
    expect(first).toMatch(/tess1[a-z0-9]{5}…[a-z0-9]{6}/);
    expect(first).not.toMatch(/(?:ngrid1|tess1)[a-z0-9]{15,}/);
  });
});

describe('the plain answer of a removal test', () => {
  const tested = (low: number | null, high: number | null, proven = true, units = 186) => ({
    by: 'operator',
    units,
    threshold: '4/5',
    breakingPoint: { low, high, proven },
  });

  it('is a sentence that stands without the question, by the ends of the breaking point', () => {
    const say = (...ends: Parameters<typeof tested>) => removalVerdict(tested(...ends));
    expect(say(11, 16)).toBe('No loss of 10 of 186 operators takes service below 80 %; the loss of the worst 16 does; 11 to 15 are open');
    expect(say(4, 4)).toBe('No loss of 3 of 186 operators takes service below 80 %; the loss of the worst 4 does');
    expect(say(2, 3)).toBe('No loss of one of 186 operators takes service below 80 %; the loss of the worst 3 does; 2 are open');
    expect(say(1, 1)).toBe('The loss of the worst one of 186 operators takes service below 80 %');
    expect(say(1, 2)).toBe('The loss of the worst 2 of 186 operators takes service below 80 %; one is open');
    expect(say(0, 0)).toBe('Service is below 80 % before any removal');
    expect(say(0, 9)).toBe('The loss of the worst 9 of 186 operators takes service below 80 %; whether fewer or none do is open');
    expect(say(null, null)).toBe('No loss of any number of the 186 operators takes service below 80 %');
    expect(say(4, null)).toBe(
      'No loss of 3 of 186 operators takes service below 80 %; from 4 on it is open: it hangs on values that are unknown in the data',
    );
    // more units than have a name: the favourable reading alone loses them
    expect(say(4, 187)).toBe(say(4, null));
    expect(say(0, null)).toBe('Whether service is below 80 % as it stands is open: it hangs on values that are unknown in the data');
  });

  it('says what the search did not settle, and what is tested where that is not all of the service', () => {
    const say = (...ends: Parameters<typeof tested>) => removalVerdict(tested(...ends));
    expect(say(null, null, false)).toBe(
      'Whether any loss of the 186 operators takes service below 80 % is open: the search settled no end',
    );
    expect(say(4, null, false)).toMatch(/; from 4 on it is open: the search settled no end$/);
    expect(say(5, 5, false)).toBe('The loss of the worst 5 of 186 operators takes service below 80 %; 1 to 4 are open');
    expect(removalVerdict({ ...tested(0, 0), metric: 'worst-class' })).toBe('Service of the worst class is below 80 % before any removal');
    expect(removalVerdict({ ...tested(2, 2), metric: 'all-or-nothing' })).toBe(
      'No loss of one of 186 operators takes the value of classes served in full below 80 %; the loss of the worst 2 does',
    );
  });

  it('is never certain where the bounds leave it open, and uses no word that the grammar bans', () => {
    const end = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(end, end, fc.boolean(), (a, b, proven) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const words = removalVerdict(tested(low, high, proven));
        expect(bannedWords(words)).toEqual([]);
        expect(words).not.toMatch(/\byes\b/i);
        const no = /No loss of (\d+|one) of/.exec(words)?.[1];
        const yes = /worst (\d+|one)/.exec(words)?.[1];
        if (no !== undefined) expect(no === 'one' ? 1 : Number(no)).toBe(low - 1);
        if (yes !== undefined) expect(yes === 'one' ? 1 : Number(yes)).toBe(high);
        if (low < high && !/before any removal/.test(words)) expect(words).toContain('open');
        if (low === high && !proven && high > 1) expect(words).not.toMatch(/^No/);
      }),
    );
  });

  it('is by the party that the question names, else by the first of operator, owner, provider', () => {
    const by = (question: string, ...parties: string[]) => answering(question, parties, (party) => party);
    expect(by('Can a few payout addresses stop it?', 'operator', 'payout_address')).toBe('payout_address');
    expect(by('Who holds it?', 'country', 'provider', 'operator')).toBe('operator');
    expect(by('', 'country')).toBe('country');
    expect(by('')).toBeNull();
  });
});
