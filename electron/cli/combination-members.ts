import { ChokepointError } from '../../shared/case/error.ts';
import type { WholeRemovalSpec } from '../../shared/case/removal.ts';
import { listOf } from '../../shared/format/index.ts';
import { fold } from '../../shared/normalise/fold.ts';
import { mostSimilar, similarityIndex } from '../../shared/normalise/similarity.ts';
import type { Engine } from '../engine/index.ts';

const NAMED = 5;
const ALIKE = 0.5;

/**
 * Stops a test whose combinations, as typed, hold a unit that is not in the data: without it the test would answer another question.
 * A scenario that is asked of another dataset is not stopped; it names what it leaves behind.
 *
 * @throws ChokepointError `combination-member-missing` naming the units, and names of the data that are like them
 */
export async function refuseAbsentMembers(engine: Engine, spec: WholeRemovalSpec): Promise<void> {
  const { absent } = await engine.client.removal.replay({ spec: { ...spec, costs: {} }, removed: [], dataset: spec.dataset });
  if (absent.length === 0) return;
  const { units } = await engine.client.removal.model({ ...spec, combinations: [], costs: {} });
  const index = similarityIndex(units.map(({ id }) => [fold(id), id] as const));
  const near = [...new Set(absent.flatMap((name) => mostSimilar(fold(name).slice(0, 80), index, 2, ALIKE)))].slice(0, NAMED);
  const quoted = (names: readonly string[]) =>
    listOf(
      names.map((name) => `"${name}"`),
      NAMED,
    );
  const comma = near.some((name) => name.includes(','));
  throw new ChokepointError(
    'combination-member-missing',
    `The test was not run: ${quoted(absent)} of --combine ${absent.length === 1 ? 'is no unit' : 'are no units'} of "${spec.by}" in these data.`,
    near.length === 0
      ? `Name units as they stand in the column "${spec.by}".`
      : `Alike ${near.length === 1 ? 'is' : 'are'} ${quoted(near)}.${comma ? ` A name with a comma stands in double quotes, as in CSV: --combine 'NAME="${near.find((name) => name.includes(','))}",...'.` : ''}`,
    { absent, near },
  );
}
