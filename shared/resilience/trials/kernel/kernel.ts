// @ts-nocheck: AssemblyScript, compiled to WebAssembly by scripts/kernels.ts; its types are not TypeScript's.
// The same steps as ../walk.ts, which is the reference and explains them; both give the same numbers bit for bit.

const BINS: i32 = 1001;

let units: i32 = 0;
let stride: i32 = 0;
let base: i32 = 0;
let second: usize = 0;
let points: i32 = 0;
let last: i32 = 0;
let shift: i32 = 0;
let buckets: i32 = 0;
let start: f64 = 0;
let demand: f64 = 0;
let below: f64 = 0;

let identities: usize = 0;
let capacity: usize = 0;
let totals: usize = 0;
let quantity: usize = 0;
let value: usize = 0;
let ks: usize = 0;
let keys: usize = 0;
let order: usize = 0;
let ends: usize = 0;
let available: usize = 0;
let before: usize = 0;
let bins: usize = 0;
let sums: usize = 0;
let failures: usize = 0;
let crossings: usize = 0;

export function setNumbers(u: i32, s: i32, b: i32, p: i32, l: i32, h: i32, n: i32, at0: f64, d: f64, limit: f64): void {
  units = u;
  stride = s;
  base = b;
  points = p;
  last = l;
  shift = h;
  buckets = n;
  start = at0;
  demand = d;
  below = limit;
  second = <usize>(((u + 3) >> 2) << 4);
}

export function setInputs(i: usize, c: usize, t: usize, q: usize, v: usize, k: usize): void {
  identities = i;
  capacity = c;
  totals = t;
  quantity = q;
  value = v;
  ks = k;
}

export function setScratch(k: usize, o: usize, e: usize, a: usize, b: usize): void {
  keys = k;
  order = o;
  ends = e;
  available = a;
  before = b;
}

export function setCounts(b: usize, s: usize, f: usize, c: usize): void {
  bins = b;
  sums = s;
  failures = f;
  crossings = c;
}

function mix(value: i32): i32 {
  let hash = value;
  hash = (hash ^ <i32>(<u32>hash >>> 16)) * 0x85ebca6b;
  hash = (hash ^ <i32>(<u32>hash >>> 13)) * 0xc2b2ae35;
  return hash ^ <i32>(<u32>hash >>> 16);
}

function mixAll(value: v128): v128 {
  let hash = value;
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 16)), i32x4.splat(0x85ebca6b));
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(hash, i32x4.shr_u(hash, 16));
}

function record(position: i32, served: f64): void {
  const bin: i32 = demand === 0 ? BINS - 1 : <i32>((served / demand) * <f64>(BINS - 1));
  const cell = bins + ((<usize>(position * BINS + bin)) << 2);
  store<i32>(cell, load<i32>(cell) + 1);
  const sum = sums + ((<usize>position) << 3);
  store<f64>(sum, load<f64>(sum) + served);
  if (served < below) {
    const failed = failures + ((<usize>position) << 2);
    store<i32>(failed, load<i32>(failed) + 1);
  }
}

function servedNow(): f64 {
  let served: f64 = 0;
  for (let column = 0; column < stride; column++) {
    const at = (<usize>column) << 2;
    const wanted = load<i32>(quantity + at);
    const left = load<i32>(available + at);
    served += load<f64>(value + (at << 1)) * <f64>min<i32>(wanted, left);
  }
  return served;
}

function fillBuckets(trial: i32): void {
  memory.fill(ends, 0, (<usize>buckets) << 2);
  const one = i32x4.splat(mix(base + 2 * trial));
  const two = i32x4.splat(mix(base + 2 * trial + 1));
  const whole = (<usize>units) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const inner = mixAll(v128.xor(v128.load(identities + at), one));
    v128.store(keys + at, mixAll(i32x4.add(inner, v128.xor(v128.load(identities + second + at), two))));
  }
  for (let at: usize = 0; at < whole; at += 4) {
    const end = ends + ((<usize>(load<u32>(keys + at) >>> shift)) << 2);
    store<i32>(end, load<i32>(end) + 1);
  }
  let sum = 0;
  for (let at: usize = 0, all = (<usize>buckets) << 2; at < all; at += 4) {
    const count = load<i32>(ends + at);
    store<i32>(ends + at, sum);
    sum += count;
  }
  for (let unit = 0; unit < units; unit++) {
    const end = ends + ((<usize>(load<u32>(keys + ((<usize>unit) << 2)) >>> shift)) << 2);
    const place = load<i32>(end);
    store<i32>(order + ((<usize>place) << 2), unit);
    store<i32>(end, place + 1);
  }
}

function keyAt(place: i32): u32 {
  return load<u32>(keys + ((<usize>load<i32>(order + ((<usize>place) << 2))) << 2));
}

function sort(from: i32, end: i32): void {
  for (let place = from + 1; place < end; place++) {
    const unit = load<i32>(order + ((<usize>place) << 2));
    const key = load<u32>(keys + ((<usize>unit) << 2));
    let hole = place;
    for (; hole > from && keyAt(hole - 1) > key; hole--)
      store<i32>(order + ((<usize>hole) << 2), load<i32>(order + ((<usize>(hole - 1)) << 2)));
    store<i32>(order + ((<usize>hole) << 2), unit);
  }
}

function settle(k: i32): void {
  if (k === units) return;
  const bucket: u32 = keyAt(k) >>> shift;
  const from = bucket === 0 ? 0 : load<i32>(ends + ((<usize>(bucket - 1)) << 2));
  if (from < k) sort(from, load<i32>(ends + ((<usize>bucket) << 2)));
}

function remove(from: i32, end: i32): void {
  const row = (<usize>stride) << 2;
  const stop = order + ((<usize>end) << 2);
  let column: usize = 0;
  for (; column + 32 <= row; column += 32) {
    let low = v128.load(available + column);
    let high = v128.load(available + column + 16);
    for (let at = order + ((<usize>from) << 2); at < stop; at += 4) {
      const cell = capacity + <usize>load<i32>(at) * row + column;
      low = i32x4.sub(low, v128.load(cell));
      high = i32x4.sub(high, v128.load(cell, 16));
    }
    v128.store(available + column, low);
    v128.store(available + column + 16, high);
  }
  if (column < row) {
    let left = v128.load(available + column);
    for (let at = order + ((<usize>from) << 2); at < stop; at += 4)
      left = i32x4.sub(left, v128.load(capacity + <usize>load<i32>(at) * row + column));
    v128.store(available + column, left);
  }
}

function crossingIn(from: i32, end: i32): i32 {
  sort(from, end);
  memory.copy(available, before, (<usize>stride) << 2);
  for (let k = from; k < end; k++) {
    remove(k, k + 1);
    if (servedNow() < below) return k + 1;
  }
  return end;
}

export function walk(firstTrial: i32, count: i32): void {
  const row = (<usize>stride) << 2;
  for (let trial = firstTrial; trial < firstTrial + count; trial++) {
    fillBuckets(trial);
    memory.copy(available, totals, row);
    let crossed = start < below;
    let crossing = crossed ? 0 : last + 1;
    let done = 0;
    for (let position = 0; position < points; position++) {
      const k = load<i32>(ks + ((<usize>position) << 2));
      if (k === 0) {
        record(position, start);
        continue;
      }
      settle(k);
      if (!crossed) memory.copy(before, available, row);
      remove(done, k);
      const served = servedNow();
      record(position, served);
      if (!crossed && served < below) {
        crossed = true;
        crossing = crossingIn(done, k);
        remove(crossing, k);
      }
      done = k;
    }
    const cell = crossings + ((<usize>crossing) << 2);
    store<i32>(cell, load<i32>(cell) + 1);
  }
}
