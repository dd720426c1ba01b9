import { baseWords, formatThreshold, listOf } from '../format/index.ts';
import { compareFractions, parseThreshold } from '../resilience/fraction.ts';
import { domainOf, instanceValueOf, type Portfolio } from './portfolio.ts';
import { type Combination, type Deviation, type RemovalResult, type RemovalSpec, wholeRemovalSpec } from './removal.ts';
import type { DeclaredTest } from './scenarios.ts';

/** The part of a test that is declared before its result is seen. */
type Declared = Omit<DeclaredTest, 'dataset' | 'by'>;

const PLACEMENT_WORDS = { independent: 'each class alone', competing: 'all classes at once' } as const;
const METRIC_WORDS = { value: 'value of the portfolio', 'worst-class': 'worst class', 'all-or-nothing': 'classes served in full' } as const;

const nameOf = ({ title, id, classes }: Portfolio): string =>
  title ?? id ?? listOf(classes.map(({ name, quantity, quantity_share_of_capacity: share }) => `${quantity ?? share} x ${name}`));

const demandOf = ({ classes }: Portfolio): string =>
  listOf(
    classes.map(({ name, quantity, quantity_share_of_capacity: share }) => `${quantity ?? share} x ${name}`),
    6,
  );

/** The portfolios in words that tell them apart. */
function portfolioWords(declared: Portfolio, used: Portfolio): [string, string] {
  const names: [string, string] = [nameOf(declared), nameOf(used)];
  if (names[0] !== names[1]) return names;
  const demands: [string, string] = [demandOf(declared), demandOf(used)];
  if (demands[0] !== demands[1]) return demands;
  return [`${names[0]} as declared`, `${names[1]} with other classes`];
}

const isSameThreshold = (a: string, b: string): boolean => compareFractions(parseThreshold(a), parseThreshold(b)) === 0;

/** A portfolio with its defaults filled in, as text that is the same for portfolios that ask the same. */
const askedBy = ({ metric, classes }: Portfolio): string =>
  JSON.stringify(
    classes.map((workload) =>
      Object.entries({ ...workload, domain: domainOf(workload), value: instanceValueOf(workload, metric) })
        .filter(([, value]) => value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );

/** Which units are lost together, whatever the combinations are called and in which order they stand. */
const joinedUnits = (combinations: readonly Combination[]): string =>
  JSON.stringify(combinations.map(({ members }) => JSON.stringify([...new Set(members)].sort())).sort());

const combinationWords = (combinations: readonly Combination[]): string =>
  combinations.length === 0 ? 'none' : listOf(combinations.map(({ name, members }) => `${name} (${listOf(members)})`));

/** Supply and units, where both tests state them. */
function supplyDeviations(declared: Declared, used: Declared): Deviation[] {
  const stated = <Value>(field: string, [a, b]: [Value | undefined, Value | undefined], words: (value: Value) => string, form = words) =>
    a === undefined || b === undefined || form(a) === form(b) ? [] : [{ field, declared: words(a), used: words(b) }];
  return [
    ...stated('filter', [declared.where?.trim(), used.where?.trim()], (where) => (where === '' ? 'all records' : where)),
    ...stated('accounts as one operator', [declared.entities, used.entities], String),
    ...stated('supply base', [declared.base, used.base], (base) => (base === '' ? 'as the dataset has it' : baseWords(base))),
    ...stated('units lost together', [declared.combinations, used.combinations], combinationWords, joinedUnits),
  ];
}

/**
 * The test that a spec declares: all that can turn its verdict.
 *
 * @param afterResult its result was shown before
 */
export function declaredOf(spec: RemovalSpec, afterResult = false): DeclaredTest {
  const { dataset, by, portfolio, threshold, mode, metric, where, entities, base, combinations } = wholeRemovalSpec(spec);
  return { dataset, by, portfolio, threshold, mode, metric, where, entities, base, combinations, ...(afterResult && { afterResult }) };
}

/** What of a test is not as it was declared, in words; the same portfolio may be told with other defaults. */
export function deviationsOf(declared: Declared, used: Declared): Deviation[] {
  const deviations: Deviation[] = [];
  if (!isSameThreshold(declared.threshold, used.threshold))
    deviations.push({ field: 'threshold', declared: formatThreshold(declared.threshold), used: formatThreshold(used.threshold) });
  if (askedBy(declared.portfolio) !== askedBy(used.portfolio)) {
    const [before, after] = portfolioWords(declared.portfolio, used.portfolio);
    deviations.push({ field: 'portfolio', declared: before, used: after });
  }
  if (declared.mode !== used.mode)
    deviations.push({ field: 'placement', declared: PLACEMENT_WORDS[declared.mode], used: PLACEMENT_WORDS[used.mode] });
  if (declared.metric !== used.metric)
    deviations.push({ field: 'metric', declared: METRIC_WORDS[declared.metric], used: METRIC_WORDS[used.metric] });
  return [...deviations, ...supplyDeviations(declared, used)];
}

/** The declared test that speaks of a spec, and what the spec does otherwise; `null` = none was declared for its dataset and unit. */
export function deviationsFrom<Declaration extends { declared: DeclaredTest }>(
  declarations: readonly Declaration[],
  spec: RemovalSpec,
): { declaration: Declaration; deviations: Deviation[] } | null {
  const declaration = declarations.find(({ declared }) => declared.dataset === spec.dataset && declared.by === spec.by);
  return declaration ? { declaration, deviations: deviationsOf(declaration.declared, wholeRemovalSpec(spec)) } : null;
}

/** What a result says of the test that was declared for it; nothing where none was. */
export function declarationFacts(
  declarations: readonly { declared: DeclaredTest }[],
  spec: RemovalSpec,
): Pick<RemovalResult, 'deviations' | 'declaredAfterResult'> {
  const found = deviationsFrom(declarations, spec);
  if (found === null) return {};
  const { declaration, deviations } = found;
  return { deviations, ...(declaration.declared.afterResult && { declaredAfterResult: true }) };
}

/** Deviations as the history tells them: `threshold 90 % to 80 %`. */
export const deviationWords = (deviations: readonly Deviation[]): string =>
  deviations.map(({ field, declared, used }) => `${field} ${declared} to ${used}`).join(', ');
