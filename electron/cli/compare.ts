import { Command, Option } from 'commander';
import type { Compared, ComparedChange, ComparedSide, CompareResult, MatchedEntity } from '../../shared/case/compare.ts';
import { type Base, baseSchema, type Dataset } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { UNKNOWN_POLICIES, type UnknownPolicy, type WholeViewSpec, wholeSpec } from '../../shared/case/view.ts';
import { sentenceCase } from '../../shared/charts/labels.ts';
import { type ComparedClaim, compareClaims } from '../../shared/compare/claims.ts';
import { commonDimensions, commonWeights } from '../../shared/compare/common-columns.ts';
import { notComparableMark } from '../../shared/compare/comparability.ts';
import { seriesHeadline, seriesSteps } from '../../shared/compare/headline.ts';
import { areOneSeries } from '../../shared/compare/series.ts';
import { ENTITY_POLICIES, type EntityPolicy } from '../../shared/entities/groups.ts';
import { everyRow } from '../engine/every-row.ts';
import type { Engine } from '../engine/index.ts';
import { findDataset, withCase } from './case.ts';
import { claimsText, pairCsv, pairText, seriesCsv, seriesText } from './compare-text.ts';
import { entitiesOption } from './entities.ts';
import { type Output, print } from './output.ts';
import { mistake } from './usage.ts';

type Options = {
  case: string;
  a?: string;
  b?: string;
  with?: string[];
  series?: string;
  by: string;
  weight: string;
  where: string;
  entities: EntityPolicy;
  unknown: UnknownPolicy;
  base: Base | '';
  aEntities?: EntityPolicy;
  bEntities?: EntityPolicy;
  bBy?: string;
  bWeight?: string;
  bWhere?: string;
  claims?: boolean;
  anyway?: boolean;
  csv?: boolean;
};

/** All entities of a change, window by window, largest change of share first. */
async function allEntities(engine: Engine, handle: string): Promise<MatchedEntity[]> {
  return (await everyRow((window) => engine.client.compare.rows({ handle, window }))).rows;
}

/** Refuses what is not comparable, and sides that cannot be computed at all. */
function refuse({ checks, sides }: CompareResult, anyway: boolean, columnsAdvice: string): void {
  const mark = notComparableMark(checks);
  const broken = sides.find(({ problem }) => problem !== null);
  if (mark !== null && !anyway) {
    const differing = checks.filter(({ verdict }) => verdict === 'differs');
    const words = differing.map(({ label, values, words: why }) => `${label}: ${values.join(' | ')}. ${why}`);
    throw new ChokepointError(
      'not-comparable',
      `The sides are not comparable. ${words.join(' ')}`,
      broken
        ? columnsAdvice
        : 'Align what differs (--base keeps the records of one rung, where a column states it), or show it with its mark: --anyway.',
      { checks: differing.map(({ id, values, words: why }) => ({ id, values, words: why })) },
    );
  }
  if (broken?.problem)
    throw new ChokepointError(broken.problem.code, broken.problem.message, broken.problem.advice, { side: broken.letter });
}

/** What to do where a side lacks a column: what a row of snapshots can do, in which all have the same names, differs from what a pair can. */
function columnsAdvice(datasets: readonly Dataset[], { sides, checks }: CompareResult, isSeries: boolean): string {
  if (!isSeries) return 'Choose columns that every side has: --b-by and --b-weight name those of B.';
  const lacks = (id: Compared) => checks.some((check) => check.id === id && check.verdict === 'differs');
  const taken = sides.map(({ dataset }) => datasets.find(({ id }) => id === dataset.id) as Dataset);
  const left = sides.filter(({ problem }) => problem === null).map(({ dataset }) => dataset.id);
  const advise = (option: string, names: readonly string[]) => `write ${option} with a column that all have: ${names.join(', ')}.`;
  const weights = commonWeights(taken).filter((name) => name !== 'count');
  const choices = [
    ...(left.length >= 2 ? [`leave out what lacks the column: --series ${left.join(',')}.`] : []),
    ...(lacks('dimension') ? [advise('--by', commonDimensions(taken).slice(0, 8))] : []),
    ...(lacks('weight') ? [advise('--weight', [...weights.slice(0, 7), 'count'])] : []),
  ];
  return choices.map((choice, index) => (index === 0 ? sentenceCase(choice) : `Or ${choice}`)).join(' ');
}

const sideJson = ({ letter, spec, dataset, view, metrics, reasons, outer }: ComparedSide) => ({
  side: letter,
  dataset: dataset.name,
  id: dataset.id,
  asOf: dataset.asOf,
  base: view?.stamp.base ?? dataset.base,
  grain: dataset.grain,
  sample: dataset.sample,
  by: spec.by,
  weight: spec.weight,
  where: spec.where,
  entityPolicy: view?.stamp.entities ?? null,
  unknownPolicy: spec.unknown,
  rows: view?.rows ?? null,
  entities: view?.entities ?? null,
  total: view?.total ?? null,
  unknown: view?.unknown ?? null,
  metrics,
  reasons,
  outer,
});

/** A change under the keys of the command line; `entered`, `left` and `matched` are counts. */
function changeJson(change: ComparedChange, sides: readonly ComparedSide[]) {
  const { hhi, counts } = change;
  return {
    from: sides[change.from]?.dataset.name,
    to: sides[change.to]?.dataset.name,
    days: change.days,
    a: hhi?.a ?? null,
    b: hhi?.b ?? null,
    change: hhi?.change ?? null,
    parts: hhi?.parts ?? null,
    exact: hhi?.exact ?? null,
    reason: change.reason,
    bounds: { a: sides[change.from]?.metrics?.hhi, b: sides[change.to]?.metrics?.hhi, change: change.bounds },
    knownOnly: change.knownOnly,
    ...counts,
    reattributed: change.reattributed,
    headline: change.headline,
  };
}

/** The claims of all sides side by side, each with the filter, links and weight of its side. */
async function claimsOf(engine: Engine, { sides, comparable }: CompareResult): Promise<ComparedClaim[]> {
  const cards = await Promise.all(
    sides.map(({ spec: { dataset, where, entities, weight } }) => engine.client.claims.scorecard({ dataset, where, entities, weight })),
  );
  return compareClaims(
    cards,
    sides.map(({ letter }) => letter),
    comparable,
  );
}

type Claims = ComparedClaim[] | null;

async function pair(engine: Engine, output: Output, options: Options, result: CompareResult, claims: Claims): Promise<void> {
  const [change, ...more] = result.changes;
  if (!change) throw new Error('a comparison without a change');
  const entities = await allEntities(engine, change.handle);
  const { checks, comparable, mark, sides } = result;
  if (options.csv) return void output.out(pairCsv(result, entities));
  const document = {
    metric: 'hhi',
    ...changeJson(change, sides),
    comparable,
    marked: mark,
    checks,
    sides: sides.map(sideJson),
    entities,
    ...(claims && { claims }),
    ...(more.length > 0 ? { further: more.map((each) => changeJson(each, sides)) } : {}),
  };
  print(output, document, () => [pairText(result, entities), ...(claims ? [claimsText(result, claims)] : [])].join('\n\n'));
}

function series(output: Output, options: Options, result: CompareResult, claims: Claims): void {
  const { checks, comparable, mark, sides, changes } = result;
  if (options.csv) return void output.out(seriesCsv(result));
  const headline = seriesHeadline(
    sides.map(({ dataset, metrics }) => ({ name: dataset.name, hhi: metrics?.hhi ?? { low: null, stated: null, high: null } })),
    areOneSeries(sides.map(({ dataset }) => dataset.name)),
    seriesSteps(result),
  );
  const document = {
    metric: 'hhi',
    comparable,
    marked: mark,
    headline,
    checks,
    series: sides.map(sideJson),
    changes: changes.map((change) => changeJson(change, sides)),
    ...(claims && { claims }),
  };
  print(output, document, () => [seriesText(result, headline), ...(claims ? [claimsText(result, claims)] : [])].join('\n\n'));
}

/** Sides of a pair, A first; what is said of B alone overrules what is said of all. */
async function pairSides(engine: Engine, options: Options, common: (dataset: Dataset) => WholeViewSpec): Promise<WholeViewSpec[]> {
  const a = common(await findDataset(engine, options.a));
  const b = common(await findDataset(engine, options.b));
  const others = await Promise.all((options.with ?? []).map((name) => findDataset(engine, name)));
  const { aEntities, bEntities, bBy, bWeight, bWhere } = options;
  return [
    { ...a, ...(aEntities && { entities: aEntities }) },
    {
      ...b,
      ...(bEntities && { entities: bEntities }),
      ...(bBy !== undefined && { by: bBy }),
      ...(bWeight !== undefined && { weight: bWeight }),
      ...(bWhere !== undefined && { where: bWhere }),
    },
    ...others.map(common),
  ];
}

/** Datasets of a series in the order of their dates; those without one stand last, in the order given. */
async function seriesSides(engine: Engine, list: string, common: (dataset: Dataset) => WholeViewSpec): Promise<WholeViewSpec[]> {
  const datasets = await Promise.all(list.split(',').map((name) => findDataset(engine, name.trim())));
  const day = ({ asOf }: Dataset) => (asOf === null ? Number.POSITIVE_INFINITY : Date.parse(asOf));
  return datasets.sort((x, y) => (day(x) === day(y) ? 0 : day(x) - day(y))).map(common);
}

/** `compare --case CASE --a D1 --b D2 --by DIM --weight W`: two or more datasets side by side, and the change of HHI in its parts. */
export function compareCommand(output: Output): Command {
  return new Command('compare')
    .description('puts datasets side by side and splits the change of HHI into re-attribution, exit, entry, own growth and total effect')
    .requiredOption('--case <case>', 'case file')
    .option('--a <dataset>', 'name or id of the dataset compared from')
    .option('--b <dataset>', 'name or id of the dataset compared to')
    .option('--with <dataset...>', 'further datasets, each compared with A')
    .option('--series <datasets>', 'two or more datasets, with commas between them: a row of snapshots, each compared with the one before')
    .requiredOption('--by <dimension>', 'column to group by')
    .requiredOption('--weight <weight>', 'numeric column, count for the number of records, or a formula such as "gpu_count * price"')
    .option('--where <filter>', 'filter over the records of every side', '')
    .addOption(entitiesOption())
    .addOption(new Option('--unknown <policy>', 'what weight of unknown entity does').choices(UNKNOWN_POLICIES).default('bounds'))
    .addOption(
      new Option('--base <rung>', 'supply base by which records are kept on every side, where a column states it')
        .choices(baseSchema.options)
        .default(''),
    )
    .addOption(new Option('--a-entities <policy>', 'links that count on A alone').choices(ENTITY_POLICIES))
    .addOption(new Option('--b-entities <policy>', 'links that count on B alone').choices(ENTITY_POLICIES))
    .option('--b-by <dimension>', 'column to group B by, where it has another name there')
    .option('--b-weight <weight>', 'weight of B, where its column has another name')
    .option('--b-where <filter>', 'filter over the records of B')
    .option('--claims', 'also put the claims C1 to C8 of all sides beside each other')
    .option('--anyway', 'show what is not comparable, marked')
    .option('--csv', 'print the table as CSV')
    .option('--json', 'print one JSON document')
    .action((options: Options) => {
      const { by, weight, where, entities, unknown, base, anyway = false } = options;
      if (options.series === undefined && (options.a === undefined || options.b === undefined))
        throw mistake('it needs --a and --b, or --series');
      const common = ({ id }: Dataset) => wholeSpec({ dataset: id, by, weight, where, entities, unknown, base });
      return withCase(options.case, output, async (engine) => {
        const sides =
          options.series === undefined ? await pairSides(engine, options, common) : await seriesSides(engine, options.series, common);
        if (sides.length < 2) throw mistake('a series needs two datasets or more');
        const steps = options.series === undefined ? 'from-first' : 'consecutive';
        const result = await engine.client.compare.open({ sides, steps, anyway });
        refuse(result, anyway, columnsAdvice(await engine.client.datasets.list(), result, options.series !== undefined));
        const claims = options.claims ? await claimsOf(engine, result) : null;
        if (options.series === undefined) await pair(engine, output, options, result, claims);
        else series(output, options, result, claims);
      });
    });
}
