import type { Portfolio, WorkloadClass } from '../case/portfolio.ts';
import type { Deviation } from '../case/removal.ts';
import type { DeclaredTest } from '../case/scenarios.ts';
import { formatThreshold } from '../format/index.ts';
import { parseThreshold } from './fraction.ts';

const quantityOf = ({ quantity, quantity_share_of_capacity: share }: WorkloadClass): string => share ?? String(quantity ?? 0);

/** One line for each class that came, went or changed; a changed quantity is told as such. */
function portfolioDeviations(declared: Portfolio, used: Portfolio): Deviation[] {
  const now = new Map(used.classes.map((workload) => [workload.name, workload]));
  const before = new Map(declared.classes.map((workload) => [workload.name, workload]));
  const metric = ({ metric: chosen = 'gpu-hour' }: Portfolio): string => chosen;
  return [
    ...(metric(declared) === metric(used) ? [] : [{ field: 'value of a served instance', declared: metric(declared), used: metric(used) }]),
    ...declared.classes.flatMap((workload): Deviation[] => {
      const field = `class "${workload.name}"`;
      const other = now.get(workload.name);
      if (other === undefined) return [{ field, declared: `${quantityOf(workload)} wanted`, used: 'left out' }];
      const [was, is] = [quantityOf(workload), quantityOf(other)];
      return [
        ...(was === is ? [] : [{ field: `quantity of ${field}`, declared: was, used: is }]),
        ...changedFields(workload, other).map((name) => ({
          field: `${name} of ${field}`,
          declared: textOf(workload[name]),
          used: textOf(other[name]),
        })),
      ];
    }),
    ...used.classes
      .filter(({ name }) => !before.has(name))
      .map((workload) => ({ field: `class "${workload.name}"`, declared: 'not there', used: `${quantityOf(workload)} wanted` })),
  ];
}

type ClassField = keyof WorkloadClass;

/** Fields that say nothing of what is asked, or stand in a line of their own. */
const APART: ReadonlySet<ClassField> = new Set(['requires_choice', 'quantity', 'quantity_share_of_capacity']);

function changedFields(a: WorkloadClass, b: WorkloadClass): ClassField[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])] as ClassField[];
  return names.filter((name) => !APART.has(name) && JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

const textOf = (value: unknown): string => (value === undefined ? 'not set' : Array.isArray(value) ? value.join(', ') : String(value));

const sameThreshold = (a: string, b: string): boolean => {
  const [x, y] = [parseThreshold(a), parseThreshold(b)];
  return BigInt(x.num) * BigInt(y.den) === BigInt(y.num) * BigInt(x.den);
};

/**
 * What differs between a declared test and the one that is run, part by part: threshold, removal unit, placement, result, workload classes.
 *
 * @returns empty where both ask the same; equal fractions are the same threshold, however they are written
 */
export function deviationsOf(declared: DeclaredTest, used: DeclaredTest): Deviation[] {
  return [
    ...(sameThreshold(declared.threshold, used.threshold)
      ? []
      : [{ field: 'threshold', declared: formatThreshold(declared.threshold), used: formatThreshold(used.threshold) }]),
    ...(declared.by === used.by ? [] : [{ field: 'removal unit', declared: declared.by, used: used.by }]),
    ...(declared.mode === used.mode ? [] : [{ field: 'placement', declared: declared.mode, used: used.mode }]),
    ...(declared.metric === used.metric ? [] : [{ field: 'result', declared: declared.metric, used: used.metric }]),
    ...portfolioDeviations(declared.portfolio, used.portfolio),
  ];
}
