import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type RemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import { type Evaluation, type Preview, withPlacement } from './preview.ts';

/**
 * What stays servable of the removal that rests, sharpened where classes compete by jobs that the engine places one by one: the page has the
 * bounds at once, the engine a better lower end and the instances of each class.
 */
export function usePlacement(
  spec: RemovalSpec,
  { model }: Preview,
  evaluation: Evaluation,
  removed: readonly string[],
): { evaluation: Evaluation; placing: boolean } {
  const client = useClient();
  const wanted = model.mode === 'competing' && wholeRemovalSpec(spec).mode === 'competing';
  const { data: left, isFetching } = useQuery({
    queryKey: [...queryKeys.case, 'removal-served', spec, removed],
    queryFn: ({ signal }) => client.removal.served({ ...spec, removed: [...removed] }, { signal }),
    enabled: wanted,
    retry: false,
    gcTime: 30_000,
  });
  // a model that still stands for the test before it has other demand
  const fits = left !== undefined && left.demand === model.demand && left.classes.length === model.classes.length;
  return {
    evaluation: useMemo(() => (wanted && fits ? withPlacement(evaluation, left) : evaluation), [wanted, fits, left, evaluation]),
    placing: wanted && isFetching && !fits,
  };
}
