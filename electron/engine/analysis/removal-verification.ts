import type { Verification } from '../../../shared/case/contingencies.ts';
import { countOf } from '../../../shared/format/index.ts';
import type { SolverVerdict, SolverVerification } from '../solver/operations.ts';

/** Bracket on the breaking point of one reading; `null` = no removal fails the test. */
export type Bracket = { kLow: number | null; k: number | null };
/** What the search says of both readings; `optimistic` is `null` where they are the same. */
export type SearchedBrackets = { pessimistic: Bracket; optimistic: Bracket | null };

type Status = Verification['status'];

/** `null` as the end of a bracket is beyond all numbers. */
const end = (value: number | null): number => value ?? Number.POSITIVE_INFINITY;

function statusOf(searched: Bracket, solved: SolverVerdict): Status {
  const isNever = searched.kLow === null;
  // The solver says "never" with `null` at both ends; `null` at the upper end alone means that it found no attack in time.
  const upper = solved.kLow === null || solved.k !== null ? end(solved.k) : Number.POSITIVE_INFINITY;
  if (end(solved.kLow) > end(searched.k) || upper < end(searched.kLow)) return 'differs';
  if (!solved.proven) return 'undecided';
  // A number of the solver's own inside a bracket of the search closes that bracket.
  return isNever === (solved.kLow === null) ? 'agrees' : 'undecided';
}

/** @param by the removal unit; `null` = the numbers are costs */
function bracketWords(low: number | null, high: number | null, by: string | null): string {
  if (low === null) return 'no removal fails the test';
  const what = by === null ? 'the cheapest removal costs' : 'k*';
  if (low === high) return by === null ? `${what} ${low}` : `${what} = ${countOf(low, by)}`;
  return `${what}${by === null ? '' : ' is'} at least ${low}${high === null ? '' : ` and at most ${high}`}`;
}

const storable = ({ closed }: SolverVerdict) => closed && { certificate: { ...closed.certificate }, sentence: closed.sentence };

/** What a solver says of a breaking point beside the search, over both readings of what is unknown. */
export function verificationOf(
  searched: SearchedBrackets,
  { solver, pessimistic, optimistic }: SolverVerification,
  by: string | null,
): Verification {
  const pairs: [Bracket, SolverVerdict][] = [[searched.pessimistic, pessimistic]];
  if (searched.optimistic !== null && optimistic !== null) pairs.push([searched.optimistic, optimistic]);
  const each = pairs.map(([bracket, verdict]) => statusOf(bracket, verdict));
  const status = each.includes('differs') ? 'differs' : each.includes('undecided') ? 'undecided' : 'agrees';
  const said = pairs.map(([, { kLow, k }], reading) => {
    const words = bracketWords(kLow, k, by);
    return pairs.length === 1 ? words : `${words} in the ${reading === 0 ? 'adverse' : 'favourable'} reading`;
  });
  const closes = pairs.some(([bracket]) => bracket.kLow !== bracket.k);
  const verdict = {
    agrees: closes
      ? `${solver} closes the bracket of the search: ${said.join('; ')}.`
      : `${solver} finds the same by a mixed-integer program: ${said.join('; ')}.`,
    differs: `${solver} finds something else than the search: ${said.join('; ')}. One of the two is wrong; please report it with the case.`,
    undecided: `${solver} leaves it open, as far as it came in the time it had: ${said.join('; ')}.`,
  };
  return {
    solver,
    status,
    low: pessimistic.kLow,
    high: (optimistic ?? pessimistic).k,
    members: pessimistic.members,
    words: verdict[status],
    ...(status === 'differs' || (pessimistic.closed === null && !optimistic?.closed)
      ? {}
      : { closed: { pessimistic: storable(pessimistic), optimistic: optimistic && storable(optimistic) } }),
  };
}
