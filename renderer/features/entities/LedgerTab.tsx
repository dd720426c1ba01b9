import { useQuery } from '@tanstack/react-query';
import { formatCount, formatHhi } from '../../../shared/format/index.ts';
import { Badge, Button, EmptyState, ErrorNotice, Panel } from '../../app/controls/index.ts';
import { momentText } from '../../app/words.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys, useCommand } from '../../state/queries.ts';
import styles from './entities.module.css';

type Recorded = { why?: string; effect?: { before: { hhi: number | null }; after: { hhi: number | null } } | null; takesBack?: number };

/** Decisions about entities with reason and effect; any of them can be taken back, not only the last. */
export function LedgerTab() {
  const client = useClient();
  const list = useQuery({
    queryKey: [...queryKeys.case, 'entities', 'ledger'],
    queryFn: ({ signal }) => client.entities.ledger({ window: { start: 0, end: 500 } }, { signal }),
  });
  const takeBack = useCommand((sequence: number) => client.entities.takeBack({ sequence }), { title: 'The decision was not taken back' });
  if (list.error) return <ErrorNotice error={list.error} />;
  const entries = (list.data?.entries ?? []).filter(({ undoes }) => undoes === null);
  if (list.data && entries.length === 0)
    return (
      <Panel>
        <EmptyState title="No decision yet">Each decision appears here with its evidence, reason and effect, and the way back.</EmptyState>
      </Panel>
    );
  return (
    <Panel flush>
      <ol className={styles.ledger}>
        {entries.map(({ sequence, at, actor, label, input, inForce }) => {
          const { why, effect } = input as Recorded;
          return (
            <li key={sequence} className={inForce ? undefined : styles.undone}>
              <span className={styles.number}>{formatCount(sequence)}</span>
              <span className={styles.decision}>
                <span>{label}</span>
                <span className={styles.quiet}>
                  {momentText(at)}, {actor}
                  {why ? `: ${why}` : ''}
                </span>
              </span>
              <span className={styles.quiet}>
                {effect && effect.before.hhi !== effect.after.hhi
                  ? `HHI ${formatHhi(effect.before.hhi)} → ${formatHhi(effect.after.hhi)}`
                  : ''}
              </span>
              {inForce ? (
                <Button
                  size="small"
                  variant="quiet"
                  isDisabled={takeBack.isPending}
                  onPress={() => takeBack.mutate(sequence)}
                  aria-label={`Take back: ${label}`}
                >
                  Take back
                </Button>
              ) : (
                <Badge>taken back</Badge>
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
