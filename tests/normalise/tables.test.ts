import { describe, expect, it } from 'vitest';
import { normaliseCountry } from '../../shared/normalise/country.ts';
import { fold } from '../../shared/normalise/fold.ts';
import { normaliseGpu } from '../../shared/normalise/gpu.ts';
import { formatGpuId, parseGpuId } from '../../shared/normalise/gpu-id.ts';
import { joined } from '../../shared/normalise/gpu-index.ts';
import { blocTable, cloudTable, countries, countryTable, csv, gpus, gpuTable, hasData, json, knownValue } from './support.ts';

const repeated = (texts: readonly string[]) => texts.filter((text, place) => texts.indexOf(text) !== place);

describe('table of GPUs', () => {
  it('has at least 120 GPUs, each with an id that its parts make, and a source', () => {
    expect(gpuTable.gpus.length).toBeGreaterThanOrEqual(120);
    for (const { id, vendor, family, formFactor, memoryGb, source } of gpuTable.gpus) {
      expect(formatGpuId({ vendor, family, formFactor, memoryGb, slice: null })).toBe(id);
      expect(parseGpuId(id)).not.toBeNull();
      expect(gpuTable.sources).toHaveProperty(source);
    }
    expect(gpuTable.sources).toHaveProperty(gpuTable.pciSource);
  });

  it('says nothing twice: ids, PCI ids, spellings', () => {
    expect(repeated(gpuTable.gpus.map(({ id }) => id))).toEqual([]);
    expect(repeated(gpuTable.gpus.flatMap(({ pci }) => pci))).toEqual([]);
    expect(repeated(gpuTable.gpus.flatMap(({ aliases }) => aliases.map(joined)))).toEqual([]);
    const families = [...new Set(gpuTable.gpus.map(({ family }) => family))];
    const spellings = [...families, ...Object.values(gpuTable.families).flat(), ...Object.keys(gpuTable.ambiguous)];
    expect(repeated(spellings)).toEqual([]);
  });

  it('names only families, form factors and vendors that it has, and every family has one vendor', () => {
    const families = new Set(gpuTable.gpus.map(({ family }) => family));
    const forms = new Set(gpuTable.gpus.map(({ formFactor }) => formFactor));
    for (const family of [...Object.keys(gpuTable.families), ...Object.values(gpuTable.ambiguous).flat()])
      expect(families).toContain(family);
    for (const form of Object.values(gpuTable.formFactors).flat()) expect(forms).toContain(form);
    for (const { family, vendor } of gpuTable.gpus) {
      expect(gpuTable.vendors).toHaveProperty(vendor);
      expect(gpus.vendorOf.get(family)).toBe(vendor);
    }
  });

  it('reads every alias as its GPU, and every name of a maker as a GPU of its family', () => {
    for (const { id, name, aliases, family } of gpuTable.gpus) {
      for (const alias of aliases) expect(knownValue(normaliseGpu(alias, gpus)).ids).toEqual([id]);
      const result = normaliseGpu(name.replace(/, one of \w+ GPUs,/, '').replace(' rebuilt with', ''), gpus);
      if (result.known) for (const read of result.value.ids) expect(parseGpuId(read)?.family).toBe(family);
      else expect(name).toMatch(/ or SXM3|Active/);
    }
  });

  describe.skipIf(!hasData)('against other sources', () => {
    it('states FP16 within 3 % of Epoch AI where both have a tensor figure with FP32 accumulation', () => {
      // Left out: Gaudi, where Intel's data sheets and Epoch AI differ; consumer cards, where Epoch AI takes FP16 accumulation.
      const compared = csv('gpu-fleets/ml_hardware_2025-12.csv').flatMap((row) => {
        const result = normaliseGpu(row['Hardware name'] ?? '', gpus);
        const teraflops = Number(row['Tensor-FP16/BF16 performance (FLOP/s)']) / 1e12;
        if (!result.known || result.value.ids.length !== 1 || !(teraflops > 0)) return [];
        const gpu = gpuTable.gpus.find(({ id }) => id === result.value.ids[0]);
        if (!gpu?.fp16TflopsDense || /gaudi|^rtx[2-5]0[5-9]0/.test(gpu.family)) return [];
        return [{ id: gpu.id, ratio: gpu.fp16TflopsDense / teraflops }];
      });
      console.info(`FP16 compared with Epoch AI: ${compared.length} GPUs`);
      expect(compared.length).toBeGreaterThanOrEqual(40);
      expect(compared.filter(({ ratio }) => Math.abs(ratio - 1) > 0.03)).toEqual([]);
    });

    it('agrees with the device table of Akash on memory, where both know a PCI id', () => {
      type Devices = Record<string, { name: string; devices: Record<string, { name: string; memory_size: string }> }>;
      const known = new Map(gpuTable.gpus.flatMap((gpu) => gpu.pci.map((pci) => [pci, gpu] as const)));
      const compared = Object.entries(json<Devices>('reference/akash-gpus.json')).flatMap(([vendor, { devices }]) =>
        Object.entries(devices).flatMap(([device, { name, memory_size }]) => {
          const gpu = known.get(`${vendor}:${device}`);
          return gpu ? [{ device, name, theirs: memory_size, ours: `${gpu.memoryGb}Gi` }] : [];
        }),
      );
      console.info(`PCI ids compared with Akash: ${compared.length} devices`);
      expect(compared.length).toBeGreaterThanOrEqual(84);
      expect(compared.filter(({ theirs, ours }) => theirs !== ours)).toEqual([]);
    });
  });
});

describe('table of countries', () => {
  it('has the 249 codes of ISO 3166-1, each once, with alpha-3 and a source', () => {
    expect(countryTable.countries).toHaveLength(249);
    expect(repeated(countryTable.countries.map(({ code }) => code))).toEqual([]);
    expect(repeated(countryTable.countries.map(({ alpha3 }) => alpha3))).toEqual([]);
    for (const { source } of countryTable.countries) expect(countryTable.sources).toHaveProperty(source);
  });

  it('gives no spelling to two countries, unless it is listed as ambiguous', () => {
    const all = countryTable.countries.flatMap(({ name, spellings }) => [...new Set([name, ...spellings].map(fold))]);
    const ambiguous = Object.keys(countryTable.ambiguous).map(fold);
    expect(repeated(all).filter((text) => !ambiguous.includes(text))).toEqual([]);
  });

  it('names only countries that it has', () => {
    const codes = new Set(countryTable.countries.map(({ code }) => code));
    const named = [
      ...Object.values(countryTable.codes),
      ...Object.values(countryTable.ambiguous).flat(),
      ...Object.keys(countryTable.regions),
      ...cloudTable.clouds.flatMap(({ regions }) => Object.values(regions)),
    ];
    for (const code of named) expect(codes).toContain(code);
    for (const alias of Object.keys(countryTable.codes)) expect(codes).not.toContain(alias);
  });

  it.skipIf(!hasData)('reads the codes and names of another table as the same countries', () => {
    const rows = csv('reference/country-codes.csv').filter((row) => row['ISO3166-1-Alpha-2']);
    const names = rows.flatMap((row) => {
      const code = row['ISO3166-1-Alpha-2'] as string;
      expect(knownValue(normaliseCountry(code, countries)).code).toBe(code);
      expect(knownValue(normaliseCountry(row['ISO3166-1-Alpha-3'] as string, countries)).code).toBe(code);
      return ['official_name_en', 'CLDR display name', 'UNTERM English Short'].map((column) => ({
        code,
        text: (row[column] ?? '').trim(),
      }));
    });
    const stated = names.filter(({ text }) => text !== '');
    const read = stated.map(({ code, text }) => ({ code, text, result: normaliseCountry(text, countries) }));
    const wrong = read.filter(({ code, result }) => result.known && result.value.code !== code);
    const unread = read.filter(({ result }) => !result.known).map(({ text }) => text);
    console.info(`Names of country-codes: ${stated.length - unread.length} of ${stated.length} read; unread: ${unread.join('; ')}`);
    expect(wrong).toEqual([]);
    expect(stated.length - unread.length).toBeGreaterThanOrEqual(687);
  });
});

describe('table of clouds', () => {
  it('gives no AS number to two clouds, and every row a source', () => {
    expect(repeated(cloudTable.clouds.flatMap(({ asns }) => asns.map(String)))).toEqual([]);
    expect(repeated(cloudTable.clouds.map(({ id }) => id))).toEqual([]);
    for (const { source } of cloudTable.clouds) expect(cloudTable.sources).toHaveProperty(source);
  });
});

describe('table of blocs', () => {
  it('cuts the countries: each belongs to one bloc at most, is in the table of countries, and its bloc has a source', () => {
    const members = blocTable.blocs.flatMap((bloc) => bloc.members);
    expect(repeated(members)).toEqual([]);
    for (const member of members) expect(countries.codes.get(member)).toBe(member);
    for (const { source } of blocTable.blocs) expect(blocTable.sources).toHaveProperty(source);
  });

  it('has the numbers of members that the blocs publish: 27, 4, 3, 5, 11, 6, 5', () => {
    const count = (id: string) => blocTable.blocs.find((bloc) => bloc.id === id)?.members.length;
    expect(['EU', 'EFTA', 'USMCA', 'MERCOSUR', 'ASEAN', 'GCC', 'EAEU'].map(count)).toEqual([27, 4, 3, 5, 11, 6, 5]);
  });
});
