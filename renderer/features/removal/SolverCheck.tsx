import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RemovalResult, RemovalSpec } from '../../../shared/case/removal.ts';
import { Badge, Button } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { queryKeys } from '../../state/queries.ts';
import styles from './removal.module.css';

/** The breaking point once more by an independent solver, when the person asks for it; a new result asks anew. */
export function SolverCheck({ spec, result }: { spec: RemovalSpec; result: RemovalResult }) {
  const client = useClient();
  const [asked, setAsked] = useState<RemovalResult | null>(null);
  const wanted = asked === result;
  const { data, error, isFetching } = useQuery({
    queryKey: [...queryKeys.case, 'removal-verify', spec],
    queryFn: ({ signal }) => runJob('Check with a solver', (leave) => client.removal.verify(spec, { signal: leave }), { signal }),
    enabled: wanted,
    retry: false,
  });
  return (
    <div className={styles.check}>
      <Button size="small" isDisabled={wanted && isFetching} onPress={() => setAsked(result)}>
        Check with a solver
      </Button>
      <span role="status">
        {wanted && isFetching && 'solving…'}
        {wanted && error !== null && !isCancelled(error) && `The solver could not be asked: ${error.message}`}
        {wanted && data && (
          <>
            <Badge tone={data.status === 'agrees' ? 'proven' : 'warning'}>{data.status}</Badge> {data.words}
          </>
        )}
      </span>
    </div>
  );
}
