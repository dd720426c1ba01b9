// The removal test beside HiGHS, numpy and plain TypeScript: `npm run bench -- removal [SECONDS]`. All read the same integers; processor time.
import { findBreakingPoint } from '../../shared/resilience/breaking-point.ts';
import { findCompetingPoint } from '../../shared/resilience/competing/breaking-point.ts';
import type { CompetingSupply } from '../../shared/resilience/competing/supply.ts';
import { worstCase } from '../../shared/resilience/envelope.ts';
import { crossingOf, curveOf, greedyOrder, staticOrders } from '../../shared/resilience/orders.ts';
import { pairLosses } from '../../shared/resilience/pairs.ts';
import { createRandomRemoval } from '../../shared/resilience/random.ts';
import { createRemovalState } from '../../shared/resilience/removal-state.ts';
import type { PreparedRemoval } from '../../shared/resilience/removal-test.ts';
import { leftAlong, networkxFlows } from './flow-peer.ts';
import type { Shape } from './instances.ts';
import { instance } from './instances.ts';
import { plainBreakingPoint, plainPairs, plainTrials } from './naive.ts';
import { startPeer } from './peer.ts';

/** After so many seconds HiGHS is told to stop; the ratio is then a lower bound. */
const [patience = 60] = process.argv.slice(2).map(Number);
const ROUNDS = 7;
const TRIALS = 10_000;
/** Peers are slow: they run this part of the trials, and their time is multiplied. */
const PART = 20;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const ms = (seconds: number): string => (seconds < 1 ? `${(seconds * 1e3).toFixed(1)} ms` : `${seconds.toFixed(1)} s`);

/** Median processor time after two rounds that only warm up, and the value. */
function timed<T>(run: () => T, rounds = ROUNDS): { seconds: number; value: T } {
  const times: number[] = [];
  let value = run();
  for (let round = 0; round <= rounds; round += 1) {
    const start = process.cpuUsage();
    value = run();
    const { user, system } = process.cpuUsage(start);
    if (round > 0) times.push((user + system) / 1e6);
  }
  return { seconds: median(times), value };
}

function once<T>(run: () => T): { seconds: number; value: T } {
  const start = process.cpuUsage();
  const value = run();
  const { user, system } = process.cpuUsage(start);
  return { seconds: (user + system) / 1e6, value };
}

function agree(what: string, ours: unknown, theirs: unknown): void {
  if (ours !== theirs) throw new Error(`${what}: ${String(ours)} here, ${String(theirs)} there`);
}

function print(what: string, ours: number, peers: readonly [string, number, string?][]): void {
  const ratios = peers.map(([name, seconds, prefix = '']) => `${prefix}${(seconds / ours).toFixed(1)} x ${name} (${ms(seconds)})`);
  console.log(`${what.padEnd(52)} ${ms(ours).padStart(9)}   ${ratios.join('   ')}`);
}

const named = ({ units, classes, load, threshold }: Shape): string => `${units} x ${classes}, demand ${load}, ${threshold}`;
const breakingPointOf = ({ pessimistic, terms }: PreparedRemoval) => findBreakingPoint(pessimistic, terms).k;
const upTo = (last: number, step = 1): number[] => Array.from({ length: Math.floor(last / step) + 1 }, (_, point) => point * step);

function envelopeOf({ pessimistic, terms }: PreparedRemoval, last: number): Float64Array {
  const known = new Float64Array(last + 1).fill(terms.demand);
  for (const order of staticOrders(pessimistic, terms))
    curveOf(pessimistic, terms, order.subarray(0, last)).forEach((served, k) => {
      known[k] = Math.min(known[k] as number, served);
    });
  const lowest = worstCase(pessimistic, terms, upTo(last), 30, known);
  if (lowest === null) throw new Error('The envelope was given up.');
  return lowest;
}

const peer = await startPeer();
if (peer === null) console.log('Without HiGHS and numpy: python3-scipy is not installed.');
else console.log(`${peer.version}, one thread, Node ${process.versions.node}; ours first, then how many times as long the others take`);

console.log('\nExact breaking point');
for (const shape of [
  { units: 5000, classes: 12, load: '30%', threshold: '90%' },
  { units: 5000, classes: 12, load: '30%', threshold: '75%' },
  { units: 5000, classes: 12, load: '30%', threshold: '50%' },
  { units: 20_000, classes: 12, load: '30%', threshold: '90%' },
]) {
  const { prepared } = instance(shape);
  const ours = timed(() => breakingPointOf(prepared));
  const plain = once(() => plainBreakingPoint(prepared.pessimistic, prepared.terms));
  agree('breaking point', ours.value, plain.value);
  const peers: [string, number, string?][] = [['plain TypeScript', plain.seconds]];
  const program = await peer?.ask('smallest-attack', prepared, { seconds: patience });
  if (program) {
    if (program.value !== null) agree('breaking point by HiGHS', ours.value, program.value);
    peers.push(['HiGHS MIP', program.seconds, program.value === null ? 'more than ' : '']);
  }
  print(`${named(shape)}: k* = ${ours.value}`, ours.seconds, peers);
}

console.log('\nWorst case of 1 to 100 removals');
{
  const shape = { units: 5000, classes: 12, load: '30%', threshold: '90%' };
  const { prepared } = instance(shape);
  const ours = timed(() => envelopeOf(prepared, 100));
  const theirs = await peer?.ask('envelope', prepared, { last: 100 });
  if (theirs)
    agree(
      'sum of the envelope',
      ours.value.subarray(1).reduce((sum, served) => sum + served, 0),
      theirs.value,
    );
  print(named(shape), ours.seconds, theirs ? [['numpy', theirs.seconds]] : []);
}

console.log('\nEvery pair of units');
for (const load of ['60%', '95%']) {
  const shape = { units: 5000, classes: 8, load, threshold: '90%' };
  const { prepared } = instance(shape);
  const ours = timed(() => pairLosses(prepared.pessimistic, prepared.terms));
  const plain = once(() => plainPairs(prepared.pessimistic, prepared.terms));
  agree('pairs that break the limit', ours.value.breaking, plain.value);
  const theirs = await peer?.ask('pairs', prepared);
  if (theirs) agree('pairs that break the limit', ours.value.breaking, theirs.value);
  print(`${named(shape)}: ${ours.value.breaking} of ${ours.value.pairs}`, ours.seconds, [
    ['plain TypeScript', plain.seconds],
    ...(theirs ? [['numpy', theirs.seconds] as [string, number]] : []),
  ]);
}

console.log(`\nRandom removal, ${TRIALS} trials, 101 numbers of removals`);
{
  const shape = { units: 5000, classes: 8, load: '45%', threshold: '90%' };
  const { prepared } = instance(shape);
  const { pessimistic, terms } = prepared;
  const ks = upTo(5000, 50);
  const run = (kernel: 'compiled' | 'typescript') => () => {
    const removal = createRandomRemoval(pessimistic, terms, ks, 7, kernel);
    for (let done = 0; done < TRIALS; done += 200) removal.run(200);
    return removal.band().mean[50] as number;
  };
  const compiled = timed(run('compiled'), 3);
  const written = timed(run('typescript'), 3);
  agree('mean of the band', compiled.value, written.value);
  const plain = once(() => plainTrials(pessimistic, terms, ks, TRIALS / PART));
  const theirs = await peer?.ask('trials', prepared, { ks, trials: TRIALS / PART });
  const apart = Math.abs((theirs?.value ?? plain.value) / compiled.value - 1);
  if (apart > 0.01) throw new Error(`The means of random removal differ by ${apart}`);
  const peers: [string, number][] = [['plain TypeScript', plain.seconds * PART]];
  if (theirs) peers.push(['numpy', theirs.seconds * PART]);
  print(`${named(shape)}: WebAssembly`, compiled.seconds, [['our TypeScript', written.seconds], ...peers]);
  print(`${named(shape)}: TypeScript`, written.seconds, peers);
}

console.log('\nAll classes at once: both ends of the bracket, beside our own breaking point with each class alone');
for (const load of ['12%', '16%']) {
  const shape: Shape = { units: 5000, classes: 12, load, threshold: '90%', mode: 'competing' };
  const { prepared } = instance(shape);
  const supply = (prepared.competing as { pessimistic: CompetingSupply }).pessimistic;
  const ours = timed(() => findCompetingPoint(supply, prepared.terms), 3);
  const alone = timed(() => breakingPointOf(prepared), 3);
  print(`${named(shape)}: ${ours.value.kLow} to ${ours.value.k}`, ours.seconds, [['each class alone', alone.seconds]]);
}

console.log('\nAll classes at once: what is served at most along largest-first, 50 numbers of removals');
for (const units of [500, 5000]) {
  const shape: Shape = { units, classes: 12, load: '16%', threshold: '90%', mode: 'competing' };
  const { prepared } = instance(shape);
  const supply = (prepared.competing as { pessimistic: CompetingSupply }).pessimistic;
  const left = leftAlong(supply, prepared.largestFirst, upTo(490, 10).slice(0, 50));
  // every GPU is worth the same here, so the value is the flow itself
  const ours = timed(() => left.reduce((sum, amounts) => sum + supply.flow(amounts).gpus.reduce((all, gpus) => all + gpus, 0), 0));
  const theirs = networkxFlows(supply, left);
  if (theirs === null) console.log('Without networkx: python3-networkx is not installed.');
  else
    agree(
      'sum of the flows',
      ours.value,
      theirs.flows.reduce((sum, flow) => sum + flow, 0),
    );
  print(
    `${named(shape)}, ${supply.pieces.sets.length} kinds`,
    ours.seconds,
    theirs ? [[`networkx ${theirs.version}`, theirs.seconds]] : [],
  );
}

console.log('\nOn the screen');
{
  const shape = { units: 5000, classes: 12, load: '45%', threshold: '90%' };
  const { prepared } = instance(shape);
  const { pessimistic, terms } = prepared;
  const state = createRemovalState(pessimistic, terms);
  const { largestFirst } = prepared;
  const steps = 20_000;
  const drag = timed(() => {
    let sum = 0;
    for (let step = 0; step < steps; step += 1) {
      state.setPrefix(largestFirst, (step * 37) % 200);
      sum += state.served();
    }
    return sum;
  });
  const fresh = timed(() => curveOf(pessimistic, terms, largestFirst));
  print(`${named(shape)}: one step of the slider`, drag.seconds / steps, [['the whole curve', fresh.seconds]]);
  const greedy = timed(() => crossingOf(curveOf(pessimistic, terms, greedyOrder(pessimistic, terms, 100)), terms.below));
  print(`${named(shape)}: adaptive greedy, 100 steps`, greedy.seconds, [
    ['the exact breaking point', timed(() => breakingPointOf(prepared)).seconds],
  ]);
}

console.log('\nGrowth from 500 providers, demand 30%, 90%: times as long, and per provider');
{
  const first: Record<string, number> = {};
  for (const units of [500, 1000, 2000, 5000, 10_000, 20_000]) {
    const { prepared } = instance({ units, classes: 12, load: '30%', threshold: '90%' });
    const { pessimistic, terms } = prepared;
    const parts: Record<string, number> = {
      'k*': timed(() => breakingPointOf(prepared)).seconds,
      'envelope to 100': timed(() => envelopeOf(prepared, 100), 3).seconds,
      pairs: timed(() => pairLosses(pessimistic, terms), 3).seconds,
      '1,000 trials': timed(() => createRandomRemoval(pessimistic, terms, upTo(units, units / 100), 7).run(1000), 3).seconds,
    };
    const cells = Object.entries(parts).map(([name, seconds]) => {
      first[name] ??= seconds;
      const growth = seconds / first[name];
      return `${name} ${growth.toFixed(1)} (${((growth * 500) / units).toFixed(2)})`;
    });
    console.log(`${String(units).padStart(6)}: ${cells.join('   ')}`);
  }
}
peer?.close();
