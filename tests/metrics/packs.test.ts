// Threshold packs: every pack file carries its own tests; they are run here with the functions that views use (domain 8).
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLine, verdict } from '../../shared/claims/line.ts';
import type { PackLine } from '../../shared/claims/pack.ts';
import { passesPackLine, positionOnLine, readPack } from '../../shared/claims/pack.ts';
import { fraction, parseFraction } from '../../shared/metrics/exact.ts';
import { packExpired, runPackTests } from '../support/packs.ts';

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
    expect(packExpired(pack, '2023-12-17')).toBe(true);
    expect(packExpired(pack, '2023-12-18')).toBe(false);
    expect(packExpired({ ...pack, valid_to: '2024-01-01' }, '2024-01-02')).toBe(true);
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
