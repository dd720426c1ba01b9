import type { SampleOptions } from './accounts.ts';
import { SAMPLE_COLUMNS, sampleRecords } from './records.ts';

export { SAMPLE_NETWORKS, type SampleNetwork, type SampleOptions } from './accounts.ts';
export { type SampleAnswerKey, sampleAnswerKey } from './answerKey.ts';
export { SAMPLE_AS_OF, SAMPLE_COLUMNS } from './records.ts';
export { sampleSize } from './sizes.ts';

/** The sample that the product opens with. */
export const DEFAULT_SAMPLE: SampleOptions = { network: 'northgrid', seed: 7, providers: 240 };

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A fictional provider list as CSV (UTF-8, comma, LF): header first, then one record a node, the same bytes for the same options.
 *
 * @param options network, whole-number seed and number of provider accounts, 60 (250 GPUs, 18 countries) to 20,000 (440,000 GPUs, 94 countries)
 * @returns lines, each ending in a line feed, made while they are read
 * @throws ChokepointError `sample-size-out-of-range`
 */
export function* generateSample(options: SampleOptions): Generator<string> {
  yield `${SAMPLE_COLUMNS.join(',')}\n`;
  for (const { cells } of sampleRecords(options)) yield `${cells.map(csvCell).join(',')}\n`;
}

/** File name under which a sample is kept; SAMPLE is part of it. */
export function sampleFileName({ network, seed, providers }: SampleOptions): string {
  return `SAMPLE-${network}-seed${seed}-${providers}.csv`;
}
