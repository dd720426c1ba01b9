import { type Command, InvalidArgumentError, Option } from 'commander';
import type { KeptBracket } from '../../shared/case/brackets.ts';
import type { Contingencies, Economy, Failures, Flips, Pairs, Verification } from '../../shared/case/contingencies.ts';
import type { ErrorValue } from '../../shared/case/error.ts';
import type { RemovalResult } from '../../shared/case/removal.ts';
import type { AcrossDatasets, Left, ScenarioMatrix } from '../../shared/case/scenarios.ts';
import { errorValueOfCall } from '../engine/errors.ts';
import type { Engine } from '../engine/index.ts';
import { findDataset, finish } from './case.ts';
import type { Output } from './output.ts';
import type { AskedTest } from './remove-options.ts';

/** Parts of the answer beside the breaking point that are computed where they are asked for. */
export type PartOptions = {
  contingencies?: boolean;
  pairs?: number | true;
  flips?: boolean;
  economy?: boolean;
  failures?: 'uptime' | number[];
  verify?: boolean;
  keep?: boolean;
  check?: boolean;
  matrix?: boolean;
  across?: string;
};

/** What was computed; absent = was not asked for. */
export type Parts = {
  left?: Left;
  contingencies?: Contingencies;
  pairs?: Pairs;
  flips?: Flips;
  economy?: Economy;
  failures?: Failures;
  verification?: Verification;
  /** the closed bracket that was kept in the case */
  kept?: KeptBracket;
  check?: { valid: boolean; findings: string[] }[];
  matrix?: ScenarioMatrix;
  across?: AcrossDatasets;
  /** parts that were asked for and cannot be computed for this test, with the reason */
  missing?: MissingPart[];
};

export type MissingPart = { option: string } & Pick<ErrorValue, 'code' | 'message' | 'advice'>;

/** Refusals that concern one part; the rest of the answer stands. */
const CONCERN_ONE_PART: readonly string[] = ['removal-part-missing', 'uptime-missing'];

function probabilities(text: string): 'uptime' | number[] {
  if (text === 'uptime') return text;
  const list = text.split(',').map((part) => {
    const percent = part.trim().endsWith('%');
    const number = Number(part.trim().replace(/%$/, ''));
    return percent ? number / 100 : number;
  });
  if (list.some((p) => !(p >= 0 && p <= 1)) || text.trim() === '')
    throw new InvalidArgumentError('uptime, or probabilities from 0 to 1 such as 0.01,0.05 are expected');
  return list;
}

function listed(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 2000) throw new InvalidArgumentError('a whole number from 1 to 2000 is expected');
  return count;
}

/** The options that ask for more than the breaking point. */
export function withPartOptions(command: Command): Command {
  return command
    .option('--contingencies', 'also: loss of every unit, worst second loss, every shared factor in turn')
    .addOption(new Option('--pairs [count]', 'also: loss of every pair, the worst listed (default: 200)').argParser(listed))
    .option('--flips', 'also: the smallest changes that turn the conclusion')
    .option('--economy', 'also: headroom and price, with --without before and after')
    .addOption(
      new Option('--failures <probabilities>', 'also: units fail by themselves with these probabilities, or with 1 - uptime').argParser(
        probabilities,
      ),
    )
    .option('--verify', 'also: the breaking point once more by a solver that shares nothing with the search')
    .option('--keep', 'with --verify: keep a bracket that the solver closed in the case, for later runs and the report')
    .option('--check', 'also: the certificates checked anew in integers; exit code 2 when one does not hold')
    .option('--matrix', 'also: served of each class with nothing removed, with --without, and in the saved scenarios of the dataset')
    .option('--across <datasets>', 'also: the same test on other datasets, by name or id with commas between; all = every dataset');
}

/** What a part answers, or why there is none; whatever else goes wrong is thrown. */
async function attempted<Part>(work: () => Promise<Part>): Promise<{ part: Part } | { refused: ErrorValue }> {
  try {
    return { part: await work() };
  } catch (error) {
    const refused = errorValueOfCall(error);
    if (refused === null || !CONCERN_ONE_PART.includes(refused.code)) throw error;
    return { refused };
  }
}

/** Computes the parts that were asked for, one after the other; a part that cannot be computed leaves the others standing. */
export async function partsOf(
  engine: Engine,
  asked: AskedTest,
  result: RemovalResult,
  options: PartOptions,
  output: Output,
): Promise<Parts> {
  const { removal } = engine.client;
  const { spec, removed } = asked;
  const parts: Parts = {};
  if (removed.length > 0) parts.left = await removal.served({ ...spec, removed });
  const add = async <Name extends keyof Parts>(name: Name, option: string, work: () => Promise<Parts[Name]>): Promise<void> => {
    const answer = await attempted(work);
    if ('part' in answer) parts[name] = answer.part;
    else {
      const { code, message, advice } = answer.refused;
      parts.missing = [...(parts.missing ?? []), { option, code, message, advice }];
    }
  };
  const { contingencies, pairs, flips, economy, failures: probability, verify, check } = options;
  if (contingencies) await add('contingencies', '--contingencies', async () => finish(await removal.contingencies(spec), output));
  if (pairs)
    await add('pairs', '--pairs', async () => finish(await removal.pairs({ ...spec, ...(pairs === true ? {} : { most: pairs }) }), output));
  if (flips) await add('flips', '--flips', async () => finish(await removal.flips(spec), output));
  if (economy) await add('economy', '--economy', async () => finish(await removal.economy({ ...spec, removed }), output));
  if (probability)
    await add('failures', '--failures', async () => finish(await removal.failures({ ...spec, probabilities: probability }), output));
  if (verify) await add('verification', '--verify', async () => finish(await removal.verify(spec), output));
  const { closed, solver } = parts.verification ?? {};
  if (options.keep && closed && solver) parts.kept = await removal.keepBracket({ ...spec, solver, closed });
  if (check) {
    const certificates = [result.certificate, ...(result.certificateHigh ? [result.certificateHigh] : [])];
    await add('check', '--check', async () => finish(await removal.check({ ...spec, certificates }), output));
  }
  if (options.matrix) {
    const saved = (await removal.scenarios()).filter((scenario) => scenario.spec.dataset === spec.dataset);
    const trials = [
      { name: 'nothing removed', spec, removed: [] as string[] },
      ...(removed.length > 0 ? [{ name: `without ${removed.length === 1 ? removed[0] : `${removed.length} units`}`, spec, removed }] : []),
      ...saved.map((scenario) => ({ name: scenario.name, spec: scenario.spec, removed: scenario.removed })),
    ];
    parts.matrix = await finish(await removal.matrix({ scenarios: trials }), output);
  }
  if (options.across !== undefined) {
    const wanted =
      options.across === 'all'
        ? (await engine.client.datasets.list()).map(({ id }) => id)
        : await Promise.all(options.across.split(',').map(async (name) => (await findDataset(engine, name.trim())).id));
    parts.across = await finish(await removal.across({ spec, removed, datasets: wanted }), output);
  }
  return parts;
}
