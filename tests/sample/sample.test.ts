import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it, vi } from 'vitest';
import {
  DEFAULT_SAMPLE,
  generateSample,
  SAMPLE_COLUMNS,
  SAMPLE_NETWORKS,
  type SampleOptions,
  sampleAnswerKey,
  sampleFileName,
} from '../../shared/sample/index.ts';

// The largest sample is read whole; a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

type Row = Record<(typeof SAMPLE_COLUMNS)[number], string>;

// Read back with papaparse, so that nothing below relies on the generator's own view of its file.
function read(options: SampleOptions): Row[] {
  return Papa.parse<Row>([...generateSample(options)].join(''), { header: true, skipEmptyLines: true }).data;
}

function withoutPlantedRecords(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ node_id }) => {
    if (node_id === '' || seen.has(node_id)) return false;
    seen.add(node_id);
    return true;
  });
}

function gpusBy(rows: readonly Row[], column: keyof Row): Map<string, number> {
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(row[column], (totals.get(row[column]) ?? 0) + Number(row.gpu_count));
  return totals;
}

/** Herfindahl-Hirschman index, 0..10000: sum of squared percentage shares (US Merger Guidelines 2023, 2.1). */
function hhi(totals: Map<string, number>): number {
  const sum = [...totals.values()].reduce((a, b) => a + b, 0);
  return [...totals.values()].reduce((index, value) => index + ((100 * value) / sum) ** 2, 0);
}

const sizes = [60, 240, 1_000] as const;
const samples = SAMPLE_NETWORKS.flatMap((network) => sizes.map((providers) => ({ network, providers, seed: 7 })));

describe('a sample file', () => {
  it.each(samples)('has the same bytes for the same seed ($network, $providers)', (options) => {
    expect([...generateSample(options)].join('')).toBe([...generateSample(options)].join(''));
    expect([...generateSample(options)].join('')).not.toBe([...generateSample({ ...options, seed: 8 })].join(''));
  });

  it('marks every record and the file name as SAMPLE', () => {
    for (const options of samples) expect(new Set(read(options).map(({ sample }) => sample))).toEqual(new Set(['SAMPLE']));
    expect(sampleFileName(DEFAULT_SAMPLE)).toBe('SAMPLE-northgrid-seed7-240.csv');
  });

  it('has every column in every record', () => {
    const { errors, meta } = Papa.parse<Row>([...generateSample(DEFAULT_SAMPLE)].join(''), { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(meta.fields).toEqual([...SAMPLE_COLUMNS]);
  });

  it('names nobody real: reserved domains (RFC 2606) and private autonomous system numbers (RFC 6996)', () => {
    for (const { node_id, contact_domain, asn } of read(DEFAULT_SAMPLE)) {
      if (node_id === '') continue;
      expect(contact_domain).toMatch(/^[a-z0-9-]+\.example$/);
      expect(Number(asn.slice(2))).toBeGreaterThanOrEqual(4_200_000_000);
      expect(Number(asn.slice(2))).toBeLessThanOrEqual(4_294_967_294);
    }
  });

  it('is made while it is read', () => {
    const lines = generateSample({ network: 'northgrid', seed: 7, providers: 20_000 });
    expect(lines.next().value).toBe(`${SAMPLE_COLUMNS.join(',')}\n`);
    expect(lines.next().value).toContain('SAMPLE');
    expect(lines.return(undefined).done).toBe(true);
  });
});

describe('the size of a sample', () => {
  // Issue 2: sizes from 60 providers / 250 GPUs up to 20,000 providers / 440,000 GPUs in 94 countries.
  it.each(
    SAMPLE_NETWORKS.flatMap((network) => [
      { network, providers: 60, gpus: 250, countries: 18 },
      { network, providers: 20_000, gpus: 440_000, countries: 94 },
    ]),
  )('is exactly $providers providers, $gpus GPUs, $countries countries in $network', ({ network, providers, gpus, countries }) => {
    const options = { network, providers, seed: 7 };
    const { countrySpellings, unknownCountry } = sampleAnswerKey(options);
    const rows = withoutPlantedRecords(read(options));
    expect(new Set(rows.map(({ provider }) => provider)).size).toBe(providers);
    expect(rows.reduce((sum, { gpu_count }) => sum + Number(gpu_count), 0)).toBe(gpus);
    expect(new Set(rows.map(({ gpu_count }) => Number(gpu_count)))).toEqual(new Set([1, 2, 4, 8]));
    const unknown = new Set(unknownCountry);
    const stated = rows.filter(({ provider }) => !unknown.has(provider)).map(({ country }) => countrySpellings[country] ?? country);
    expect(new Set(stated).size).toBe(countries);
  });

  it.each([59, 20_001, 100.5, Number.NaN, -1])('is refused outside its range: %s', (providers) => {
    expect(() => [...generateSample({ network: 'tessera', seed: 1, providers })]).toThrowError(
      expect.objectContaining({ value: expect.objectContaining({ code: 'sample-size-out-of-range' }) }),
    );
  });
});

describe('the lesson of the sample', () => {
  it('Northgrid looks better than Tessera by account and is worse by operator and by payout address, for any seed and size', () => {
    const seeds = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 60, max: 1_500 }), (seed, providers) => {
        const northgrid = withoutPlantedRecords(read({ network: 'northgrid', seed, providers }));
        const tessera = withoutPlantedRecords(read({ network: 'tessera', seed, providers }));
        expect(hhi(gpusBy(northgrid, 'provider'))).toBeLessThan(hhi(gpusBy(tessera, 'provider')));
        for (const column of ['operator', 'payout_address'] as const) {
          expect(hhi(gpusBy(northgrid, column))).toBeGreaterThan((providers < 240 ? 1.2 : 3) * hhi(gpusBy(tessera, column)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('Northgrid hides part of its largest operator behind other names', () => {
    const rows = withoutPlantedRecords(read(DEFAULT_SAMPLE));
    const { operators } = sampleAnswerKey(DEFAULT_SAMPLE);
    const truth = operators[0];
    const stated = gpusBy(rows, 'operator').get(truth?.operator ?? '') ?? 0;
    const paid = Math.max(...gpusBy(rows, 'payout_address').values());
    expect(paid).toBe(truth?.gpus);
    expect(stated).toBeLessThan(paid * 0.7);
  });

  it.each([7, 8, 9])('four operators carry most of the 8 x 80 GB machines of Northgrid and few of those of Tessera (seed %i)', (seed) => {
    const heldByFour = (network: SampleOptions['network']) => {
      const machines = withoutPlantedRecords(read({ network, seed, providers: 240 })).filter(
        ({ gpu_count, vram_gib }) => Number(gpu_count) === 8 && Number(vram_gib) >= 80,
      );
      const held = [...gpusBy(machines, 'payout_address').values()].sort((a, b) => b - a);
      return held.slice(0, 4).reduce((a, b) => a + b, 0) / (machines.length * 8);
    };
    expect(heldByFour('northgrid')).toBeGreaterThan(0.8);
    expect(heldByFour('tessera')).toBeLessThan(0.25);
  });

  it('the sample of the product has a real supply of 8 x 80 GB machines, spread over many accounts', () => {
    const machines = read(DEFAULT_SAMPLE).filter(({ gpu_count, vram_gib }) => Number(gpu_count) === 8 && Number(vram_gib) >= 80);
    expect(machines.length).toBeGreaterThan(60);
    expect(new Set(machines.map(({ provider }) => provider)).size).toBeGreaterThan(40);
  });
});

describe.each(samples)('planted problems of $network with $providers providers', (options) => {
  const rows = read(options);
  const key = sampleAnswerKey(options);
  const of = (provider: string) => rows.filter((row) => row.provider === provider);
  const each = (providers: readonly string[], check: (row: Row) => void) => {
    expect(providers.length).toBeGreaterThan(0);
    for (const provider of providers) {
      expect(of(provider).length).toBeGreaterThan(0);
      for (const row of of(provider)) check(row);
    }
  };

  it('split identities: one payout address behind several accounts', () => {
    for (const { accounts, payoutAddress } of key.splitIdentities) {
      expect(accounts.length).toBeGreaterThan(1);
      const holders = new Set(rows.filter((row) => row.payout_address === payoutAddress).map(({ provider }) => provider));
      expect(holders).toEqual(new Set(accounts));
    }
  });

  it('a look-alike name that belongs to another firm', () => {
    const { account, operator, resembles } = key.lookAlike;
    const addresses = new Set(rows.filter((row) => row.operator === resembles).map((row) => row.payout_address));
    expect(operator.slice(0, 10)).toBe(resembles.slice(0, 10));
    each([account], (row) => {
      expect(row.operator).toBe(operator);
      expect(addresses.has(row.payout_address)).toBe(false);
    });
  });

  it('GPU names that say nothing, and names that leave the part open', () => {
    each(key.unmappedGpuNames, (row) => expect(['G1', 'GPU-series-1', 'Anonymized']).toContain(row.gpu_model));
    each(key.partialGpuNames, (row) => expect(['H100', 'A100']).toContain(row.gpu_model));
  });

  it('texts that a person decides on, each on one account', () => {
    expect(key.questions.map(({ kind, text, standsFor }) => [kind, text, standsFor])).toEqual([
      ['gpu', 'GTX 4090', 'nvidia/rtx4090-pcie-24'],
      ['country', 'Germny', 'DE'],
      ['country', 'Korea', 'KR'],
    ]);
    for (const { kind, text, account } of key.questions) {
      const column = kind === 'gpu' ? 'gpu_model' : 'country';
      const holders = rows.filter((row) => row[column] === text).map(({ provider }) => provider);
      expect(new Set(holders)).toEqual(new Set([account]));
    }
  });

  it('stated and detected country in conflict, and nowhere else', () => {
    const unknown = new Set(key.unknownCountry);
    each(key.countryConflicts, (row) => expect(row.country_detected === '' || row.country_detected !== row.country).toBe(true));
    const conflicting = rows.filter(
      ({ country, country_detected, provider }) =>
        country_detected !== '' && !unknown.has(provider) && (key.countrySpellings[country] ?? country) !== country_detected,
    );
    expect(new Set(conflicting.map(({ provider }) => provider)).difference(new Set(key.countryConflicts))).toEqual(new Set());
  });

  it('one network behind five operators', () => {
    const tenants = rows.filter(({ asn }) => asn === key.sharedNetwork.asn);
    expect(new Set(tenants.map(({ payout_address }) => payout_address)).size).toBe(5);
    expect(new Set(key.sharedNetwork.operators).size).toBe(5);
  });

  it('a total row inside the data', () => {
    const row = rows[key.totalRow.line - 2];
    expect(row).toMatchObject({ provider: 'TOTAL', node_id: '', gpu_count: String(key.totalRow.gpus) });
    const before = rows.slice(0, key.totalRow.line - 2);
    const nodes = withoutPlantedRecords(before).slice(-12);
    expect(nodes.reduce((sum, { gpu_count }) => sum + Number(gpu_count), 0)).toBe(key.totalRow.gpus);
    expect(key.totalRow.line).toBeLessThan(rows.length);
  });

  it('duplicates, byte for byte', () => {
    expect(key.duplicates.length).toBeGreaterThanOrEqual(2);
    for (const { firstLine, line, nodeId } of key.duplicates) {
      expect(rows[line - 2]).toEqual(rows[firstLine - 2]);
      expect(rows[line - 2]?.node_id).toBe(nodeId);
    }
    expect(rows.filter(({ node_id }) => node_id !== '').length - key.duplicates.length).toBe(key.nodes);
  });

  it('uptime as percent among fractions, and one uptime on many accounts', () => {
    const percent = new Set(key.percentUptime);
    each(key.percentUptime, (row) => expect(Number(row.uptime)).toBeGreaterThan(1));
    for (const row of rows) if (row.node_id !== '' && !percent.has(row.provider)) expect(Number(row.uptime)).toBeLessThanOrEqual(1);
    expect(key.identicalUptime.accounts.length).toBeGreaterThanOrEqual(3);
    each(key.identicalUptime.accounts, (row) => expect(row.uptime).toBe(key.identicalUptime.uptime));
  });

  it('cells that mean unknown', () => {
    each(key.unknownOperator, (row) => expect(['Unknown', '', '-', 'n/a']).toContain(row.operator));
    each(key.unknownCountry, (row) => expect(['Unknown', '', '-', 'n/a']).toContain(row.country));
  });

  it('"NA" is Namibia, never missing', () => {
    expect(key.countries).toContain('NA');
    expect(rows.some(({ country }) => country === 'NA')).toBe(true);
  });

  it('sums that the key states', () => {
    expect(rows.length).toBe(key.records);
    expect(rows.reduce((sum, { gpu_count }) => sum + Number(gpu_count), 0)).toBe(key.gpusInFile);
    expect(withoutPlantedRecords(rows).reduce((sum, { gpu_count }) => sum + Number(gpu_count), 0)).toBe(key.gpus);
  });
});
