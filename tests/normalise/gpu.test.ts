import { describe, expect, it } from 'vitest';
import { normaliseGpu, withMemory } from '../../shared/normalise/gpu.ts';
import { fitsGpuId, formatGpuId, type GpuId, isComplete, parseGpuId } from '../../shared/normalise/gpu-id.ts';
import { marketedSizes, memoryReadings, referenceGpus } from '../../shared/normalise/gpu-index.ts';
import { gpus, knownValue, reasonOf } from './support.ts';

const id = (text: string) => parseGpuId(text) as GpuId;
const idsOf = (text: string) => knownValue(normaliseGpu(text, gpus)).ids;

describe('GPU names', () => {
  // Left: spellings named in domain.md 1.5, 6.2 and 6.4, of nvidia-smi, and of marketplaces. Right: domain.md 1.5.
  it.each([
    ['NVIDIA H100 80GB HBM3', 'nvidia/h100-sxm-80'],
    ['NVIDIA H100 PCIe', 'nvidia/h100-pcie-80'],
    ['NVIDIA H100 NVL', 'nvidia/h100-nvl-94'],
    ['H100', 'nvidia/h100-?-?'],
    ['nvidia h100 80gb', 'nvidia/h100-?-80'],
    ['A100 40/80', 'nvidia/a100-?-?'],
    ['NVIDIA A100-SXM4-80GB', 'nvidia/a100-sxm-80'],
    ['a100_80g', 'nvidia/a100-?-80'],
    ['A10080GB', 'nvidia/a100-?-80'],
    ['h100sxm', 'nvidia/h100-sxm-80'],
    ['V100M16', 'nvidia/v100-?-16'],
    ['RTX 4090', 'nvidia/rtx4090-pcie-24'],
    ['NVIDIA GeForce RTX 4090', 'nvidia/rtx4090-pcie-24'],
    ['RTX4090 24GB', 'nvidia/rtx4090-pcie-24'],
    ['RTX 4090 (48 GB mod)', 'nvidia/rtx4090-pcie-48'],
    ['RTX 4090 D', 'nvidia/rtx4090d-pcie-24'],
    ['RTX 4070S Ti', 'nvidia/rtx4070tisuper-pcie-16'],
    ['RTX4070', 'nvidia/rtx4070-pcie-12'],
    ['RTX 3060', 'nvidia/rtx3060-pcie-?'],
    ['NVIDIA GeForce RTX 4090 Laptop GPU', 'nvidia/rtx4090-laptop-16'],
    ['GeForce RTX 3080 Max-Q', 'nvidia/rtx3080-laptop-?'],
    ['pro6000se', 'nvidia/rtxpro6000-server-96'],
    ['rtx3060m', 'nvidia/rtx3060-laptop-6'],
    ['A6000', 'nvidia/rtxa6000-pcie-48'],
    ['RTX 6000 Ada', 'nvidia/rtx6000ada-pcie-48'],
    ['RTX PRO 6000', 'nvidia/rtxpro6000-?-96'],
    ['RTX PRO 6000 Blackwell Max-Q Workstation Edition', 'nvidia/rtxpro6000-maxq-96'],
    ['Tesla V100-SXM2-16GB', 'nvidia/v100-sxm-16'],
    ['NVIDIA GH200 480GB', 'nvidia/gh200-superchip-96'],
    ['B200 192GB', 'nvidia/b200-sxm-180'],
    ['AMD Instinct MI300X', 'amd/mi300x-oam-192'],
    ['MI300X 192GB', 'amd/mi300x-oam-192'],
    ['AMD Radeon RX 7900 XTX', 'amd/rx7900xtx-pcie-24'],
    ['Apple M2 Ultra', 'apple/m2ultra-soc-?'],
    ['10de:2330', 'nvidia/h100-sxm-80'],
    ['0x1002:0x738C', 'amd/mi100-pcie-32'],
    ['NVIDIA', 'nvidia/?-?-?'],
  ])('reads "%s" as %s', (text, expected) => {
    expect(idsOf(text)).toEqual([expected]);
  });

  it.each([
    ['A100-SXM4-80GB MIG 1g.10gb', 'nvidia/a100-sxm-80/mig-1g10'],
    ['NVIDIA A100 MIG', 'nvidia/a100-?-?/mig-?'],
    ['NVIDIA A10-4Q', 'nvidia/a10-pcie-24/vgpu-4q'],
    ['1/6 A10', 'nvidia/a10-pcie-24/part-1of6'],
  ])('gives a slice a third part: "%s" is %s', (text, expected) => {
    const result = normaliseGpu(text, gpus);
    expect(knownValue(result).ids).toEqual([expected]);
    expect(result.known && result.notes).toContain('slice');
  });

  it.each([
    ['8x H100 SXM', 8, 'nvidia/h100-sxm-80'],
    ['2 x A100-SXM4-80GB', 2, 'nvidia/a100-sxm-80'],
    ['RTX 4090 x8', 8, 'nvidia/rtx4090-pcie-24'],
    ['MI300X', null, 'amd/mi300x-oam-192'],
  ])('keeps a count that stands in the name: "%s"', (text, count, expected) => {
    expect(knownValue(normaliseGpu(text, gpus))).toEqual({ ids: [expected], count });
  });

  it('reads a list as a set of which each GPU is one, repeats counted once', () => {
    const result = normaliseGpu('V100M16|V100M32|V100M32', gpus);
    expect(knownValue(result).ids).toEqual(['nvidia/v100-?-16', 'nvidia/v100-?-32']);
    expect(result.known && result.notes).toContain('list-repeats');
    expect(idsOf('A10|T4')).toEqual(['nvidia/a10-pcie-24', 'nvidia/t4-pcie-16']);
  });

  it('leaves a list unknown when one part is, and offers the others', () => {
    const result = normaliseGpu('G2|P100', gpus);
    expect(reasonOf(result)).toBe('list-part-unknown');
    expect(!result.known && result.candidates).toEqual(['nvidia/p100-?-?']);
  });

  it('gives a name of several products as a set, narrowed by what else the name states', () => {
    expect(idsOf('RTX 6000')).toEqual(['nvidia/quadrortx6000-pcie-24', 'nvidia/rtx6000ada-pcie-48', 'nvidia/rtxpro6000-?-96']);
    expect(idsOf('RTX 6000 48GB')).toEqual(['nvidia/rtx6000ada-pcie-48']);
  });

  it.each([
    ['', 'no-value'],
    ['-', 'no-value'],
    ['Anonymized', 'no-value'],
    ['?/?-?-?', 'no-model'],
    ['G2', 'model-unknown'],
    ['GPU-series-1', 'model-unknown'],
    ['Cerebras CS-2', 'model-unknown'],
    ['RTX A6000 Ada', 'words-unread'],
    ['Tianshu Zhixin Tiangai 100 (BI-V100)', 'words-unread'],
    ['AMD H100', 'vendor-disagrees'],
    ['H100 SXM PCIe', 'form-factors-disagree'],
    ['10de:0001', 'pci-id-unknown'],
    ['acme/h100-sxm-80', 'vendor-unknown'],
    ['8x H100, 8x A100', 'list-with-counts'],
  ])('does not guess: "%s" is unknown (%s)', (text, reason) => {
    expect(reasonOf(normaliseGpu(text, gpus))).toBe(reason);
  });

  it('offers similar names as candidates only', () => {
    const result = normaliseGpu('GeForce RTX 4090 Y', gpus);
    expect(reasonOf(result)).toBe('words-unread');
    expect(!result.known && result.candidates[0]).toBe('nvidia/rtx4090-pcie-24');
    const typo = normaliseGpu('RTZ4090', gpus);
    expect(reasonOf(typo)).toBe('model-unknown');
    expect(!typo.known && typo.candidates).toContain('nvidia/rtx4090-?-?');
  });

  it('keeps a stated part that no GPU of the table has, and says so', () => {
    const result = normaliseGpu('NVIDIA B200 NVL', gpus);
    expect(knownValue(result).ids).toEqual(['nvidia/b200-nvl-?']);
    expect(result.known && result.notes).toContain('not-in-reference');
  });

  it('names the rule that was applied', () => {
    const rule = (text: string) => {
      const result = normaliseGpu(text, gpus);
      return result.known ? result.rule : null;
    };
    expect(rule('nvidia/h100-?-80')).toBe('gpu/canonical');
    expect(rule('H100 PCIe')).toBe('gpu/alias');
    expect(rule('10de:2330')).toBe('gpu/pci-id');
    expect(rule('H100 80GB PCIe')).toBe('gpu/grammar');
    expect(rule('A10|T4')).toBe('gpu/list');
  });
});

describe('partial ids', () => {
  it('fits every id that has its known parts', () => {
    expect(fitsGpuId(id('nvidia/h100-?-?'), id('nvidia/h100-nvl-94'))).toBe(true);
    expect(fitsGpuId(id('nvidia/h100-?-80'), id('nvidia/h100-nvl-94'))).toBe(false);
    expect(fitsGpuId(id('?/?-?-?'), id('amd/mi300x-oam-192'))).toBe(true);
  });

  it('never lets a whole GPU fit a slice, nor a slice a whole GPU', () => {
    expect(fitsGpuId(id('nvidia/a100-?-?'), id('nvidia/a100-sxm-80/mig-1g10'))).toBe(false);
    expect(fitsGpuId(id('nvidia/a100-?-?/mig-?'), id('nvidia/a100-sxm-80'))).toBe(false);
    expect(fitsGpuId(id('nvidia/a100-?-?/mig-?'), id('nvidia/a100-sxm-80/mig-1g10'))).toBe(true);
  });

  it('finds the reference GPUs of a partial id, also of the whole GPU behind a slice', () => {
    expect(referenceGpus(id('nvidia/a100-pcie-?'), gpus).map((gpu) => gpu.id)).toEqual(['nvidia/a100-pcie-40', 'nvidia/a100-pcie-80']);
    expect(referenceGpus(id('nvidia/a100-sxm-80/mig-1g10'), gpus).map((gpu) => gpu.id)).toEqual(['nvidia/a100-sxm-80']);
    expect(referenceGpus(id('nvidia/nothing-?-?'), gpus)).toEqual([]);
  });

  it('knows the marketed sizes of a family and other readings of them', () => {
    expect(marketedSizes(id('nvidia/a100-pcie-?'), gpus)).toEqual([40, 80]);
    expect(memoryReadings(id('nvidia/b300-?-?'), gpus).get(262)).toBe(288);
  });

  it('fills the memory from another column, and then what follows from it', () => {
    expect(formatGpuId(withMemory(id('nvidia/a100-sxm-?'), 80, gpus).id)).toBe('nvidia/a100-sxm-80');
    expect(formatGpuId(withMemory(id('nvidia/h100-?-?'), 94, gpus).id)).toBe('nvidia/h100-nvl-94');
    expect(withMemory(id('nvidia/a100-sxm-80'), 40, gpus)).toEqual({ id: id('nvidia/a100-sxm-80'), notes: ['memory-disagrees'] });
    expect(withMemory(id('nvidia/rtx3060-pcie-?'), 24, gpus).notes).toEqual(['memory-disagrees']);
  });

  it('tells complete ids from partial ones, and other texts from ids', () => {
    expect(isComplete(id('nvidia/h100-sxm-80'))).toBe(true);
    expect(isComplete(id('nvidia/h100-sxm-?'))).toBe(false);
    expect(isComplete(id('nvidia/a100-sxm-80/mig-?'))).toBe(false);
    for (const text of ['nvidia/h100', 'nvidia/h100-sxm-080', 'NVIDIA/h100-sxm-80', '']) expect(parseGpuId(text)).toBeNull();
  });
});
