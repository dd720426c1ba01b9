import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import Papa from 'papaparse';
import { type Base, baseSchema, type Dataset } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import {
  type Combination,
  PLACEMENTS,
  type Placement,
  RANDOM_SEED,
  type Scenario,
  SERVICE_METRICS,
  type ServiceMetric,
  SHARE_WORDS,
  thresholdSchema,
  type WholeRemovalSpec,
  wholeRemovalSpec,
} from '../../shared/case/removal.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import type { Engine } from '../engine/index.ts';
import { findDataset } from './case.ts';
import { refuseAbsentMembers } from './combination-members.ts';
import { entitiesOption } from './entities.ts';
import { wholeNumber } from './options.ts';
import { findPortfolio } from './portfolio.ts';
import { mistake } from './usage.ts';

/** Choices of a removal test on the command line; what is absent is as the scenario has it, or the default. */
export type TestOptions = {
  dataset?: string;
  scenario?: string;
  by?: string;
  portfolio?: string;
  threshold?: string;
  where?: string;
  entities?: EntityPolicy;
  mode?: Placement;
  metric?: ServiceMetric;
  combine: string[];
  cost: string[];
  costs?: string;
  order?: string;
  base?: Base;
  trials?: number;
  seed?: number;
  without: string[];
};

const gathered = (text: string, before: string[]): string[] => [...before, text];

function threshold(text: string): string {
  const parsed = thresholdSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError(SHARE_WORDS);
  return parsed.data;
}

/** The options that say what is tested. */
export function withTestOptions(command: Command): Command {
  return command
    .option('--dataset <name>', 'name or id of the dataset (may be left out when there is one)')
    .option('--scenario <name>', 'a saved test to start from; other options change it, --dataset asks it of another dataset')
    .option('--by <unit>', 'what is removed: a column such as provider, operator, country, gpu_model, or bloc, continent, cloud')
    .option('--portfolio <file-or-name>', 'portfolio file (JSON or CSV) or built-in name (W1 to W6)')
    .addOption(new Option('--threshold <fraction>', 'share of the demand that must stay served (default: 9/10)').argParser(threshold))
    .option('--where <filter>', 'filter over the records')
    .addOption(entitiesOption().default(undefined, 'confirmed'))
    .addOption(
      new Option('--mode <placement>', 'each class asked alone, or all at the same time (default: independent)').choices(PLACEMENTS),
    )
    .addOption(new Option('--metric <metric>', 'what must stay above the threshold (default: value)').choices(SERVICE_METRICS))
    .addOption(
      new Option(
        '--combine <name=unit,unit>',
        'units that are lost together, a unit with a comma in its name in double quotes; repeat for more',
      )
        .argParser(gathered)
        .default([], 'none'),
    )
    .addOption(
      new Option('--cost <unit=number>', 'what a removal costs, 1 where it is not said; repeat for more')
        .argParser(gathered)
        .default([], 'none'),
    )
    .option('--costs <file>', 'costs as JSON, {"unit": number}')
    .option('--order <weight>', 'weight of largest-first: a numeric column, count, or a formula (default: GPUs)')
    .addOption(new Option('--base <rung>', 'supply base by which records are kept, where a column states it').choices(baseSchema.options))
    .addOption(new Option('--trials <count>', 'draws of random removal (default: up to 10,000)').argParser(wholeNumber))
    .addOption(new Option('--seed <number>', `seed of random removal (default: ${RANDOM_SEED})`).argParser(wholeNumber))
    .addOption(new Option('--without <unit>', 'a unit that is removed by hand; repeat for more').argParser(gathered).default([], 'none'));
}

function named(text: string, what: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at < 1 || at === text.length - 1)
    throw mistake(`${what} "${text}" is not of the form NAME=${what === '--cost' ? 'NUMBER' : 'UNIT,UNIT'}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function combinationsOf(texts: readonly string[]): Combination[] {
  const members = new Map<string, string[]>();
  for (const text of texts) {
    const at = text.indexOf('=');
    const [name, list] = at < 1 ? named(text, '--combine') : [text.slice(0, at), text.slice(at + 1)];
    const { data, errors } = Papa.parse<string[]>(list, { delimiter: ',' });
    if (errors.some(({ type }) => type === 'Quotes')) throw mistake(`--combine "${text}" has a quote that is not closed around one unit`);
    const units = data
      .flat()
      .map((unit) => unit.trim())
      .filter((unit) => unit !== '');
    if (units.length === 0) throw mistake(`--combine "${text}" names no unit`);
    members.set(name, [...(members.get(name) ?? []), ...units]);
  }
  return [...members].map(([name, units]) => ({ name, members: units }));
}

function cost(value: unknown, unit: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw mistake(`the cost of "${unit}" is not a whole number from 1`);
  return number;
}

function costsOf({ cost: texts, costs: path }: TestOptions): Record<string, number> {
  const found: Record<string, number> = {};
  if (path !== undefined) {
    let read: unknown;
    try {
      read = JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      read = null;
    }
    if (read === null || typeof read !== 'object' || Array.isArray(read))
      throw new ChokepointError(
        'costs-unreadable',
        existsSync(path) ? `"${basename(path)}" is not a JSON object of units and costs.` : `There is no file ${path}.`,
        'Write costs as {"unit": 3, "other unit": 5}.',
        { file: basename(path) },
      );
    for (const [unit, value] of Object.entries(read)) found[unit] = cost(value, unit);
  }
  for (const text of texts) {
    const [unit, value] = named(text, '--cost');
    found[unit] = cost(value, unit);
  }
  return found;
}

/** A saved scenario by name or id. */
async function findScenario(engine: Engine, wanted: string): Promise<Scenario> {
  const scenarios = await engine.client.removal.scenarios();
  const found = scenarios.find(({ id, name }) => id === wanted || name === wanted);
  if (found) return found;
  throw new ChokepointError(
    'scenario-missing',
    `The case has no scenario "${wanted}".`,
    scenarios.length === 0
      ? 'Save one first: chokepoint remove ... --save NAME.'
      : `Scenarios: ${scenarios.map(({ name }) => name).join(', ')}.`,
    { wanted },
  );
}

/** The test that the options ask for, units removed by hand, and notes on what a scenario had to leave behind on another dataset. */
export type AskedTest = { dataset: Dataset; spec: WholeRemovalSpec; removed: string[]; notes: string[] };

async function startOf(engine: Engine, options: TestOptions): Promise<AskedTest | null> {
  if (options.scenario === undefined) return null;
  const { spec, removed } = await findScenario(engine, options.scenario);
  const dataset = await findDataset(engine, options.dataset ?? spec.dataset);
  if (dataset.id === spec.dataset) return { dataset, spec: wholeRemovalSpec(spec), removed, notes: [] };
  const replayed = await engine.client.removal.replay({ spec, removed, dataset: dataset.id });
  const absent = replayed.absent.length === 0 ? [] : [`Not in "${dataset.name}": ${replayed.absent.join(', ')}.`];
  return { dataset, spec: replayed.spec, removed: replayed.removed, notes: [...replayed.notes, ...absent] };
}

/**
 * The test of a command line.
 *
 * @throws ChokepointError `usage` where neither a scenario nor unit and portfolio are named; `scenario-missing`, `dataset-missing` ...
 */
export async function testOf(engine: Engine, options: TestOptions): Promise<AskedTest> {
  const start = await startOf(engine, options);
  const { by = start?.spec.by } = options;
  const portfolio = options.portfolio === undefined ? start?.spec.portfolio : await findPortfolio(engine, options.portfolio);
  if (by === undefined) throw mistake('required option --by <unit> is missing');
  if (portfolio === undefined) throw mistake('required option --portfolio <file-or-name> is missing');
  const dataset = start?.dataset ?? (await findDataset(engine, options.dataset));
  const costs = costsOf(options);
  const combinations = combinationsOf(options.combine);
  const chosen = {
    threshold: options.threshold,
    where: options.where,
    entities: options.entities,
    mode: options.mode,
    metric: options.metric,
    order: options.order,
    base: options.base,
    trials: options.trials,
    seed: options.seed,
    ...(combinations.length > 0 ? { combinations } : {}),
    ...(Object.keys(costs).length > 0 ? { costs } : {}),
  };
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  const base = start?.spec ?? { where: '', threshold: '9/10', entities: 'confirmed' as const };
  const spec = wholeRemovalSpec({ ...base, ...given, dataset: dataset.id, by, portfolio } as WholeRemovalSpec);
  if (combinations.length > 0) await refuseAbsentMembers(engine, spec);
  return {
    dataset,
    spec,
    removed: options.without.length > 0 ? options.without : (start?.removed ?? []),
    notes: start?.notes ?? [],
  };
}
