import type { Field } from '../case/dataset.ts';
import { normaliseCount } from './count.ts';
import { memoryGib } from './memory.ts';
import { normaliseMoney } from './money.ts';
import { normalisePercent } from './percent.ts';

/** What the cells of a numeric column look like in their file. */
export type NumberMarks = { decimalMark: '.' | ','; thousandsMark?: ',' | '.' | ' ' | "'" | '_' | null | undefined };

/** A cell with a decimal point, whatever mark its file uses; thousands marks that the file declares are taken out. */
export function withPoint(text: string, { decimalMark, thousandsMark = null }: NumberMarks): string {
  const plain = thousandsMark === null ? text : text.replace(new RegExp(`(?<=\\d)\\${thousandsMark}(?=\\d{3}(?!\\d))`, 'g'), '');
  return decimalMark === '.' || plain.includes('.') ? plain : plain.replace(/(?<=\d),(?=\d)/g, '.');
}

const READABLE: Partial<Record<Field, (text: string) => boolean>> = {
  gpu_count: (text) => normaliseCount(text, { unknownTokens: [] }).known,
  gpu_free: (text) => normaliseCount(text, { unknownTokens: [] }).known,
  node_count: (text) => normaliseCount(text, { unknownTokens: [] }).known,
  vram_gib: (text) => memoryGib(text, 'GiB') !== null,
  uptime: (text) => {
    const share = normalisePercent(text, { scale: 'percent', decided: true, stated: true }, []);
    return share.known || share.reason === 'above-one';
  },
  price_usd_per_gpu_hour: (text) => {
    const price = normaliseMoney(text, undefined, []);
    return price.known || price.reason.startsWith('currency-');
  },
};

/**
 * Whether the normaliser of a numeric field makes something of a cell that is no plain number: "8x", ">=100", "$0.97 (IN)", "97.5 %", "24Gi".
 * A cell that it refuses ("8.5" GPUs, a negative one, words) makes its record a reject.
 *
 * @param text trimmed cell that is not one of the unknown tokens
 */
export function isReadable(field: Field, text: string, marks: NumberMarks): boolean {
  return READABLE[field]?.(withPoint(text, marks)) ?? false;
}
