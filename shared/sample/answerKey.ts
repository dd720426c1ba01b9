import { type PlantedInAccounts, planAccounts, type SampleOptions } from './accounts.ts';
import { sampleRecords } from './records.ts';
import { sampleSize } from './sizes.ts';

/** What is true about a sample and where its problems sit. Lines count from 1, the header is line 1. */
export type SampleAnswerKey = PlantedInAccounts & {
  network: SampleOptions['network'];
  seed: number;
  providers: number;
  /** GPUs without duplicates and the total row */
  gpus: number;
  /** sum of `gpu_count` over every record of the file */
  gpusInFile: number;
  /** records in the file, planted ones included */
  records: number;
  nodes: number;
  /** ISO 3166-1 alpha-2 of every country with an account, sorted */
  countries: string[];
  /** who really holds what, largest first */
  operators: { operator: string; accounts: number; gpus: number }[];
  duplicates: { nodeId: string; firstLine: number; line: number }[];
  totalRow: { line: number; gpus: number };
};

function operatorsOf(accounts: readonly { operator: string; gpus: number }[]): SampleAnswerKey['operators'] {
  const byName = new Map<string, { operator: string; accounts: number; gpus: number }>();
  for (const { operator, gpus } of accounts) {
    const entry = byName.get(operator) ?? { operator, accounts: 0, gpus: 0 };
    entry.accounts += 1;
    entry.gpus += gpus;
    byName.set(operator, entry);
  }
  return [...byName.values()].sort((a, b) => b.gpus - a.gpus || (a.operator < b.operator ? -1 : 1));
}

/**
 * The answer key of a sample: what an analyst should find in it.
 *
 * @throws ChokepointError `sample-size-out-of-range`
 */
export function sampleAnswerKey(options: SampleOptions): SampleAnswerKey {
  const { accounts, planted } = planAccounts(options);
  const lineOf = new Map<string, number>();
  const key: SampleAnswerKey = {
    ...planted,
    network: options.network,
    seed: options.seed,
    providers: accounts.length,
    gpus: sampleSize(options.providers).gpus,
    gpusInFile: 0,
    records: 0,
    nodes: 0,
    countries: [...new Set(accounts.map(({ country }) => country.code))].sort(),
    operators: operatorsOf(accounts),
    duplicates: [],
    totalRow: { line: 0, gpus: 0 },
  };
  let line = 1;
  for (const { kind, nodeId, gpus } of sampleRecords(options)) {
    line += 1;
    key.records += 1;
    key.gpusInFile += gpus;
    if (kind === 'total') key.totalRow = { line, gpus };
    else if (kind === 'duplicate') key.duplicates.push({ nodeId, firstLine: lineOf.get(nodeId) ?? 0, line });
    else {
      key.nodes += 1;
      lineOf.set(nodeId, line);
    }
  }
  return key;
}
