import { CircleCheck } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { EntityScope, ProposalRow } from '../../../shared/case/entities.ts';
import { formatCount, formatShare, plural } from '../../../shared/format/index.ts';
import { Badge, Button, EmptyState, ErrorNotice } from '../../app/controls/index.ts';
import { Grid, type GridColumn } from '../../grid/index.ts';
import { runCommand, useCommandHandler } from '../../state/commands.ts';
import { EvidencePanel } from './EvidencePanel.tsx';
import styles from './entities.module.css';
import { GuardDialog } from './GuardDialog.tsx';
import { USUAL_LEAST, useEntityState } from './scope.ts';
import { type Points, useBreakingPoints, type useProposals, type Verb } from './useProposals.ts';
import { breakingText, evidenceLine, kText, namesOf, pointsText } from './words.ts';

const TONES = { proof: 'proven', strong: 'accent', weak: undefined } as const;
const rowKey = (row: ProposalRow): string => row.id;

function columnsOf(points: { current: Points }, before: { current: ReturnType<typeof useProposals>['result'] }): GridColumn<ProposalRow>[] {
  const change = (now: string, then: string) => (then === '' ? '' : `${now} → ${then}`);
  return [
    {
      id: 'accounts',
      header: 'Accounts',
      width: 120,
      flex: 4,
      text: (row) => `${namesOf(row)}${row.deferred ? ' (later)' : ''}`,
    },
    {
      id: 'evidence',
      header: 'Evidence',
      width: 140,
      flex: 4,
      text: (row) => {
        const { what, value, more } = evidenceLine(row);
        return `${row.strength}: ${what} ${value}${more > 0 ? ` and ${more} more` : ''}`;
      },
      render: (row) => {
        const { what, value, more } = evidenceLine(row);
        return (
          <span className={styles.evidenceCell}>
            <Badge tone={TONES[row.strength]}>{row.strength}</Badge>
            <span className={styles.evidenceText}>
              {what} <span className={styles.quiet}>{value}</span>
            </span>
            {more > 0 && <span className={styles.quiet}>+{formatCount(more)}</span>}
          </span>
        );
      },
    },
    { id: 'share', header: 'Share', width: 72, align: 'right', text: (row) => formatShare(row.share) },
    { id: 'hhi', header: 'HHI', width: 70, align: 'right', text: (row) => pointsText(row.deltaHhi) },
    {
      id: 'k',
      header: 'k > 1/2',
      width: 82,
      align: 'right',
      text: (row) => change(kText(before.current?.headlines.confirmed, '1/2'), kText(row.after, '1/2')),
    },
    {
      id: 'breaking',
      header: 'k*',
      width: 82,
      align: 'right',
      text: (row) => {
        const then = points.current.of.get(row.id);
        return then ? change(breakingText(points.current.now), breakingText(then)) : '';
      },
    },
  ];
}

type Props = { scope: EntityScope; state: ReturnType<typeof useProposals> };

/** The work plan: proposals by value, their evidence, and one key a decision. */
export function ProposalsTab({ scope, state }: Props) {
  const { result, rows, stale, error, asked, decide, answer } = state;
  const { least, set } = useEntityState();
  const [index, setIndex] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const at = Math.min(index, rows.length - 1);
  const current = rows[at] ?? null;
  const points = useBreakingPoints(scope, rows, current, result !== null && !stale);

  const shown = useRef({ rows, points, result });
  shown.current = { rows, points, result };
  const columns = useMemo(
    () =>
      columnsOf(
        {
          get current() {
            return shown.current.points;
          },
        },
        {
          get current() {
            return shown.current.result;
          },
        },
      ),
    [],
  );
  const window = useCallback(async (start: number, end: number) => {
    const { rows: all } = shown.current;
    return { total: all.length, rows: all.slice(start, end) };
  }, []);
  const onFocusRow = useCallback((_row: ProposalRow, rowIndex: number) => setIndex(rowIndex), []);

  const act = (verb: Verb) => {
    if (!current || asked) return;
    decide(current, verb);
  };
  useCommandHandler('entities.confirm', () => act('confirm'), { enabled: current !== null });
  useCommandHandler('entities.reject', () => act('reject'), { enabled: current !== null });
  useCommandHandler('entities.defer', () => act('defer'), { enabled: current !== null });
  useCommandHandler('entities.takeBack', () => void runCommand('edit.undo'));
  useCommandHandler('entities.evidence', () => place.current?.querySelector<HTMLElement>('[data-evidence]')?.focus(), {
    enabled: current !== null,
  });
  // The first proposal has the focus, so that the first key is a decision.
  const ready = result !== null && rows.length > 0;
  useEffect(() => {
    if (ready) setIndex((before) => Math.max(0, before));
  }, [ready]);

  if (error) return <ErrorNotice error={error} effect="No proposals are shown for these accounts." />;
  if (!result) return <p className={styles.waiting}>Comparing names and facts of the accounts …</p>;
  const empty = rows.length === 0;
  return (
    <div className={styles.work} ref={place}>
      {empty ? (
        <div className={styles.emptyPanel}>
          <EmptyState
            icon={<CircleCheck size={28} />}
            title={least > 0 ? `No proposals above ${formatShare(least)} of weight` : 'No open proposals'}
            actions={
              result.below > 0 && (
                <Button onPress={() => set({ least: 0 })}>Show {plural(result.below, 'smaller proposal', 'smaller proposals')}</Button>
              )
            }
          >
            {`${plural(result.accounts, 'account')} compared by ${['name', ...result.traits.map(({ column }) => column)].join(', ')}. Link accounts by hand where you know more than the file.`}
          </EmptyState>
        </div>
      ) : (
        <>
          <section className={styles.list} aria-label="Proposals">
            <Grid
              label="Proposals: C confirms, X rejects, L leaves for later, U takes back, Enter opens the evidence"
              columns={columns}
              window={window}
              rowKey={rowKey}
              data={rows}
              version={points}
              stale={stale}
              onFocusRow={onFocusRow}
              focusFirst
              emptyText="No open proposals"
            />
            <p className={styles.legend}>
              <span>
                <kbd>C</kbd> confirm <kbd>X</kbd> reject <kbd>L</kbd> later <kbd>U</kbd> take back <kbd>Enter</kbd> evidence
              </span>
              {result.below > 0 && (
                <Button size="small" variant="quiet" onPress={() => set({ least: least > 0 ? 0 : USUAL_LEAST })}>
                  Show {plural(result.below, 'smaller proposal', 'smaller proposals')}
                </Button>
              )}
              {result.total > result.rows.length && (
                <span>
                  the {formatCount(result.rows.length)} most valuable of {formatCount(result.total)}
                </span>
              )}
            </p>
          </section>
          {current && (
            <aside className={styles.side} aria-label="Proposal with the focus">
              <EvidencePanel
                row={current}
                before={result.headlines.confirmed}
                points={points}
                nameColumn={result.nameColumn}
                onDecide={act}
                onLeave={() => place.current?.querySelector<HTMLElement>(`[row-index="${at}"] [role=gridcell]`)?.focus()}
              />
            </aside>
          )}
        </>
      )}
      {asked && <GuardDialog key={asked.row.id + asked.error.code} asked={asked} onAnswer={answer} />}
    </div>
  );
}
