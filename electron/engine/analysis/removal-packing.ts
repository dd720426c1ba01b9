import { type RemovalResult, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import { intervalSentence } from '../../../shared/resilience/readings.ts';
import type { Lane } from '../lanes/protocol.ts';
import type { PackingVerdict, solverOperations } from '../solver/operations.ts';
import type { RemovalRequest } from './removal-request.ts';

/** Seconds that linear programs and placements may take before the answer is given as it is. */
const SECONDS = 20;

const isOpen = (certificate: Record<string, unknown> | null): boolean => certificate?.status === 'bracket';

/**
 * The answer of a competing test in which classes ask for CPU or memory, narrowed by linear programs where the search left a bracket; any other
 * answer as it is.
 */
export async function withPacking(
  solver: Pick<Lane<typeof solverOperations>, 'call'>,
  request: RemovalRequest,
  result: RemovalResult,
  signal: AbortSignal | undefined,
): Promise<RemovalResult> {
  const { mode, metric } = wholeRemovalSpec(request.spec);
  const { cpuMilli, memoryMib } = request.supply.inventory;
  const asks = result.portfolio.classes.some(
    (workload) =>
      (cpuMilli !== undefined && workload.cpu_milli_per_node !== undefined) ||
      (memoryMib !== undefined && workload.memory_mib_per_node !== undefined),
  );
  if (mode !== 'competing' || metric !== 'value' || !asks) return result;
  if (!isOpen(result.certificate) && !isOpen(result.certificateHigh)) return result;
  const verdict = await solver.call('solver.packing', { ...request, seconds: SECONDS }, { signal });
  return verdict === null ? result : narrowed(result, verdict);
}

/** A result with the certificates of the solver in the place of those that they narrow. */
export function narrowed(result: RemovalResult, { pessimistic, optimistic, units, note }: PackingVerdict): RemovalResult {
  const high = optimistic ?? pessimistic;
  const certificate = pessimistic.certificate === null ? result.certificate : { ...pessimistic.certificate };
  const smaller = pessimistic.certificate !== null && pessimistic.certificate.k !== result.certificate.k;
  return {
    ...result,
    breakingPoint: {
      low: pessimistic.kLow,
      high: high.k,
      proven: pessimistic.kLow === pessimistic.k && high.kLow === high.k,
      members: pessimistic.certificate?.R ?? result.breakingPoint.members,
    },
    sentence:
      optimistic === null
        ? pessimistic.sentence
        : `${intervalSentence(endsOf(pessimistic), endsOf(optimistic), units, result.by)} ${pessimistic.sentence}`,
    certificate,
    certificateHigh: optimistic?.certificate ? { ...optimistic.certificate } : result.certificateHigh,
    // the other sets were smallest sets of the larger number
    ...(smaller ? { alternatives: [], inEvery: null } : {}),
    notes: [...result.notes, note],
  };
}

const endsOf = ({ kLow, k }: { kLow: number | null; k: number | null }) => ({ low: kLow, high: k });
