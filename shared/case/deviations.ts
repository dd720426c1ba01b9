import { formatThreshold, listOf } from '../format/index.ts';
import { parseThreshold } from '../resilience/fraction.ts';
import type { Portfolio } from './portfolio.ts';
import { type Deviation, type RemovalSpec, wholeRemovalSpec } from './removal.ts';
import type { DeclaredTest } from './scenarios.ts';

/** The part of a test that is declared before its result is seen. */
type Declared = Pick<DeclaredTest, 'portfolio' | 'threshold' | 'mode' | 'metric'>;

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

function isSameThreshold(a: string, b: string): boolean {
  const [first, second] = [parseThreshold(a), parseThreshold(b)];
  return first.num * second.den === second.num * first.den;
}

/** What of a test is not as it was declared, in words; the same portfolio may be told with other defaults. */
export function deviationsOf(declared: Declared, used: Declared): Deviation[] {
  const deviations: Deviation[] = [];
  const form = (portfolio: Portfolio): string => JSON.stringify({ metric: portfolio.metric ?? 'gpu-hour', classes: portfolio.classes });
  if (!isSameThreshold(declared.threshold, used.threshold))
    deviations.push({ field: 'threshold', declared: formatThreshold(declared.threshold), used: formatThreshold(used.threshold) });
  if (form(declared.portfolio) !== form(used.portfolio)) {
    const [before, after] = portfolioWords(declared.portfolio, used.portfolio);
    deviations.push({ field: 'portfolio', declared: before, used: after });
  }
  if (declared.mode !== used.mode)
    deviations.push({ field: 'placement', declared: PLACEMENT_WORDS[declared.mode], used: PLACEMENT_WORDS[used.mode] });
  if (declared.metric !== used.metric)
    deviations.push({ field: 'metric', declared: METRIC_WORDS[declared.metric], used: METRIC_WORDS[used.metric] });
  return deviations;
}

/** The declared test that speaks of a spec, and what the spec does otherwise; `null` = none was declared for its dataset and unit. */
export function deviationsFrom<Declaration extends { declared: DeclaredTest }>(
  declarations: readonly Declaration[],
  spec: RemovalSpec,
): { declaration: Declaration; deviations: Deviation[] } | null {
  const declaration = declarations.find(({ declared }) => declared.dataset === spec.dataset && declared.by === spec.by);
  return declaration ? { declaration, deviations: deviationsOf(declaration.declared, wholeRemovalSpec(spec)) } : null;
}

/** Deviations as the history tells them: `threshold 90 % to 80 %`. */
export const deviationWords = (deviations: readonly Deviation[]): string =>
  deviations.map(({ field, declared, used }) => `${field} ${declared} to ${used}`).join(', ');
