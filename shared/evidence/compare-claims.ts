import type { FirstDifference, VerifiedClaim } from './verification.ts';

/** Two results of one formula on two machines may differ by this share where they are no whole numbers (experience.md 9.4). */
const TOLERANCE = 1e-9;

/** Parts of a claim in the order in which a reader asks for them. */
const ORDER = [
  'value',
  'display',
  'statement',
  'context',
  'status',
  'standing',
  'unit',
  'measure',
  'lines',
  'parameters',
  'stamp',
  'source',
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
const isList = (value: Json | undefined): value is Json[] => Array.isArray(value);
const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two numbers are the same: whole ones exactly, others to 1e-9 of the larger. */
export function sameNumber(stated: number, recomputed: number): boolean {
  if (stated === recomputed) return true;
  if (Number.isInteger(stated) && Number.isInteger(recomputed)) return false;
  return Math.abs(stated - recomputed) <= TOLERANCE * Math.max(Math.abs(stated), Math.abs(recomputed));
}

/**
 * First place where two JSON values part ways; `null` = they agree.
 *
 * @param where place of both, such as `value.high`
 */
export function firstDifference(
  stated: Json | undefined,
  recomputed: Json | undefined,
  where: string,
  order: readonly string[] = [],
): FirstDifference | null {
  if (typeof stated === 'number' && typeof recomputed === 'number' && sameNumber(stated, recomputed)) return null;
  if (isList(stated) && isList(recomputed)) {
    for (let at = 0; at < Math.max(stated.length, recomputed.length); at++) {
      const found = firstDifference(stated[at], recomputed[at], `${where}[${at + 1}]`);
      if (found) return found;
    }
    return null;
  }
  if (isObject(stated) && isObject(recomputed)) {
    const keys = new Set([...order, ...Object.keys(stated), ...Object.keys(recomputed)]);
    for (const key of keys) {
      const own = (of: { [key: string]: Json }) => (Object.hasOwn(of, key) ? of[key] : undefined);
      const found = firstDifference(own(stated), own(recomputed), where === '' ? key : `${where}.${key}`);
      if (found) return found;
    }
    return null;
  }
  return stated === recomputed ? null : { where, stated: stated ?? null, recomputed: recomputed ?? null };
}

/** What is compared of a claim; other parts are compared too, whatever they are called. */
type ComparedClaim = { readonly id: string; readonly measure: string; readonly display: string; readonly value: unknown };

const shown = (claim: ComparedClaim | undefined) => (claim === undefined ? null : { display: claim.display, value: claim.value });

/**
 * Claims as a file states them beside those that its data give, by their ids: first in the order of the file, then those that it lacks.
 *
 * @param stated and `recomputed`: as they come out of JSON
 */
export function compareClaims(stated: readonly ComparedClaim[], recomputed: readonly ComparedClaim[]): VerifiedClaim[] {
  const again = new Map(recomputed.map((claim) => [claim.id, claim]));
  const ids = new Set(stated.map(({ id }) => id));
  const compared = stated.map((claim, at): VerifiedClaim => {
    const other = again.get(claim.id);
    const twice = stated.findIndex(({ id }) => id === claim.id) !== at;
    const difference = twice
      ? { where: 'id', stated: claim.id, recomputed: 'stands in the file twice' }
      : firstDifference(claim as unknown as Json, other as unknown as Json | undefined, other === undefined ? 'claim' : '', ORDER);
    const difference1 = difference?.where === 'claim' ? { where: 'claim', stated: claim.display, recomputed: null } : difference;
    return {
      id: claim.id,
      measure: claim.measure,
      stated: shown(claim),
      recomputed: shown(other),
      match: difference === null,
      firstDifference: difference1,
      decisions: [],
    };
  });
  const more = recomputed
    .filter(({ id }) => !ids.has(id))
    .map(
      (claim): VerifiedClaim => ({
        id: claim.id,
        measure: claim.measure,
        stated: null,
        recomputed: shown(claim),
        match: false,
        firstDifference: { where: 'claim', stated: null, recomputed: claim.display },
        decisions: [],
      }),
    );
  return [...compared, ...more];
}
