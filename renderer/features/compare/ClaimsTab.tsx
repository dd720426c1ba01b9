import { useQueries } from '@tanstack/react-query';
import type { ComparedSide } from '../../../shared/case/compare.ts';
import { type ClaimLine, type ComparedClaim, compareClaims } from '../../../shared/compare/claims.ts';
import { NO_VALUE } from '../../../shared/format/index.ts';
import { type DataColumn, DataTable, ErrorNotice, Panel } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import styles from './compare.module.css';
import { marked, markNote } from './words.ts';

const STANDINGS = { higher: 'higher', lower: 'lower', same: 'same', undetermined: 'undetermined' } as const;

/** Sides whose columns have room beside each other; more of them scroll. */
const MOST_FITTING = 2;

type Props = { sides: readonly ComparedSide[]; labels: readonly string[]; mark: string | null };
type Row = { claim: ComparedClaim; line: ClaimLine };

/** The eight claims of all sides: the same measure on each, and a direction only where it holds over the ranges of both. */
export function ClaimsTab({ sides, labels, mark }: Props) {
  const client = useClient();
  const answers = useQueries({
    queries: sides.map(({ spec: { dataset, where, entities, weight } }) => {
      const spec = { dataset, where, entities, weight };
      return {
        queryKey: [...queryKeys.case, 'compare', 'claims', spec],
        queryFn: ({ signal }: { signal: AbortSignal }) => client.claims.scorecard(spec, { signal }),
      };
    }),
  });
  const failed = answers.find(({ error }) => error !== null);
  if (failed) return <ErrorNotice error={failed.error} effect="No claims are shown." />;
  const cards = answers.flatMap(({ data }) => (data ? [data] : []));
  if (cards.length < sides.length) return <p className={styles.quiet}>Computing the claims…</p>;
  const letters = sides.map(({ letter }) => letter);
  const claims = compareClaims(cards, letters, mark === null);
  const fits = sides.length <= MOST_FITTING;
  const rows: Row[] = claims.flatMap((claim) => claim.lines.map((line) => ({ claim, line })));
  const columns: DataColumn<Row>[] = [
    { id: 'measure', header: 'Measure', rowHeader: true, wrap: true, cell: ({ line }) => line.label },
    ...sides.map(
      ({ letter }, index): DataColumn<Row> => ({
        id: letter,
        header: labels[index],
        align: 'right',
        width: fits ? 176 : undefined,
        cell: ({ line }) => {
          const cell = line.cells[index];
          return cell ? marked(cell.display, mark) : NO_VALUE;
        },
      }),
    ),
    {
      id: 'standing',
      header: `${letters.at(-1)} against A`,
      width: fits ? 112 : undefined,
      cell: ({ line }) => (line.standing === null ? NO_VALUE : STANDINGS[line.standing]),
    },
  ];
  return (
    <Panel title="Claims side by side" aside="stated (low to high); a direction only over the whole ranges" flush>
      <DataTable
        label="Claims side by side"
        scrolls
        fixed={fits}
        columns={columns}
        rows={rows}
        rowKey={({ claim, line }) => `${claim.id} ${line.key}`}
        caption={markNote(mark) ?? undefined}
        groupOf={({ claim }) => ({
          key: claim.id,
          heading: (
            <>
              {claim.id} {claim.title}
              {claim.words !== '' && <span className={styles.words}> {claim.words}</span>}
            </>
          ),
        })}
      />
    </Panel>
  );
}
