import { useQuery } from '@tanstack/react-query';
import type { EntityQuestion, EntityScope } from '../../../shared/case/entities.ts';
import { listOf, plural } from '../../../shared/format/index.ts';
import { type DataColumn, DataTable, EmptyState, ErrorNotice, Panel } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { queryKeys } from '../../state/queries.ts';
import styles from './entities.module.css';
import { pointsText } from './words.ts';

type Lines = { packs: string[]; standard: boolean };
type Found = { total: number; test: string | null; lines: Lines; questions: EntityQuestion[] };

/** Whose reference lines count as stated conclusions. */
function linesWords({ packs, standard }: Lines): string {
  if (packs.length === 0) return 'no line of the chosen packs is on HHI or the largest share';
  return `lines of ${listOf(packs, 4)}${standard ? ', as no pack is chosen' : ''}`;
}

/** `NC(1/2)` as `k > 1/2`, lines as they are printed. */
const conclusionWords = (conclusion: string): string =>
  conclusion
    .replace(/^NC\((.*)\)$/, 'k > $1')
    .replace('breaking point', 'k*')
    .replace('hhi_points', 'HHI')
    .replace('cr1', 'largest share');

const COLUMNS: readonly DataColumn<EntityQuestion>[] = [
  {
    id: 'question',
    wrap: true,
    width: '28%',
    header: 'Question',
    cell: ({ kind, groups, id, more }) =>
      kind === 'pair' ? (
        <>
          Are <b>{groups[0]}</b> and <b>{groups[1]}</b> one?
          {more > 0 && <span className={styles.quiet}> The same evidence suggests {plural(more, 'further pair')}.</span>}
        </>
      ) : (
        <>
          Who runs {id}? If it is <b>{groups[0] ?? 'one party'}</b>:
        </>
      ),
  },
  { id: 'hhi', header: 'HHI', align: 'right', cell: ({ deltaHhi }) => pointsText(deltaHhi) },
  {
    id: 'flips',
    wrap: true,
    width: '34%',
    header: 'Would change',
    cell: ({ flips }) =>
      flips.length === 0 ? (
        <span className={styles.quiet}>no conclusion</span>
      ) : (
        flips.map(({ conclusion, before, after }) => (
          <span key={conclusion} className={styles.flip}>
            {conclusionWords(conclusion)}{' '}
            <b>
              {before} → {after}
            </b>
          </span>
        ))
      ),
  },
  {
    id: 'settle',
    header: 'Would settle it',
    wrap: true,
    width: '30%',
    cell: ({ wouldSettle }) => <span className={styles.quiet}>{wouldSettle}</span>,
  },
];

/** What to find out next: first what would change a stated conclusion, then by the exact effect on HHI. */
export function InvestigateTab({ scope }: { scope: EntityScope }) {
  const client = useClient();
  const query = useQuery({
    queryKey: [...queryKeys.case, 'entities', 'investigate', scope],
    queryFn: ({ signal }) =>
      runJob<Found>('Find what to investigate', (leave) => client.entities.investigate({ scope }, { signal: leave }), { signal }),
  });
  if (query.error && !isCancelled(query.error)) return <ErrorNotice error={query.error} />;
  if (!query.data) return <p className={styles.waiting}>Working out what each answer would change …</p>;
  const { questions, total, test, lines } = query.data;
  if (total === 0)
    return (
      <Panel>
        <EmptyState title="Nothing open would change a number">Every account has an owner, and no proposal is open.</EmptyState>
      </Panel>
    );
  return (
    <Panel
      title="What to find out next"
      aside={`${plural(total, 'question')} · ${linesWords(lines)}${test === null ? '' : ` · breaking point by “${test}”`}`}
      flush
    >
      <DataTable
        label="What to find out next"
        columns={COLUMNS}
        rows={questions.slice(0, 100)}
        rowKey={({ kind, id }) => `${kind} ${id}`}
      />
    </Panel>
  );
}
