/** FNV-1a over the code units of an id, from a given start. */
function hashOf(id: string, start: number): number {
  let hash = start;
  for (let place = 0; place < id.length; place += 1) hash = Math.imul(hash ^ id.charCodeAt(place), 0x01000193);
  return hash;
}

/** Finaliser of MurmurHash3: a bijection of 32 bits, returned as a signed number. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * 64 bits of identity of each unit: all first halves, then, from `room` on, all second halves. They depend on the id alone.
 *
 * @param room length of a half, at least the number of ids
 */
export function identitiesOf(ids: readonly string[], room: number): Int32Array {
  const identities = new Int32Array(2 * room);
  ids.forEach((id, unit) => {
    identities[unit] = mix(hashOf(id, 0x811c9dc5));
    identities[room + unit] = mix(hashOf(id, 0x2545f491));
  });
  return identities;
}

/** What a seed gives to all trials. */
export function seedBase(seed: number): number {
  return mix(seed ^ 0x9e3779b9);
}

/**
 * Key of a unit in a trial, 32 unsigned bits, from a counter and no running generator: whatever units there are beside it and whatever
 * trials ran before, it stays the same.
 *
 * @param base of `seedBase`
 * @param first half of the identity
 * @param second half of the identity
 */
export function keyOf(base: number, trial: number, first: number, second: number): number {
  return mix(mix(first ^ mix(base + 2 * trial)) + (second ^ mix(base + 2 * trial + 1))) >>> 0;
}
