// How much of real files the normalisers read. The bounds were measured with the tables of this version; they may rise, never fall.
import { describe, expect, it } from 'vitest';
import { countryOfRegion, normaliseAsn } from '../../shared/normalise/cloud.ts';
import { normaliseCount } from '../../shared/normalise/count.ts';
import { normaliseCountry } from '../../shared/normalise/country.ts';
import { normaliseGpu } from '../../shared/normalise/gpu.ts';
import { type GpuId, isComplete, parseGpuId } from '../../shared/normalise/gpu-id.ts';
import { marketedSizes } from '../../shared/normalise/gpu-index.ts';
import { normaliseMemory } from '../../shared/normalise/memory.ts';
import { normaliseTime } from '../../shared/normalise/time.ts';
import { clouds, countries, csv, gpus, hasData, json, knownValue } from './support.ts';

type Tally = { texts: number; known: number; complete: number; unknown: string[] };

function gpuTally(texts: Iterable<string | undefined>): Tally {
  const distinct = [...new Set([...texts].filter((text) => text !== undefined && text !== ''))] as string[];
  const tally: Tally = { texts: distinct.length, known: 0, complete: 0, unknown: [] };
  for (const text of distinct) {
    const result = normaliseGpu(text, gpus);
    if (!result.known) tally.unknown.push(text);
    else {
      tally.known += 1;
      if (result.value.ids.every((id) => isComplete(parseGpuId(id) as GpuId))) tally.complete += 1;
    }
  }
  return tally;
}

function report(name: string, { texts, known, complete, unknown }: Tally): void {
  console.info(`${name}: ${known} of ${texts} known, ${complete} complete; unknown: ${unknown.join('; ') || 'none'}`);
}

describe.skipIf(!hasData)('spellings of real files', () => {
  const offers = hasData ? json<{ gpu_model: string; vram_gb: number }[]>('gpu-prices/offerings.json') : [];

  it('reads the GPU names of price lists', () => {
    const tally = gpuTally(offers.map(({ gpu_model }) => gpu_model));
    report('gpu-prices', tally);
    expect(tally.texts).toBe(120);
    expect(tally.known).toBeGreaterThanOrEqual(119);
    expect(tally.complete).toBeGreaterThanOrEqual(85);
    const offersKnown = offers.filter(({ gpu_model }) => normaliseGpu(gpu_model, gpus).known).length;
    console.info(`gpu-prices: ${offersKnown} of ${offers.length} offers`);
    expect(offersKnown).toBeGreaterThanOrEqual(308);
  });

  it('never contradicts the memory that a price list states beside the name, but in offers that contradict themselves', () => {
    const differs = offers.filter(({ gpu_model, vram_gb }) => {
      const result = normaliseGpu(gpu_model, gpus);
      const id = result.known && result.value.ids.length === 1 ? parseGpuId(result.value.ids[0] as string) : null;
      if (!id?.memoryGb) return false;
      const memory = normaliseMemory(`${vram_gb} GB`, marketedSizes(id, gpus));
      return !memory.known || memory.value.marketedGb !== id.memoryGb;
    });
    // GTX 1080 Ti with 8 GB; B300 with 262 GB (2.1 TB over eight) or 180 GB; L40 with 40 GB.
    const names = differs.map(({ gpu_model, vram_gb }) => `${gpu_model} ${vram_gb}`).sort();
    console.info(`gpu-prices: memory differs in ${names.length} offers: ${[...new Set(names)].join('; ')}`);
    expect(names.length).toBeLessThanOrEqual(8);
    expect(names.every((name) => /B300|GTX 1080 Ti 8|L40 40/.test(name))).toBe(true);
  });

  it('reads the chip types of fleets', () => {
    const rows = csv('gpu-fleets/gpu_clusters_2026-04.csv');
    const tally = gpuTally(rows.flatMap((row) => [row['Chip type (primary)'], row['Chip type (secondary)']]));
    report('gpu-fleets', tally);
    expect(tally.texts).toBe(46);
    expect(tally.known).toBeGreaterThanOrEqual(38);
    expect(tally.complete).toBeGreaterThanOrEqual(31);
    const typed = rows.filter((row) => row['Chip type (primary)']);
    const known = typed.filter((row) => normaliseGpu(row['Chip type (primary)'] ?? '', gpus).known);
    console.info(`gpu-fleets: ${known.length} of ${typed.length} rows with a primary chip type`);
    expect(known.length / typed.length).toBeGreaterThanOrEqual(0.95);
  });

  it('reads the models of a cluster trace, and leaves masked ones and lists with them unknown', () => {
    const nodes = gpuTally(csv('gpu-cluster-trace/openb_node_list_gpu_node.csv').map((row) => row.model));
    report('openb nodes', nodes);
    expect(nodes.known).toBe(5);
    expect(nodes.unknown.sort()).toEqual(['G2', 'G3']);
    const lists = gpuTally(csv('gpu-cluster-trace/openb_pod_list_gpuspec33.csv').map((row) => row.gpu_spec));
    report('openb lists', lists);
    expect(lists.unknown.every((text) => /\bG[23]\b/.test(text))).toBe(true);
    expect(lists.known).toBeGreaterThanOrEqual(11);
  });

  it('reads the country columns of all networks', () => {
    const columns = {
      'gpu-fleets': csv('gpu-fleets/gpu_clusters_2026-04.csv').map((row) => row.Country),
      'filecoin names': csv('nodes-filecoin/filecoin_nodes_2025-11-22.csv').map((row) => row.country),
      'filecoin codes': csv('nodes-filecoin/filecoin_nodes_2025-11-22.csv').map((row) => row.country_code),
      solana: ['2025-03-04', '2025-10-01', '2026-03-01', '2026-08-01'].flatMap((date) =>
        csv(`validators-solana/solana_validators_${date}.csv`).map((row) => row.Country),
      ),
      dfinity: csv('nodes-dfinity/current_nodes_2025-10-31.csv').map((row) => row.region),
    };
    for (const [name, cells] of Object.entries(columns)) {
      const distinct = [...new Set(cells.filter((cell) => cell !== undefined && cell !== ''))] as string[];
      const unknown = distinct.filter((cell) => !normaliseCountry(cell, countries).known);
      console.info(`${name}: ${distinct.length - unknown.length} of ${distinct.length} country texts`);
      expect(unknown).toEqual([]);
    }
  });

  it('gives the same country for the name and the code of a row', () => {
    for (const row of csv('nodes-filecoin/filecoin_nodes_2025-11-22.csv')) {
      if (!row.country) continue;
      expect(knownValue(normaliseCountry(row.country, countries)).code).toBe(row.country_code);
    }
  });

  it('turns the region of every node into the country between its commas, UK into GB', () => {
    const codes = new Set<string>();
    for (const row of csv('nodes-dfinity/current_nodes_2025-10-31.csv')) {
      const code = knownValue(normaliseCountry(row.region ?? '', countries)).code;
      codes.add(code);
      expect(code).toBe((row.region ?? '').split(',')[1]?.replace('UK', 'GB'));
    }
    // README.md of ../shared/data: 32 country codes
    expect(codes.size).toBe(32);
  });

  it('places cloud regions in the country that another table gives', () => {
    const rows = csv('reference/cloud-regions.csv').filter((row) => row.region);
    const read = rows.map((row) => ({
      region: `${row.provider} ${row.region}`,
      ours: countryOfRegion(row.region ?? '', clouds, row.provider),
      theirs: normaliseCountry(row.country === 'China' && row.city === 'Hong Kong' ? 'HK' : (row.country ?? ''), countries),
    }));
    const known = read.filter(({ ours }) => ours.known);
    console.info(`cloud-regions: ${known.length} of ${rows.length} regions`);
    expect(known.length).toBeGreaterThanOrEqual(80);
    const differs = known.filter(({ ours, theirs }) => ours.known && theirs.known && ours.value.code !== theirs.value.code);
    expect(differs.map(({ region }) => region)).toEqual([]);
  });

  it('knows the clouds of most validators by their AS number', () => {
    const rows = csv('validators-solana/solana_validators_2026-08-01.csv');
    const known = rows.filter((row) => {
      const asn = normaliseAsn(row.HostingCompanyId ?? '', clouds);
      return asn.known && asn.value.cloud !== null;
    });
    console.info(`solana: ${known.length} of ${rows.length} validators on a known cloud`);
    expect(known.length).toBeGreaterThanOrEqual(470);
  });

  it('reads every chip quantity of fleets as a count, noise of doubles settled', () => {
    const cells = csv('gpu-fleets/gpu_clusters_2026-04.csv').map((row) => row['Chip quantity (primary)'] ?? '');
    const stated = cells.filter((cell) => cell !== '');
    const refused = stated.filter((cell) => !normaliseCount(cell).known);
    console.info(
      `gpu-fleets: ${stated.length - refused.length} of ${stated.length} chip quantities; refused: ${refused.join('; ') || 'none'}`,
    );
    expect(refused.length).toBe(0);
  });

  it('reads the times of a trace of requests, with seven digits behind the second', () => {
    const cells = csv('llm-demand/AzureLLMInferenceTrace_code.csv').map((row) => row.TIMESTAMP ?? '');
    const times = cells.map((cell) => knownValue(normaliseTime(cell)).epochMilliseconds);
    // README.md of ../shared/data: first 2023-11-16 18:17:03.9799600, last 2023-11-16 19:14:19.9280160, in rising order
    expect(new Date(times[0] as number).toISOString()).toBe('2023-11-16T18:17:03.979Z');
    expect(new Date(times.at(-1) as number).toISOString()).toBe('2023-11-16T19:14:19.928Z');
    expect(times.every((time, place) => place === 0 || time >= (times[place - 1] as number))).toBe(true);
  });
});
