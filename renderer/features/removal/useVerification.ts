import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Verification } from '../../../shared/case/contingencies.ts';
import type { RemovalResult, RemovalSpec } from '../../../shared/case/removal.ts';
import { intervalSentence } from '../../../shared/resilience/readings.ts';
import { useClient } from '../../state/client.tsx';
import { runJob } from '../../state/jobs.ts';
import { queryKeys } from '../../state/queries.ts';

/** The breaking point once more by an independent solver, when the person asks for it; kept with the case as long as it is open. */
export function useVerification(spec: RemovalSpec, result: RemovalResult | null) {
  const client = useClient();
  const [asked, setAsked] = useState<RemovalSpec | null>(null);
  const { data, error, isFetching } = useQuery({
    queryKey: [...queryKeys.case, 'removal-verify', spec],
    queryFn: ({ signal }) => runJob('Check with a solver', (leave) => client.removal.verify(spec, { signal: leave }), { signal }),
    enabled: asked === spec,
    retry: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const closed = useMemo(() => (result && data ? closedResult(result, data) : null), [result, data]);
  return { verification: data ?? null, error, isFetching, ask: () => setAsked(spec), closed, kept: result?.kept ?? null };
}

/**
 * A result whose bracket the solver closed: breaking point and sentence of the solver, and the certificates that came of it. A certificate
 * holds only what can be checked again in integers; where the solver alone proves the smaller attack, it stays the search's.
 *
 * @returns `null` where the search had proven its breaking point already, or the solver did not close it
 */
function closedResult(result: RemovalResult, { status, low, high, members, closed, words }: Verification): RemovalResult | null {
  if (result.breakingPoint.proven || status !== 'agrees') return null;
  const breakingPoint = { ...result.breakingPoint, low, high, proven: true, members };
  const adverse = closed?.pessimistic ?? null;
  const said = adverse === null ? `${result.sentence} ${words}` : adverse.sentence;
  return {
    ...result,
    breakingPoint,
    sentence:
      adverse === null || result.certificateHigh === null
        ? said
        : `${intervalSentence({ low, high: low }, { low: high, high }, result.units, result.by)} ${said}`,
    certificate: adverse?.certificate ?? result.certificate,
    certificateHigh: result.certificateHigh && (closed?.optimistic?.certificate ?? result.certificateHigh),
  };
}
