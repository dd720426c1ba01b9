import type { Dataset } from '../../../../shared/case/dataset.ts';
import { notInCase } from '../../../../shared/case/missing.ts';
import { baseWords, formatAsOf, samplingWords } from '../../../../shared/format/index.ts';
import type { CaseFile } from '../case-file.ts';
import { requireDataset } from '../catalogue.ts';
import type { Command } from './command.ts';

const TOUCHED = ['cases', 'sources', 'datasets', 'values', 'joins', 'quality', 'entities', 'views', 'removal', 'report'];

/** Takes a dataset out of the case; its facts stay in the file. */
export const excludeDataset: Command<{ dataset: string }> = {
  touched: TOUCHED,
  apply(file, { dataset }) {
    const { name } = requireDataset(file, dataset);
    setIncluded(file, dataset, false);
    return {
      result: null,
      inverse: { command: 'dataset.include', input: { dataset } },
      label: `Take "${name}" out of the case`,
      recorded: { dataset },
    };
  },
};

/** Takes an excluded dataset into the case again. */
export const includeDataset: Command<{ dataset: string }> = {
  touched: TOUCHED,
  apply(file, { dataset }) {
    if (setIncluded(file, dataset, true) === 0) throw notInCase('dataset', dataset);
    const restored = requireDataset(file, dataset);
    return {
      result: restored,
      inverse: { command: 'dataset.exclude', input: { dataset } },
      label: `Take "${restored.name}" into the case again`,
      recorded: { dataset },
    };
  },
};

function setIncluded(file: CaseFile, dataset: string, included: boolean): number {
  return file.prepare('UPDATE dataset SET included = ? WHERE id = ?').run(included ? 1 : 0, dataset).changes;
}

/** Another name; kept for the ledgers that hold it, `describeDataset` does the same and more. */
export const renameDataset: Command<{ dataset: string; name: string }> = {
  touched: ['datasets', 'views', 'removal'],
  apply(file, { dataset, name }) {
    const before = requireDataset(file, dataset);
    file.prepare('UPDATE dataset SET name = ? WHERE id = ?').run(name, dataset);
    return {
      result: requireDataset(file, dataset),
      inverse: { command: 'dataset.rename', input: { dataset, name: before.name } },
      label: `Rename "${before.name}" to "${name}"`,
      recorded: { dataset, name },
    };
  },
};

/** What may be said anew of a dataset; an absent field stays as it is. */
export type DatasetDescription = { dataset: string } & Partial<Described>;

type Described = Pick<Dataset, 'name' | 'base' | 'asOf' | 'sampling' | 'sampledDays'>;

/** Name, supply base, date of the facts, and census or sample; records and recipe stay as they were imported. */
export const describeDataset: Command<DatasetDescription> = {
  touched: TOUCHED,
  apply(file, { dataset, ...wanted }) {
    const before = requireDataset(file, dataset);
    const { name = before.name, base = before.base, asOf = before.asOf, sampling = before.sampling ?? null } = wanted;
    const { sampledDays: covered = before.sampledDays ?? null } = wanted;
    const sampledDays = sampling === 'sample' ? covered : null;
    file
      .prepare('UPDATE dataset SET name = ?, base = ?, as_of = ?, sampling = ?, sampled_days = ? WHERE id = ?')
      .run(name, base, asOf, sampling, sampledDays, dataset);
    const sampled = sampling !== before.sampling || sampledDays !== before.sampledDays;
    return {
      result: requireDataset(file, dataset),
      inverse: { command: 'dataset.describe', input: { dataset, ...describedOf(before) } },
      label: descriptionLabel(before, { name, base, asOf, sampling, sampledDays }),
      recorded: { dataset, name, base, asOf, ...(sampled ? { sampling, sampledDays } : {}) },
    };
  },
};

const describedOf = ({ name, base, asOf, sampling, sampledDays }: Dataset): Described => ({ name, base, asOf, sampling, sampledDays });

function descriptionLabel(before: Dataset, after: Described): string {
  const sampled = after.sampling !== before.sampling || after.sampledDays !== before.sampledDays;
  const changes = [
    ...(after.name === before.name ? [] : [`name "${after.name}"`]),
    ...(after.base === before.base ? [] : [after.base === null ? baseWords(null) : `supply base ${baseWords(after.base)}`]),
    ...(after.asOf === before.asOf ? [] : [after.asOf === null ? formatAsOf(null) : `facts as of ${after.asOf}`]),
    ...(sampled ? [samplingWords(after)] : []),
  ];
  return `Describe "${before.name}": ${changes.length === 0 ? 'nothing changed' : changes.join(', ')}`;
}
