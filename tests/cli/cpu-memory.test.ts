// CPU and memory through the product: import, portfolio, remove. Numbers: removal-test.md 9.2, examples 8, 11 and 12.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemovalResult } from '../../shared/case/removal.ts';
import { hasOpenb, OPENB, openbMachines } from '../support/openb.ts';
import { chokepoint, temporaryFolder } from './support.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

async function json<Answer>(...args: string[]): Promise<Answer> {
  const { code, out, err } = await chokepoint(...args, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Answer;
}

type Answer = RemovalResult & { check?: { valid: boolean }[] };

async function remove(name: string, classes: object[], ...args: string[]): Promise<Answer> {
  const path = folder.path('portfolio.json');
  writeFileSync(path, JSON.stringify({ metric: 'workload', classes }));
  return json<Answer>('remove', '--case', folder.path(name), '--portfolio', path, ...args);
}

const quantities = ({ portfolio: { classes } }: Answer) => classes.map(({ quantity }) => quantity);
const whole = { quantity_share_of_capacity: '100%' };

// example 8: kubernetes-sigs/cluster-capacity README, 4 nodes x 2 CPU, pods of 150m; 46 more where 6 replicas run
describe('the nodes of cluster-capacity', () => {
  it.each([
    ['fresh', ['2000m', '2', '2000m', '2.0'], 52],
    ['running', ['1700m', '1700m', '1850m', '1850m'], 46],
  ])('host the pods of its README (%s)', async (name, cpu, expected) => {
    const file = folder.path(`${name}.csv`);
    writeFileSync(file, `node,gpu_count,cpu\n${cpu.map((amount, index) => `node-${index},0,${amount}`).join('\n')}\n`);
    await json('import', file, '--case', folder.path(`${name}.chokepoint`), '--map', 'cpu_milli=cpu', '--grain', 'node');
    const result = await remove(
      `${name}.chokepoint`,
      [{ name: 'pod', gpus_per_node: 0, cpu_milli_per_node: 150, ...whole }],
      '--by',
      'node_id',
      '--threshold',
      '1',
    );
    expect(quantities(result)).toEqual([expected]);
    expect(result.breakingPoint).toMatchObject({ low: 1, high: 1, proven: true });
    expect(result.sentence).toMatch(/can run at most \d+ instances but needs/);
  });
});

describe.skipIf(!hasOpenb())('the openb cluster', () => {
  const machines = hasOpenb() ? openbMachines() : [];
  beforeAll(async () => {
    await json(
      'import',
      join(OPENB, 'openb_node_list_gpu_node.csv'),
      '--case',
      folder.path('openb.chokepoint'),
      '--preset',
      'cluster-trace-nodes',
    );
  });
  const openb = (classes: object[], ...args: string[]) => remove('openb.chokepoint', classes, '--by', 'model', ...args);

  it('has 12 kinds of nodes by model and GPUs, 15 with CPU and memory', async () => {
    const count = async (columns: string) => {
      const { out } = await chokepoint(
        'sql',
        '--case',
        folder.path('openb.chokepoint'),
        '--csv',
        `select count(*) as kinds from (select distinct ${columns} from D1)`,
      );
      return Number(out.trim().split('\n')[1]);
    };
    expect(await count('"gpu_model.raw", gpu_count')).toBe(12);
    expect(await count('"gpu_model.raw", gpu_count, cpu_milli, memory_mib')).toBe(15);
  });

  it('hosts the gangs of the note where they ask for next to no CPU and memory', async () => {
    const gangs = [8, 4, 2, 1].map((gpus) => ({
      name: `${gpus}`,
      gpus_per_node: gpus,
      cpu_milli_per_node: 1,
      memory_mib_per_node: 1,
      ...whole,
    }));
    expect(quantities(await openb(gangs, '--threshold', '1'))).toEqual([617, 1288, 3094, 6212]);
    expect(quantities(await openb(gangs.slice(0, 1), '--threshold', '1', '--where', "model != 'G2'"))).toEqual([68]);
    const sixty = [{ name: '8', gpus_per_node: 8, cpu_milli_per_node: 1, quantity: 60 }];
    expect((await openb(sixty, '--threshold', '1', '--check')).breakingPoint).toEqual({
      low: 2,
      high: 2,
      proven: true,
      members: ['G2', 'G3'],
    });
  });

  it('hosts fewer where CPU or memory runs out first, as node by node', async () => {
    const asked = [
      { gpus: 1, cpu: 16_000, memory: 65_536 },
      { gpus: 2, cpu: 24_000, memory: 200_000 },
      { gpus: 8, cpu: 100_000, memory: 400_000 },
    ];
    const byHand = asked.map(({ gpus, cpu, memory }) =>
      machines.reduce((sum, one) => {
        let slots = 0;
        for (let left = { ...one }; left.gpus >= gpus && left.cpuMilli >= cpu && left.memoryMib >= memory; slots += 1)
          left = { ...left, gpus: left.gpus - gpus, cpuMilli: left.cpuMilli - cpu, memoryMib: left.memoryMib - memory };
        return sum + slots;
      }, 0),
    );
    const classes = asked.map(({ gpus, cpu, memory }, index) => ({
      name: `class ${index}`,
      gpus_per_node: gpus,
      cpu_milli_per_node: cpu,
      memory_mib_per_node: memory,
      ...whole,
    }));
    const result = await openb(classes, '--threshold', '9/10', '--check');
    expect(quantities(result)).toEqual(byHand);
    expect(result.check?.every(({ valid }) => valid)).toBe(true);
    expect(result.breakingPoint.proven).toBe(true);
  });

  // example 12: without G2 no placement serves more than 29.90 % of the GPUs that jobs ask for, so G2 alone breaks 80 %
  it('serves the mix of its trace with CPU and memory until G2 is lost, with a certificate that holds', async () => {
    const path = folder.path('trace.json');
    const trace = join(OPENB, 'openb_pod_list_gpuspec33.csv');
    await json('portfolio', 'from-trace', trace, '--load', '6087', '--resources', 'mean', '--classes', '12', '--out', path);
    const result = await json<Answer>(
      'remove',
      '--case',
      folder.path('openb.chokepoint'),
      '--portfolio',
      path,
      '--by',
      'model',
      '--mode',
      'competing',
      '--threshold',
      '8/10',
      '--trials',
      '200',
      '--check',
    );
    expect(result.breakingPoint).toEqual({ low: 1, high: 1, proven: true, members: ['G2'] });
    expect(result.notes.join(' ')).toContain('Heuristic placement');
    expect(result.portfolio.classes.every(({ cpu_milli_per_node: cpu }) => (cpu ?? 0) > 0)).toBe(true);
    expect(result.check?.every(({ valid }) => valid)).toBe(true);
  });
});
