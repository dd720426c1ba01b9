import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpuMilliOf, type Job, kindsOf, type Machine, WHOLE_GPU } from '../../shared/resilience/scheduling/cluster.ts';
import { typicalJobs } from '../../shared/resilience/scheduling/fragmentation.ts';
import { jobsAtLoad } from '../../shared/resilience/scheduling/load.ts';
import { ARRIVALS, SCHEDULERS, schedule } from '../../shared/resilience/scheduling/schedule.ts';
import { hasOpenb, openbJobs, openbMachines } from '../support/openb.ts';

const gpuJob = (gpus: number, models: string[] = []): Job => ({ cpuMilli: 0, memoryMib: 0, gpus, gpuMilli: WHOLE_GPU, models });

describe('a scheduler', () => {
  // README of kubernetes-sigs/cluster-capacity: 4 nodes of 2 CPU, pods of 150m: 52 replicas; with 6 of them running already, 46 more
  it('places as many replicas as cluster-capacity does', () => {
    const machines = Array.from({ length: 4 }, () => ({ cpuMilli: 2000, memoryMib: 4096, gpus: 0, model: '' }));
    const replicas = Array.from({ length: 100 }, () => ({ cpuMilli: 150, memoryMib: 100, gpus: 0, gpuMilli: 0, models: [] }));
    for (const scheduler of SCHEDULERS) {
      const { placed, machineOf } = schedule(machines, replicas, { scheduler });
      expect(placed).toBe(52);
      expect(machineOf.subarray(6).filter((machine) => machine >= 0)).toHaveLength(46);
    }
  });

  // worked example 10: online best fit serves more after a machine is gone
  it('may serve more on fewer machines', () => {
    const machines: Machine[] = [
      { cpuMilli: 0, memoryMib: 0, gpus: 8, model: 'tier 2' },
      { cpuMilli: 0, memoryMib: 0, gpus: 6, model: 'tier 1' },
      { cpuMilli: 0, memoryMib: 0, gpus: 2, model: 'tier 1' },
    ];
    const jobs = [gpuJob(4, ['tier 2']), gpuJob(1), gpuJob(8), gpuJob(4), gpuJob(1, ['tier 2']), gpuJob(1)];
    const served = (left: Machine[]) => schedule(left, jobs, { scheduler: 'best-fit' }).gpuMilliServed / WHOLE_GPU;
    expect([served(machines), served(machines.slice(0, 2))]).toEqual([10, 11]);
  });

  it('puts a part of a GPU on the tightest one, and whole GPUs only on idle ones', () => {
    const machines = [{ cpuMilli: 0, memoryMib: 0, gpus: 2, model: 'A' }];
    const part = (gpuMilli: number): Job => ({ ...gpuJob(1), gpuMilli });
    const run = (jobs: Job[]) => schedule(machines, jobs, { scheduler: 'best-fit' });
    expect(Array.from(run([part(600), part(300), part(400)]).cluster.gpuFree)).toEqual([100, 600]);
    expect(run([part(600), part(300), gpuJob(1)]).placed).toBe(3);
    expect(run([part(600), part(500), gpuJob(1)]).placed).toBe(2);
    expect(run([part(1), gpuJob(2)]).placed).toBe(1);
  });

  it('never gives out more than a machine has, nor a model that was not asked for', () => {
    const machine = fc.record({
      cpuMilli: fc.integer({ min: 0, max: 20 }),
      memoryMib: fc.integer({ min: 0, max: 20 }),
      gpus: fc.integer({ min: 0, max: 4 }),
      model: fc.constantFrom('A', 'B'),
    });
    const job = fc
      .record({
        cpuMilli: fc.integer({ min: 0, max: 9 }),
        memoryMib: fc.integer({ min: 0, max: 9 }),
        gpus: fc.integer({ min: 0, max: 4 }),
        part: fc.constantFrom(100, 470, 500, 1000),
        models: fc.subarray(['A', 'B']),
      })
      .map(({ part, gpus, ...rest }): Job => ({ ...rest, gpus, gpuMilli: gpus === 0 ? 0 : gpus === 1 ? part : WHOLE_GPU }));
    fc.assert(
      fc.property(
        fc.array(machine, { maxLength: 5 }),
        fc.array(job, { maxLength: 15 }),
        fc.constantFrom(...SCHEDULERS),
        fc.constantFrom(...ARRIVALS),
        (machines, jobs, scheduler, arrivals) => {
          const { machineOf, cluster, placed, gpuMilliServed } = schedule(machines, jobs, { scheduler, arrivals, seed: 3 });
          const on = (index: number) => jobs.filter((_, job) => machineOf[job] === index);
          machines.forEach((one, index) => {
            const here = on(index);
            expect(cluster.cpuFree[index]).toBe(here.reduce((left, { cpuMilli }) => left - cpuMilli, one.cpuMilli));
            expect(cluster.memoryFree[index]).toBe(here.reduce((left, { memoryMib }) => left - memoryMib, one.memoryMib));
            const free = Array.from(cluster.gpuFree.subarray(index * cluster.width, index * cluster.width + one.gpus));
            expect(free.reduce((sum, left) => sum + left, 0)).toBe(
              here.reduce((left, job) => left - gpuMilliOf(job), one.gpus * WHOLE_GPU),
            );
            for (const left of [...free, cluster.cpuFree[index] as number, cluster.memoryFree[index] as number])
              expect(left).toBeGreaterThanOrEqual(0);
            for (const { gpus, models } of here) expect(gpus === 0 || models.length === 0 || models.includes(one.model)).toBe(true);
          });
          expect(placed).toBe(machineOf.filter((index) => index >= 0).length);
          expect(gpuMilliServed).toBe(jobs.reduce((sum, job, index) => sum + ((machineOf[index] as number) >= 0 ? gpuMilliOf(job) : 0), 0));
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it('brings a mix to a load, the same for the same seed', () => {
    const jobs = [gpuJob(1), gpuJob(2), { ...gpuJob(1), gpuMilli: 300 }];
    const load = (list: Job[]) => list.reduce((sum, job) => sum + gpuMilliOf(job), 0);
    const many = jobsAtLoad(jobs, 100_000, 1);
    expect(load(many)).toBeGreaterThan(98_000);
    expect(load(many)).toBeLessThanOrEqual(100_000);
    expect(jobsAtLoad(jobs, 100_000, 1)).toEqual(many);
    expect(load(jobsAtLoad(jobs, 2500, 1))).toBeLessThanOrEqual(2500);
    expect(jobsAtLoad([], 1000, 1)).toEqual([]);
  });
});

describe.skipIf(!hasOpenb())('on the openb cluster', () => {
  const machines = hasOpenb() ? openbMachines() : [];
  const total = machines.reduce((sum, { gpus }) => sum + gpus * WHOLE_GPU, 0);

  it('finds 1,213 machines with 6,212 GPUs, and jobs of 25 and 151 kinds, with models 85 and 457 by their text', () => {
    expect([machines.length, total / WHOLE_GPU]).toEqual([1213, 6212]);
    const withoutCpu = (jobs: Job[]) => jobs.map((job) => ({ ...job, cpuMilli: 0, memoryMib: 0 }));
    const plain = openbJobs('openb_pod_list_default.csv');
    const specified = openbJobs('openb_pod_list_gpuspec33.csv');
    expect([kindsOf(withoutCpu(plain)).kinds.length, kindsOf(plain).kinds.length]).toEqual([25, 151]);
    const texts = (jobs: Job[]) => new Set(jobs.map((job) => JSON.stringify(job))).size;
    expect([texts(withoutCpu(specified)), texts(specified)]).toEqual([85, 457]);
    // "V100M16|V100M32|V100M32" asks for no more than "V100M16|V100M32"
    expect([kindsOf(withoutCpu(specified)).kinds.length, kindsOf(specified).kinds.length]).toEqual([83, 447]);
  });

  // expected_results/analysis_allo_discrete.csv of hkust-adsl/kubernetes-scheduler-simulator: GPUs allocated when 130 % have arrived, mean of ten runs
  it.each([
    ['random', 87.47, 5],
    ['best-fit', 93.08, 5],
    ['fgd', 95.39, 3],
  ] as const)('allocates as the published study does: %s %d %%', (scheduler, published, runs) => {
    const trace = openbJobs('openb_pod_list_default.csv');
    const typical = typicalJobs(trace);
    const shares = Array.from({ length: runs }, (_, run) => {
      const jobs = jobsAtLoad(trace, 1.3 * total, 42 + run);
      return (100 * schedule(machines, jobs, { scheduler, scores: 'whole', typical, seed: run }).gpuMilliServed) / total;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / runs;
    expect(Math.abs(mean - published)).toBeLessThan(0.6);
  });

  // removal-test.md 9.2, example 12: % of 6,086.8 GPUs served, best fit in file order and big jobs first
  it.each([
    ['none', [], 80.55, 91.84],
    ['P100', ['P100'], 79.52, 89.51],
    ['V100, both', ['V100M16', 'V100M32'], 78.36, 87.57],
    ['T4', ['T4'], 75.64, 79.5],
    ['G3', ['G3'], 78.24, 87.84],
    ['G2', ['G2'], 27.94, 29.15],
  ] as const)('serves by best fit after the models are removed: %s', (_, removed, inFileOrder, bigFirst) => {
    const jobs = openbJobs('openb_pod_list_gpuspec33.csv').filter(({ gpus }) => gpus > 0);
    expect(jobs).toHaveLength(7064);
    const left = machines.filter(({ model }) => !(removed as readonly string[]).includes(model));
    const share = (arrivals: (typeof ARRIVALS)[number]) => {
      const { gpuMilliServed, gpuMilliWanted } = schedule(left, jobs, { scheduler: 'best-fit', arrivals });
      expect(gpuMilliWanted).toBe(6_086_800);
      return (100 * gpuMilliServed) / gpuMilliWanted;
    };
    expect(Math.abs(share('given') - inFileOrder)).toBeLessThan(0.01);
    expect(Math.abs(share('size-descending') - bigFirst)).toBeLessThan(0.01);
  });
});
