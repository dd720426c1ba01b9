// Threshold packs: every pack file carries its own tests; they are run here with the functions that views use (domain 8).
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ChokepointError } from '../../shared/case/error.ts';
import { parseLine, verdict } from '../../shared/claims/line.ts';
import type { PackLine, ThresholdPack } from '../../shared/claims/pack.ts';
import { passesPackLine, positionOnLine, readPack } from '../../shared/claims/pack.ts';
import { packWarnings } from '../../shared/claims/pack-state.ts';
import { packOfText, runPackTests } from '../../shared/claims/pack-tests.ts';
import { packWords } from '../../shared/claims/pack-words.ts';
import { fraction, parseFraction } from '../../shared/metrics/exact.ts';

const FOLDER = 'resources/reference/packs';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const load = (name: string): unknown => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'));

describe('pack files', () => {
  it.each(files)('%s has the expected form, its own name, and passes its own tests', (name) => {
    const pack = readPack(load(name));
    expect(`${pack.id}.json`).toBe(name);
    expect(runPackTests(pack).filter(({ passed }) => !passed)).toEqual([]);
    expect(pack.tests.length).toBeGreaterThanOrEqual(3);
  });

  it('a file that does not fit is refused with the places, and a wrong test is found', () => {
    const pack = load('us-mg-2023.json') as Record<string, unknown>;
    expect(() => readPack({ ...pack, status: 'binding' })).toThrow(/status/);
    expect(() => readPack({ ...pack, tests: [] })).toThrow(/tests/);
    expect(() => readPack({ ...pack, lines: [] })).toThrow(/line that does not exist/);
    expect(() => readPack({ ...pack, lines: [{ metric: 'cr1', op: '>', value: '30 %', label: 'x' }] })).toThrow(/lines/);
    const wrong = readPack({ ...pack, tests: [{ shares: ['1/2', '1/2'], hhi_points: '5001' }, ...(pack.tests as unknown[])] });
    expect(runPackTests(wrong)[0]).toEqual({ test: 0, passed: false, found: '5000' });
  });
});

describe('us-mg-2023', () => {
  const pack = readPack(load('us-mg-2023.json'));
  const [highly, , share] = pack.lines as [PackLine, PackLine, PackLine];

  it('a line with a second line passes only when both do, and says nothing when the second value is not given', () => {
    expect(passesPackLine(share, { cr1: fraction(31, 100), delta_hhi_points: fraction(101) })).toBe(true);
    expect(passesPackLine(share, { cr1: fraction(31, 100) })).toBeNull();
    expect(passesPackLine(share, { cr1: fraction(3, 10) })).toBe(false);
  });

  it('places a range beside its line', () => {
    const range = (low: string, high: string) => ({ low: parseFraction(low), high: parseFraction(high) });
    expect(positionOnLine(highly, range('510', '830'))).toBe('does not hold');
    expect(positionOnLine(highly, range('1800.0001', '4950'))).toBe('holds');
    expect(positionOnLine(highly, range('1800', '1800.0001'))).toBe('undetermined');
  });

  it('is valid from its date on', () => {
    const until = { ...pack, valid_to: '2024-01-01' };
    const dated = (of: ThresholdPack, day: string) =>
      packWarnings(of, day).flatMap(({ code }) => (code === 'not-in-force-yet' || code === 'expired' ? [code] : []));
    expect(dated(pack, '2023-12-17')).toEqual(['not-in-force-yet']);
    expect(dated(pack, '2023-12-18')).toEqual([]);
    expect([dated(until, '2024-01-01'), dated(until, '2024-01-02')]).toEqual([[], ['expired']]);
  });
});

describe('the table of packs', () => {
  it('has every row of domain.md 8', () => {
    expect(files.map((name) => name.replace('.json', ''))).toEqual([
      'bft-thirds',
      'clarity-2025-proposed',
      'cloud-sla-2022',
      'connected-25',
      'disclosure-10',
      'eu-hmg-2004',
      'n-1-supply',
      'operator-caps',
      'single-country-65',
      'ucits-5-10-40',
      'uk-cma129-none',
      'us-hmg-1992',
      'us-hmg-2010',
      'us-mg-2023',
    ]);
  });

  it('says of none that its text was read, and gives the United Kingdom no line', () => {
    const packs = files.map((name) => readPack(load(name)));
    expect(packs.filter(({ text_read_on }) => text_read_on !== null)).toEqual([]);
    expect(packs.find(({ id }) => id === 'uk-cma129-none')?.lines).toEqual([]);
  });

  it('warns of packs that are superseded, proposed, or outside their dates', () => {
    const codes = (id: string, day: string | null) => packWarnings(readPack(load(`${id}.json`)), day).map(({ code }) => code);
    expect(codes('us-hmg-2010', '2026-11-20')).toEqual(['expired', 'superseded', 'text-not-read']);
    expect(codes('us-hmg-2010', '2015-01-01')).toEqual(['superseded', 'text-not-read']);
    expect(codes('us-mg-2023', '2020-01-01')).toEqual(['not-in-force-yet', 'text-not-read']);
    expect(codes('clarity-2025-proposed', null)).toEqual(['not-law', 'text-not-read']);
  });

  it('reads as text with its levels as they are written, a third never as 33 %', () => {
    const text = (id: string) => packWords(readPack(load(`${id}.json`))).join('\n');
    expect(text('us-mg-2023')).toContain('- HHI > 1,800: highly concentrated (merger review)');
    expect(text('cloud-sla-2022')).toContain('uptime >= 99.99 %');
    expect(text('bft-thirds')).toContain('cumulative share of a validator set > 1/3');
    expect(text('bft-thirds')).not.toContain('33');
  });
});

describe('a pack of somebody', () => {
  const own = {
    ...(load('disclosure-10.json') as Record<string, unknown>),
    id: 'house-rule',
    status: 'custom',
    author: 'A. Analyst',
    reason: 'Level of our supplier policy',
  };

  it('of status custom needs an author and a reason', () => {
    expect(packOfText(JSON.stringify(own)).author).toBe('A. Analyst');
    expect(() => packOfText(JSON.stringify({ ...own, reason: undefined }))).toThrow(/author and a reason/);
  });

  it('names every field that is missing in one sentence, then what has another form, in words of the file', () => {
    const { problems } = ((): { problems: string[] } => {
      try {
        readPack({
          id: 'X',
          version: '1.0.0',
          status: 'foo',
          lines: [{ metric: 'hhi_points', op: '>', value: '1800', label: '' }],
          more: 1,
        });
        return { problems: [] };
      } catch (error) {
        return (error as ChokepointError).value.details as { problems: string[] };
      }
    })();
    expect(problems).toEqual([
      'jurisdiction, valid_from, valid_to, text_read_on, source, designed_for, not_designed_for, wording, tests are missing',
      'id is "X", which has another form than small letters, digits and single hyphens',
      'status is "foo", not one of in_force, superseded, draft, proposed, convention, contract, practice, custom',
      'lines 1, label is empty',
      '"more" of the file is no field of a pack',
    ]);
  });
  it('that is no JSON, has another form, or fails a test of its own is refused with the place', () => {
    expect(() => packOfText('{')).toThrow(/not JSON/);
    expect(() => packOfText(JSON.stringify({ ...own, lines: [{ metric: 'gini', op: '>', value: '1/2', label: 'x' }] }))).toThrow(
      /lines 1, metric is "gini", not one of hhi_points/,
    );
    const tests = [{ line: 0, passes: false, share: '1/10' }, ...(own as unknown as { tests: unknown[] }).tests];
    expect(() => packOfText(JSON.stringify({ ...own, tests }))).toThrow(/1 of 5 tests of the pack "house-rule" fail: test 1 gives true/);
  });
});

describe('verdict', () => {
  it('an end that does not exist never decides', () => {
    expect(verdict({ low: null, high: fraction(5) }, parseLine('> 3'))).toBe('undetermined');
    expect(verdict({ low: fraction(4), high: null }, parseLine('> 3'))).toBe('holds');
    expect(verdict({ low: fraction(4), high: null }, parseLine('< 3'))).toBe('does not hold');
    expect(verdict({ low: null, high: null }, parseLine('> 3'))).toBe('undetermined');
  });
});
