import type { Portfolio } from '../../shared/case/portfolio.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { CodedColumn, Inventory } from '../../shared/resilience/inventory.ts';
import type { ServiceTerms, Supply } from '../../shared/resilience/terms.ts';
import { makeTerms } from '../../shared/resilience/terms.ts';
import type { Class, Row } from './oracle.ts';

export function coded(values: (string | null | undefined)[]): CodedColumn {
  const labels = [...new Set(values.filter((value) => typeof value === 'string'))];
  return { codes: Int32Array.from(values, (value) => (typeof value === 'string' ? labels.indexOf(value) : -1)), labels };
}

export function inventoryOf(rows: Row[], more: Partial<Inventory> = {}): Inventory {
  const gpus = Float64Array.from(rows, (row) => row.gpus);
  return {
    rows: rows.length,
    unit: coded(rows.map((row) => row.unit)),
    gpus: { low: gpus, high: gpus },
    nodes: Int32Array.from(rows, (row) => row.nodes ?? 1),
    gpuModel: coded(rows.map((row) => row.model)),
    country: coded(rows.map((row) => row.country)),
    site: coded(rows.map((row) => row.site)),
    ...more,
  };
}

export function portfolioOf(classes: Class[]): Portfolio {
  return parsePortfolio({
    classes: classes.map(({ name, models, countries, a, b, domain, d, value, cpu, memory }) => ({
      name,
      gpu_models: models,
      countries,
      gpus_per_node: a,
      cpu_milli_per_node: cpu,
      memory_mib_per_node: memory,
      nodes: b ?? 1,
      domain,
      quantity: d,
      value,
    })),
  });
}

/** Capacities typed in as a table: one model a class, one row a cell. Units are named a, b, c ... unless names are given. */
export function tableCase(
  kappa: number[][],
  d: number[],
  value: number[],
  names?: string[],
): { inventory: Inventory; portfolio: Portfolio } {
  const rows = kappa.flatMap((row, u) => [
    { unit: names?.[u] ?? unitName(u), gpus: 0, model: 'none' },
    ...row.flatMap((count, w) => (count > 0 ? [{ unit: names?.[u] ?? unitName(u), gpus: 1, nodes: count, model: `m${w}` }] : [])),
  ]);
  const classes = d.map((quantity, w) => ({ name: `class ${w}`, models: [`m${w}`], a: 1, d: quantity, value: value[w] }));
  return { inventory: inventoryOf(rows), portfolio: portfolioOf(classes) };
}

export const unitName = (u: number): string => `unit ${String(u).padStart(3, '0')}`;

/** The same as tables for the search itself. */
export function tableProblem(
  kappa: number[][],
  d: number[],
  value: number[],
  p: number,
  q: number,
): { supply: Supply; terms: ServiceTerms } {
  const classes = d.length;
  const supply: Supply = {
    ids: kappa.map((_, u) => unitName(u)),
    units: kappa.length,
    classes,
    capacity: Int32Array.from(kappa.flat()),
    unattributed: new Float64Array(classes),
  };
  const names = d.map((_, w) => `class ${w}`);
  const terms = makeTerms(names, Float64Array.from(d), Float64Array.from(value), Float64Array.from(value), { num: p, den: q });
  return { supply, terms };
}
