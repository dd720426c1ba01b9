import type { Field } from '../case/dataset.ts';
import { normaliseCount } from './count.ts';
import { cpuMilli } from './host.ts';
import { memoryGib } from './memory.ts';
import { normaliseMoney } from './money.ts';
import { normalisePercent } from './percent.ts';

/** What the cells of a numeric column look like in their file. */
export type NumberMarks = { decimalMark: '.' | ','; thousandsMark?: ',' | '.' | ' ' | "'" | '_' | null | undefined };

/**
 * A cell with a decimal point, whatever mark its file uses; thousands marks that the file declares are taken out.
 *
 * @returns `null` where a point stands in a number of a file that writes fractions with a comma and parts no thousands with points there: "1.000"
 */
export function withPoint(text: string, { decimalMark, thousandsMark = null }: NumberMarks): string | null {
  const grouped = thousandsMark === null ? null : new RegExp(`(?<![\\d.,])[1-9]\\d{0,2}(?:\\${thousandsMark}\\d{3})+(?!\\d)`, 'g');
  const plain = grouped === null ? text : text.replace(grouped, (number) => number.split(thousandsMark as string).join(''));
  if (decimalMark === '.') return plain;
  return /(?:^|[^.a-z])\.\d/i.test(plain) ? null : plain.replace(/(?<=\d),(?=\d)/g, '.');
}

/** Why `withPoint` gives nothing for a cell, and what helps. */
export function pointUndeclared(text: string): { reason: string; message: string; fix: string } {
  return {
    reason: 'mark-undeclared',
    message: `The point in "${text}" may part thousands or a fraction: the file writes fractions with a comma and declares no point between thousands.`,
    fix: `Declare the point as the mark between thousands (the thousands chip on the Mapping screen, --thousands-mark . on the command line) and import again, or write ${JSON.stringify(text)} without it or with a comma.`,
  };
}

type IsGpu = (name: string) => boolean;

const READABLE: Partial<Record<Field, (text: string, isGpu: IsGpu | undefined) => boolean>> = {
  gpu_count: (text, isGpu) => normaliseCount(text, { unknownTokens: [], ...(isGpu && { isGpu }) }).known,
  gpu_free: (text, isGpu) => normaliseCount(text, { unknownTokens: [], ...(isGpu && { isGpu }) }).known,
  node_count: (text) => normaliseCount(text, { unknownTokens: [] }).known,
  vram_gib: (text) => memoryGib(text, 'GiB') !== null,
  cpu_milli: (text) => cpuMilli(text, 'milli') !== null,
  memory_mib: (text) => memoryGib(text, 'MiB') !== null,
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
 * @param isGpu whether a name is that of a GPU; without it no list of counts is read
 */
export function isReadable(field: Field, text: string, marks: NumberMarks, isGpu?: IsGpu): boolean {
  const pointed = withPoint(text, marks);
  return pointed !== null && (READABLE[field]?.(pointed, isGpu) ?? false);
}
