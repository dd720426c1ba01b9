import { describe, expect, it } from 'vitest';
import { readCounts } from '../../electron/engine/analysis/canonical-numbers.ts';
import { isGpuName as isGpu } from '../../electron/engine/analysis/reference.ts';
import { explainNumberCell } from '../../electron/engine/import/types.ts';
import { normaliseCount } from '../../shared/normalise/count.ts';
import { cpuMilli, cpuUnitOf, hostMemoryMib, hostMemoryUnitOf } from '../../shared/normalise/host.ts';
import { memoryCovers, memoryUnit, nearestMarketed, normaliseMemory } from '../../shared/normalise/memory.ts';
import { normalisePercent, percentScale } from '../../shared/normalise/percent.ts';
import { isReadable, withPoint } from '../../shared/normalise/refusal.ts';
import { uptimeWindow } from '../../shared/normalise/uptime.ts';
import { knownValue, reasonOf } from './support.ts';

describe('counts', () => {
  // Rules: domain.md 6.4, row "count".
  it.each([
    ['8', 8, 8, null],
    ['8.0', 8, 8, null],
    ['8x', 8, 8, null],
    ['2 x H100', 2, 2, 'H100'],
    ['H100 x 4', 4, 4, 'H100'],
    ['>=100', 100, null, null],
    ['≥ 100', 100, null, null],
    ['100+', 100, null, null],
    ['>100', 101, null, null],
    ['<= 8', 0, 8, null],
    ['<8', 0, 7, null],
    ['4-8', 4, 8, null],
    ['4 to 8', 4, 8, null],
    ['0', 0, 0, null],
    ['1e3', 1000, 1000, null],
    ['30000.000000000004', 30000, 30000, null],
    ['9007199254740991', 9007199254740991, 9007199254740991, null],
    ['9007199254740993', '9007199254740993', '9007199254740993', null],
    ['18446744073709551615', '18446744073709551615', '18446744073709551615', null],
    ['>9007199254740991', '9007199254740992', null, null],
  ])('reads "%s"', (text, low, high, rest) => {
    expect(knownValue(normaliseCount(text))).toEqual({ low, high, rest });
  });

  it.each([
    ['8.5', 'fraction'],
    ['-1', 'negative'],
    ['~100', 'approximate'],
    ['1,024', 'mark-undeclared'],
    ['8-4', 'range-reversed'],
    ['many', 'not-a-count'],
    ['H100', 'not-a-count'],
    ['0x10', 'hexadecimal'],
    ['0xFF', 'hexadecimal'],
    ['8x H100, 4x A100', 'several-counts'],
    ['2 x 8', 'several-counts'],
    ['2 nodes x 8', 'several-counts'],
    ['8x H100 and 4 A100', 'several-counts'],
    ['n/a', 'no-value'],
  ])('refuses "%s" (%s)', (text, reason) => {
    expect(reasonOf(normaliseCount(text))).toBe(reason);
  });

  it.each([
    ['8x H100, 4x A100', 12, 'H100, A100'],
    ['8x H100 + H100 x 4', 12, 'H100, H100'],
    ['8x H100; 4x A100; 2x RTX 4090', 14, 'H100, A100, RTX 4090'],
    ['8x RTX 4090', 8, 'RTX 4090'],
    ['8x 4090', 8, '4090'],
    ['2x Radeon RX 7900 XTX', 2, 'Radeon RX 7900 XTX'],
    ['8x H100 SXM, 80 GB', 8, 'H100 SXM, 80 GB'],
  ])('counts the GPUs of "%s"', (text, count, rest) => {
    expect(knownValue(normaliseCount(text, { isGpu }))).toEqual({ low: count, high: count, rest });
  });

  it.each(['8x H100, 64x CPU', '8x H100, A100', '8x H100, 4', '2 x 8', '8x H100 x 2', '8x H100 (8 GPUs)'])(
    'adds up nothing that is not all counts of GPUs: "%s"',
    (text) => {
      expect(reasonOf(normaliseCount(text, { isGpu }))).toBe('several-counts');
    },
  );

  it('reads no point of a file whose fractions have a comma and whose thousands have no declared mark', () => {
    const comma = { decimalMark: ',' } as const;
    expect(withPoint('1.000', comma)).toBeNull();
    expect(withPoint('$0.97 (IN)', comma)).toBeNull();
    expect(withPoint('1,5 GiB', comma)).toBe('1.5 GiB');
    expect(withPoint('1.000', { decimalMark: ',', thousandsMark: '.' })).toBe('1000');
    expect(withPoint('0.975', { decimalMark: ',', thousandsMark: '.' })).toBeNull();
    expect(isReadable('gpu_count', '1.000', comma)).toBe(false);
    expect(isReadable('gpu_count', 'min. 8', comma)).toBe(true);
    expect(isReadable('gpu_count', '4..8', comma)).toBe(true);
    expect(readCounts({ dictionary: ['1.000'], rows: [1], header: 'gpus', marks: comma }).readings[0]).toMatchObject({
      value: null,
      reason: 'mark-undeclared',
    });
  });

  it('says in words why such a cell is refused', () => {
    const rule = { whole: true, nonNegative: true };
    expect(explainNumberCell('1.000', 'gpu_count', rule, ',')).toMatchObject({ code: 'mark-undeclared' });
    expect(explainNumberCell('1.024', 'gpu_count', rule, ',').fix).toMatch(/thousands chip .*--thousands-mark \./);
    for (const mark of ['.', ','] as const)
      for (const text of ['8.5', '8,5']) {
        const problem = explainNumberCell(text, 'gpu_count', rule, mark);
        expect(problem).toMatchObject({ code: 'not-whole', reason: `gpu_count is "${text}"; a count is a whole number.` });
        expect(problem.fix).toContain(`Write a whole number instead of "${text}"`);
      }
    expect(explainNumberCell('8.5', 'price', null, ',').code).toBe('mark-undeclared');
    expect(explainNumberCell('8x H100, 64x CPU', 'gpu_count', rule, '.').fix).not.toContain('Write 8 ');
    expect(explainNumberCell('0x10', 'gpu_count', rule, '.').code).toBe('hexadecimal');
  });

  it('reads thousands marks where the dialect declares them', () => {
    expect(knownValue(normaliseCount('1,024', { thousands: ',' })).low).toBe(1024);
    expect(knownValue(normaliseCount('1.024.000', { thousands: '.' })).low).toBe(1_024_000);
  });
});

describe('percent by column', () => {
  it('reads a column above 1 as percent, and one within 1 as fractions', () => {
    const percent = percentScale(['97.5', '99.9', '12', 'n/a']);
    expect(percent).toMatchObject({ scale: 'percent', decided: true });
    expect(knownValue(normalisePercent('97.5', percent))).toBe(0.975);
    const fraction = percentScale(['0.975', '0.999', '1']);
    expect(fraction).toMatchObject({ scale: 'fraction', decided: true });
    expect(knownValue(normalisePercent('0.975', fraction))).toBe(0.975);
  });

  it('takes a percent sign at its word in either column', () => {
    for (const scale of ['percent', 'fraction'] as const)
      expect(knownValue(normalisePercent('97.5%', { scale, decided: true }))).toBe(0.975);
  });

  it('never rescales a cell of the other scale', () => {
    expect(reasonOf(normalisePercent('0.975', { scale: 'percent', decided: true }))).toBe('other-scale');
    expect(reasonOf(normalisePercent('97.5', { scale: 'fraction', decided: true }))).toBe('above-one');
    expect(reasonOf(normalisePercent('101', { scale: 'percent', decided: true }))).toBe('above-one');
    expect(reasonOf(normalisePercent('-1', { scale: 'percent', decided: true }))).toBe('below-zero');
  });

  it('takes a scale that a header states at its word', () => {
    expect(knownValue(normalisePercent('0.5', { scale: 'percent', decided: false, stated: true }))).toBe(0.005);
  });

  it('says where nothing tells the scales apart', () => {
    expect(percentScale(['1', '0', '1'])).toMatchObject({ scale: 'fraction', decided: false });
    expect(percentScale([])).toMatchObject({ decided: false });
    const result = normalisePercent('1', percentScale(['1', '0']));
    expect(result.known && result.notes).toEqual(['scale-undecided']);
  });
});

describe('uptime', () => {
  it.each([
    ['uptime1d', 1],
    ['uptime7d', 7],
    ['uptime_30d', 30],
    ['Uptime (30 days)', 30],
    ['uptime 24h', 1],
    ['uptime last 2 weeks', 14],
    ['uptime', null],
    ['uptime 3 months', null],
    ['reliability2', null],
  ])('reads the window of the header "%s"', (header, days) => {
    expect(uptimeWindow(header)).toBe(days);
  });
});

describe('memory', () => {
  // Readings: domain.md 6.2, row "units".
  it.each([
    ['11811160064', 'bytes', [11], 11],
    ['81559', 'MiB', [40, 80], 80],
    ['32607', 'MiB', [32], 32],
    ['143771', 'MiB', [141], 141],
    ['24Gi', null, [24], 24],
    ['80 GiB', null, [40, 64, 80], 80],
    ['22.49', 'GiB', [24], 24],
    ['23.99', 'GiB', [24], 24],
    ['80000000000.0', 'bytes', [40, 80], 80],
    ['81920MB', null, [80], 80],
  ] as const)('settles "%s" (%s) of %j on %i GB', (text, unit, marketed, expected) => {
    expect(knownValue(normaliseMemory(text, marketed, unit)).marketedGb).toBe(expected);
  });

  it('stays unknown beyond 8 %, without a family, without a unit', () => {
    expect(reasonOf(normaliseMemory('73.5 GiB', [80]))).toBe('no-marketed-size');
    expect(knownValue(normaliseMemory('73.7 GiB', [80])).marketedGb).toBe(80);
    expect(reasonOf(normaliseMemory('24Gi', []))).toBe('no-marketed-size');
    expect(reasonOf(normaliseMemory('24', [24]))).toBe('unit-unknown');
    expect(reasonOf(normaliseMemory('24 apples', [24]))).toBe('not-a-size');
    expect(reasonOf(normaliseMemory('', [24]))).toBe('no-value');
  });

  it('does not choose between two sizes that are equally near', () => {
    // 127.5 lies 1/16 above 120 and 1/16 below 136.
    expect(nearestMarketed(127.5, [120, 136])).toBeNull();
  });

  it('divides a total by its GPUs', () => {
    expect(normaliseMemory('652472', [40, 80], 'MiB', 8)).toMatchObject({ known: true, rule: 'memory/nearest-marketed-of-total' });
  });

  it('decides the unit of bare numbers by the column', () => {
    expect(memoryUnit(['81559', '32607', '143771'])).toBe('MiB');
    expect(memoryUnit(['80', '24', '22.49'])).toBe('GiB');
    expect(memoryUnit(['85899345920', '0'])).toBe('bytes');
    expect(memoryUnit(['80', '81559'])).toBeNull();
    expect(memoryUnit(['24Gi'])).toBeNull();
  });

  it('decides by the column whether sizes are of one GPU or of all', () => {
    const sizes = [24];
    expect(memoryCovers([{ gib: 24, gpus: 4, marketed: sizes }])).toBe('gpu');
    expect(memoryCovers([{ gib: 96, gpus: 4, marketed: sizes }])).toBe('all');
    expect(memoryCovers([{ gib: 24, gpus: 1, marketed: sizes }])).toBeNull();
    expect(
      memoryCovers([
        { gib: 24, gpus: 4, marketed: sizes },
        { gib: 96, gpus: 4, marketed: sizes },
      ]),
    ).toBeNull();
    // 40 GB and 80 GB are both sold: two GPUs and 80 GB tell nothing.
    expect(memoryCovers([{ gib: 80, gpus: 2, marketed: [40, 80] }])).toBeNull();
  });
});

describe('CPU and memory of hosts', () => {
  const cells = (...texts: string[]) => texts.map((text) => [text, 1] as const);

  // Kubernetes documentation, "Resource units": 0.1 is the same as 100m, 1 is one core
  it.each([
    ['64000m', null, 64_000],
    ['64 cores', null, 64_000],
    ['96 vCPU', null, 96_000],
    ['0.1', 'cores', 100],
    ['64000', 'milli', 64_000],
    ['64', null, null],
    ['fast', 'cores', null],
  ] as const)('reads "%s" (%s) as thousandths of a core', (text, unit, expected) => expect(cpuMilli(text, unit)).toBe(expected));

  it('takes the unit of CPU from the header, else from the size of the numbers', () => {
    expect(cpuUnitOf('cpu_milli', cells('64'))).toBe('milli');
    expect(cpuUnitOf('cpuCores', cells('64', '96'))).toBe('cores');
    expect(cpuUnitOf('cpu', cells('64', '96'))).toBe('cores');
    expect(cpuUnitOf('cpu', cells('64000', '96000'))).toBe('milli');
    expect(cpuUnitOf('cpu', cells('64', '96000'))).toBe(null);
  });

  // 256 GiB in the units of openb (MiB), Kubernetes (Ki, Gi) and bytes
  it.each([
    ['262144', 'MiB', 262_144],
    ['256Gi', null, 262_144],
    ['268435456Ki', null, 262_144],
    ['274877906944', 'bytes', 262_144],
    ['256', 'GiB', 262_144],
    ['256', null, null],
  ] as const)('reads "%s" (%s) as MiB', (text, unit, expected) => expect(hostMemoryMib(text, unit)).toBe(expected));

  it('takes the unit of memory from the header, but bytes from their size alone', () => {
    expect(hostMemoryUnitOf('memory_mib', cells('262144'))).toBe('MiB');
    expect(hostMemoryUnitOf('ram_gb', cells('2048', '1024'))).toBe('GiB');
    expect(hostMemoryUnitOf('ram_gb', cells('274877906944'))).toBe('bytes');
    expect(hostMemoryUnitOf('ram', cells('515886', '262144'))).toBe('MiB');
    expect(hostMemoryUnitOf('ram', cells('64', '2048'))).toBe('GiB');
  });
});
