import type { KeptBracket } from '../../../shared/case/brackets.ts';
import { type RemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import { Badge, Button } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import styles from './removal.module.css';
import type { useVerification } from './useVerification.ts';

type ClosedBracket = KeptBracket['closed'];

/** What an independent solver says of the breaking point, when the person asks for it. */
export function SolverCheck({ spec, solver }: { spec: RemovalSpec; solver: ReturnType<typeof useVerification> }) {
  const client = useClient();
  const keep = useCommand((input: Parameters<typeof client.removal.keepBracket>[0]) => client.removal.keepBracket(input), {
    title: 'Keep the closed bracket',
  });
  const { tell } = useNotices.getState();
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
      {verification?.closed && !isFetching && solver.kept === null && (
        <Button
          size="small"
          isDisabled={keep.isPending}
          onPress={() =>
            void keep
              .mutateAsync({ ...wholeRemovalSpec(spec), solver: verification.solver, closed: verification.closed as ClosedBracket })
              .then(({ id }) => tell(`Closed bracket kept as ${id}. Undo takes it back`))
          }
        >
          Keep in the case
        </Button>
      )}
      {solver.kept && <p className={styles.quiet}>{solver.kept.words}</p>}
    </div>
  );
}
