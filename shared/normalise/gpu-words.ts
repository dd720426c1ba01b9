import type { GpuIndex } from './gpu-index.ts';

/** What the words of one GPU name say; `unread` are words that no rule covers. */
export type GpuWords = {
  vendor: string | null;
  /** families of which the name may mean any; empty = none named */
  families: readonly string[];
  /** words of form, in the order of the name */
  forms: readonly string[];
  /** sizes in GB; several = alternatives or a contradiction */
  sizes: readonly number[];
  slice: string | null;
  unread: readonly string[];
};

const SIZE = /^([1-9]\d{0,3})(?:gb|g|gib|gi)$/;
const BARE_SIZE = /^[1-9]\d{0,2}$/;
const SIZE_UNIT = new Set(['gb', 'gib', 'gi', 'g']);
const MIG = /\b([1-7])g\.?(\d{1,3})gb(?:\+me)?\b/;
const VGPU = /\b(?:([a-z]{1,4}\d{1,5}[a-z]{0,2})-)(\d{1,3})([qcab])\b/;
const PART = /\b1\/([2-9]|\d{2})\b(?!\s*gb)/;
const GLUED_REST = /^(sxm\d?|pcie|nvl|laptop|se|we|mq|m|m[1-9]\d{0,2}|[1-9]\d{0,2}(gb|g|gib))$/;
const MEMORY_KIND = /^(hbm\d?e?|gddr\d\w?|ddr\d|lpddr\d\w?)$/;

/** Reads the words of one name (no list, no count) by the tables of the index; nothing is completed here. */
export function readGpuWords(name: string, index: GpuIndex): GpuWords {
  const { text, slice: cut } = cutSlice(
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/max[\s-]?q(\s+workstation)?/g, 'maxq'),
  );
  const words = text.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const tokens = words.flatMap((word) => unglue(word, index));
  const found = findFamily(tokens, index);
  const rest = found ? [...tokens.slice(0, found.start), ...tokens.slice(found.end)] : tokens;
  const forms: string[] = [];
  const sizes: number[] = [];
  const unread: string[] = [];
  let vendor: string | null = null;
  let slice = cut;
  for (let place = 0; place < rest.length; place += 1) {
    const word = rest[place] as string;
    const size = SIZE.exec(word);
    const bare = BARE_SIZE.test(word) && isSizeOf(Number(word), found?.families ?? [], index);
    if (size) sizes.push(Number(size[1]));
    else if (BARE_SIZE.test(word) && SIZE_UNIT.has(rest[place + 1] ?? '')) {
      sizes.push(Number(word));
      place += 1;
    } else if (bare) sizes.push(Number(word));
    else if (index.vendorWords.has(word)) vendor ??= index.vendorWords.get(word) as string;
    else if (index.table.formFactors[word]) forms.push(word);
    else if (word === 'mig' || word === 'vgpu') slice ??= `${word}-?`;
    else if (!index.ignored.has(word) && !MEMORY_KIND.test(word)) unread.push(word);
  }
  return { vendor, families: found?.families ?? [], forms, sizes: [...new Set(sizes)], slice, unread };
}

function cutSlice(text: string): { text: string; slice: string | null } {
  const mig = MIG.exec(text);
  if (mig) return { text: text.replace(mig[0], ' '), slice: `mig-${mig[1]}g${Number(mig[2])}` };
  const vgpu = VGPU.exec(text);
  if (vgpu) return { text: text.replace(vgpu[0], ` ${vgpu[1]} `), slice: `vgpu-${vgpu[2]}${vgpu[3]}` };
  const part = PART.exec(text);
  return part ? { text: text.replace(part[0], ' '), slice: `part-1of${part[1]}` } : { text, slice: null };
}

/** "h100sxm", "a10080gb", "v100m16" and "rtx3060m" as two words, where the first is a family and the second a size or a form. */
function unglue(word: string, index: GpuIndex): string[] {
  if (index.families.has(word)) return [word];
  for (let cut = Math.min(word.length - 1, index.longestFamily); cut >= 2; cut -= 1) {
    const rest = word.slice(cut);
    if (!/\d/.test(word.slice(0, cut)) || !index.families.has(word.slice(0, cut)) || !GLUED_REST.test(rest)) continue;
    if (rest === 'm') return [word.slice(0, cut), 'mobile'];
    return [word.slice(0, cut), rest.startsWith('m') ? `${rest.slice(1)}gb` : rest];
  }
  return [word];
}

function findFamily(tokens: readonly string[], index: GpuIndex): { start: number; end: number; families: readonly string[] } | null {
  let best: { start: number; end: number; families: readonly string[]; length: number } | null = null;
  for (let start = 0; start < tokens.length; start += 1) {
    let run = '';
    for (let end = start; end < tokens.length && run.length < index.longestFamily; end += 1) {
      run += tokens[end];
      const families = index.families.get(run);
      if (families && run.length > (best?.length ?? 0)) best = { start, end: end + 1, families, length: run.length };
    }
  }
  return best;
}

function isSizeOf(size: number, families: readonly string[], index: GpuIndex): boolean {
  return families.some((family) => index.gpusOf.get(family)?.some((gpu) => gpu.memoryGb === size));
}
