import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countryOfRegion, normaliseAsn } from '../../shared/normalise/cloud.ts';
import { normaliseCount } from '../../shared/normalise/count.ts';
import { normaliseCountry } from '../../shared/normalise/country.ts';
import { normaliseGpu } from '../../shared/normalise/gpu.ts';
import { fitsGpuId, formatGpuId, type GpuId, parseGpuId } from '../../shared/normalise/gpu-id.ts';
import { memoryUnit, normaliseMemory } from '../../shared/normalise/memory.ts';
import { normaliseMoney } from '../../shared/normalise/money.ts';
import { normalisePercent, percentScale } from '../../shared/normalise/percent.ts';
import type { Normalised } from '../../shared/normalise/result.ts';
import { dateOrder, normaliseTime, numericTime } from '../../shared/normalise/time.ts';
import { clouds, countries, countryTable, gpus, gpuTable, knownValue } from './support.ts';

const column = { scale: 'percent', decided: true } as const;
const NORMALISERS: Readonly<Record<string, (raw: string) => Normalised<unknown>>> = {
  gpu: (raw) => normaliseGpu(raw, gpus),
  country: (raw) => normaliseCountry(raw, countries),
  region: (raw) => countryOfRegion(raw, clouds),
  asn: (raw) => normaliseAsn(raw, clouds),
  money: (raw) => normaliseMoney(raw),
  percent: (raw) => normalisePercent(raw, column),
  memory: (raw) => normaliseMemory(raw, [24, 80], 'GiB'),
  time: (raw) => normaliseTime(raw),
  'numeric time': (raw) => normaliseTime(raw, { order: null, numeric: 'serial-1900', zoneMinutes: null }),
  count: (raw) => normaliseCount(raw),
};

/** Any text, and texts made of pieces that the rules know. */
const pieces = fc.constantFrom(
  ...['H100', 'A100', 'RTX', '4090', 'Ti', 'SXM', 'PCIe', '80GB', '40/80', '8x', '>=', '100', '0x', '|', ',', ' ', '-', '.', '%', '$', '('],
  ...[
    'IN)',
    'US',
    'NA',
    'Korea',
    '2026',
    '/',
    ':',
    'T',
    'Z',
    '1e9',
    '+',
    'MIG',
    '1g.10gb',
    'Gi',
    'per',
    'hr',
    '😀',
    '\u0000',
    '9007199254740993',
  ],
);
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
);

describe('laws of all normalisers', () => {
  it.each(Object.entries(NORMALISERS))('%s: never throws, keeps the raw text, is a function of it', (_, normalise) => {
    fc.assert(
      fc.property(texts, (raw) => {
        const result = normalise(raw);
        expect(result.raw).toBe(raw);
        expect(normalise(raw)).toEqual(result);
        if (result.known) expect(result.rule).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
        else expect(result.reason).toMatch(/^[a-z-]+$/);
      }),
      { numRuns: 400 },
    );
  });
});

describe('laws of single normalisers', () => {
  it('reads every canonical GPU id as itself, also with parts unknown', () => {
    const part = fc.boolean();
    fc.assert(
      fc.property(
        fc.constantFrom(...gpuTable.gpus),
        part,
        part,
        fc.constantFrom(null, 'mig-1g10', 'vgpu-4q'),
        (gpu, form, memory, slice) => {
          const id = parseGpuId(gpu.id) as GpuId;
          const partial = { ...id, formFactor: form ? id.formFactor : null, memoryGb: memory ? id.memoryGb : null, slice };
          const text = formatGpuId(partial);
          expect(knownValue(normaliseGpu(text, gpus)).ids).toEqual([text]);
          expect(parseGpuId(text)).toEqual(partial);
          expect(fitsGpuId(partial, { ...id, slice })).toBe(true);
        },
      ),
    );
  });

  it('gives canonical ids only, and each of them reads as itself', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const result = normaliseGpu(raw, gpus);
        if (!result.known) return;
        for (const id of result.value.ids) expect(knownValue(normaliseGpu(id, gpus)).ids).toEqual([id]);
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on case, nor on what parts the words of a GPU name', () => {
    const ids = (text: string) => {
      const result = normaliseGpu(text, gpus);
      return result.known ? result.value.ids : null;
    };
    for (const name of gpuTable.gpus.flatMap((gpu) => [gpu.name, ...gpu.aliases])) {
      for (const gap of [' ', '-', '_', '  ']) {
        const changed = name.replaceAll(' ', gap);
        expect(ids(changed.toUpperCase()), changed).toEqual(ids(name));
        expect(ids(changed.toLowerCase()), changed).toEqual(ids(name));
      }
    }
  });

  it('reads every country code and name as its country, whatever the case', () => {
    fc.assert(
      fc.property(fc.constantFrom(...countryTable.countries), fc.boolean(), ({ code, name }, upper) => {
        expect(knownValue(normaliseCountry(upper ? code : code.toLowerCase(), countries)).code).toBe(code);
        const named = normaliseCountry(upper ? name.toUpperCase() : name, countries);
        if (named.known) expect(named.value.code).toBe(code);
        else expect(named.candidates).toContain(code);
      }),
    );
  });

  it('decides by a column whatever the order of its rows', () => {
    const cell = fc.oneof(
      fc.constantFrom('97.5', '0.975', '1', '0', '99%', 'n/a', '81559', '80', '13/02/2026', '02/13/2026', '1700000000'),
      texts,
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (cells, chance) => {
        const shuffled = cells
          .map((text) => ({ text, key: chance.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ text }) => text);
        expect(percentScale(shuffled)).toEqual(percentScale(cells));
        expect(memoryUnit(shuffled)).toBe(memoryUnit(cells));
        expect(dateOrder(shuffled)).toBe(dateOrder(cells));
        expect(numericTime(shuffled)).toBe(numericTime(cells));
      }),
    );
  });

  it('keeps every digit of a whole number, and orders the ends of a count', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 70n }), (value) => {
        const { low, high } = knownValue(normaliseCount(value.toString()));
        expect(String(low)).toBe(value.toString());
        expect(high).toBe(low);
        expect(typeof low).toBe(value <= BigInt(Number.MAX_SAFE_INTEGER) ? 'number' : 'string');
      }),
    );
    fc.assert(
      fc.property(texts, (raw) => {
        const result = normaliseCount(raw);
        if (result.known && result.value.high !== null) expect(BigInt(result.value.low) <= BigInt(result.value.high)).toBe(true);
      }),
    );
  });

  it('gives shares within 0 and 1 only', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('percent', 'fraction'), (raw, scale) => {
        const result = normalisePercent(raw, { scale, decided: true });
        if (result.known) expect(result.value >= 0 && result.value <= 1).toBe(true);
      }),
    );
  });

  it('reads an ISO instant as itself', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(Date.UTC(1, 0, 1)), max: new Date(Date.UTC(9999, 11, 31)), noInvalidDate: true }), (date) => {
        expect(knownValue(normaliseTime(date.toISOString())).epochMilliseconds).toBe(date.getTime());
      }),
    );
  });
});
