import { Badge, Button } from '../../app/controls/index.ts';
import { isCancelled } from '../../state/errors.ts';
import styles from './removal.module.css';
import type { useVerification } from './useVerification.ts';

/** What an independent solver says of the breaking point, when the person asks for it. */
export function SolverCheck({ solver }: { solver: ReturnType<typeof useVerification> }) {
  const { verification, error, isFetching, ask, closed } = solver;
  const certified = closed !== null && verification?.closed?.pessimistic?.certificate.status === 'proven';
  return (
    <div className={styles.check}>
      <Button size="small" isDisabled={isFetching} onPress={ask}>
        Check with a solver
      </Button>
      <span role="status">
        {isFetching && 'solving…'}
        {error !== null && !isCancelled(error) && `The solver could not be asked: ${error.message}`}
        {verification && !isFetching && (
          <>
            <Badge tone={verification.status === 'agrees' ? 'proven' : 'warning'}>{verification.status}</Badge> {verification.words}
            {closed &&
              (certified
                ? ' The certificate above now holds the closed bracket.'
                : ' The certificate above stays the bracket of the search: what closes it is the word of the solver.')}
          </>
        )}
      </span>
    </div>
  );
}
