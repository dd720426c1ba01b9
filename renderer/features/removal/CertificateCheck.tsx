import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RemovalResult, RemovalSpec } from '../../../shared/case/removal.ts';
import { Badge, Button } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { queryKeys } from '../../state/queries.ts';
import styles from './removal.module.css';

type Props = { spec: RemovalSpec; result: RemovalResult };

/** Verdict of the independent checker on the certificates of a result, when the person asks for it; a new result asks anew. */
export function CertificateCheck({ spec, result }: Props) {
  const client = useClient();
  const [asked, setAsked] = useState<RemovalResult | null>(null);
  const wanted = asked === result;
  const { certificate, certificateHigh } = result;
  const certificates = certificateHigh === null ? [certificate] : [certificate, certificateHigh];
  const { data, error, isFetching } = useQuery({
    queryKey: [...queryKeys.case, 'removal-check', spec, certificates],
    queryFn: ({ signal }) =>
      runJob('Check the certificate', (leave) => client.removal.check({ ...spec, certificates }, { signal: leave }), { signal }),
    enabled: wanted,
  });
  const findings = data?.flatMap((check) => check.findings) ?? [];
  const holds = data?.every(({ valid }) => valid) ?? false;
  return (
    <div className={styles.check}>
      <Button size="small" isDisabled={wanted && isFetching} onPress={() => setAsked(result)}>
        Check the certificate
      </Button>
      <span role="status">
        {wanted && isFetching && 'checking…'}
        {wanted && error !== null && !isCancelled(error) && `The check could not be made: ${error.message}`}
        {wanted && data && (
          <>
            <Badge tone={holds ? 'proven' : 'warning'}>{holds ? 'holds' : 'does not hold'}</Badge>{' '}
            {holds ? 'Counted again from the records by a checker that shares nothing with the search.' : findings.join('; ')}
          </>
        )}
      </span>
    </div>
  );
}
