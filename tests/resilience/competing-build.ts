import type { Portfolio } from '../../shared/case/portfolio.ts';
import type { Inventory } from '../../shared/resilience/inventory.ts';
import { inventoryOf, portfolioOf, unitName } from './build.ts';
import type { Gang, Node } from './competing-oracle.ts';

/** Nodes and gangs as the product reads them; units without a node are there with one of no GPU. */
export function gangCase(nodes: Node[], gangs: Gang[], units: number): { inventory: Inventory; portfolio: Portfolio } {
  const rows = [
    ...Array.from({ length: units }, (_, unit) => ({ unit: unitName(unit), gpus: 0, model: 'none', site: 'none' })),
    ...nodes.map(({ unit, model, gpus, site }) => ({ unit: unitName(unit), gpus, model: `m${model}`, site: site ?? 'here' })),
  ];
  const classes = gangs.map(({ models, a, b, site, d, value, cpu, memory }, index) => ({
    cpu,
    memory,
    name: `class ${index}`,
    models: models.map((model) => `m${model}`),
    a,
    ...(b && b > 1 ? { b, domain: site ? ('site' as const) : ('none' as const) } : {}),
    d,
    value,
  }));
  const states = (of: 'cpu' | 'memory') => nodes.some((node) => node[of] !== undefined);
  const amounts = (of: 'cpu' | 'memory') =>
    Float64Array.from([...Array<number>(units).fill(0), ...nodes.map((node) => node[of] ?? Number.NaN)]);
  return {
    inventory: inventoryOf(rows, {
      ...(states('cpu') ? { cpuMilli: amounts('cpu') } : {}),
      ...(states('memory') ? { memoryMib: amounts('memory') } : {}),
    }),
    portfolio: portfolioOf(classes),
  };
}
