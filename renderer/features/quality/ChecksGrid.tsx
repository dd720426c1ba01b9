import { Check, CircleDashed, OctagonAlert, TriangleAlert } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import type { QualityResult } from '../../../shared/case/quality.ts';
import { formatCount, formatShare, weightNoun } from '../../../shared/format/index.ts';
import { Badge, classes } from '../../app/controls/index.ts';
import { Grid, type GridColumn, ShareBar } from '../../grid/index.ts';
import styles from './quality.module.css';
import { claimMarks, EFFECTS, failedWords, STATES } from './words.ts';

type Row = { id: string };
const rowKey = (row: Row): string => row.id;

type Props = {
  label: string;
  checks: readonly QualityResult[];
  weight: string;
  /** with those that passed and those that cannot be made */
  all?: boolean;
  onFocus: (check: string) => void;
  onOpen: (check: string) => void;
};

const ICONS = { passed: Check, failed: TriangleAlert, 'not-applicable': CircleDashed, broken: OctagonAlert };

function State({ check }: { check: QualityResult }) {
  const Icon = ICONS[check.state];
  return (
    <span className={classes(styles.state, styles[`state_${check.state}`])}>
      <Icon size={14} aria-hidden />
      {STATES[check.state]}
    </span>
  );
}

/** Small marks of the claims that a check touches; the card of the check names them. */
function Claims({ claims }: { claims: readonly string[] }) {
  return (
    <span className={styles.claims}>
      {claimMarks(claims).map(({ text, title }) => (
        <span key={text} className={styles.claim} title={title}>
          {text}
        </span>
      ))}
    </span>
  );
}

/** Checks in the order of the engine: failed ones first, by the weight that they touch. */
export function ChecksGrid({ label, checks, weight, all, onFocus, onOpen }: Props) {
  // Rows are names and read the latest answers, so that a waiver redraws a row and moves no focus.
  const byId = useRef(new Map<string, QualityResult>());
  byId.current = new Map(checks.map((check) => [check.id, check]));
  const order = checks.map(({ id }) => id).join(' ');
  const window = useCallback(
    async (start: number, end: number) => {
      const ids = order === '' ? [] : order.split(' ');
      return { total: ids.length, rows: ids.slice(start, end).map((id): Row => ({ id })) };
    },
    [order],
  );
  const columns = useMemo<GridColumn<Row>[]>(() => {
    const of = (row: Row) => byId.current.get(row.id) as QualityResult;
    const about = (row: Row): string => {
      const { message, state } = of(row);
      return state === 'passed' ? `${formatCount(of(row).tested)} ${of(row).unit} tested` : message;
    };
    const effect: GridColumn<Row> = {
      id: 'effect',
      header: 'Effect',
      width: 76,
      text: (row) => of(row).effect,
      render: (row) => (
        <span className={styles.middle}>
          <Badge tone={EFFECTS[of(row).effect].tone}>{of(row).effect}</Badge>
        </span>
      ),
    };
    const title: GridColumn<Row> = {
      id: 'title',
      header: 'Check',
      width: 190,
      flex: 4,
      text: (row) => `${of(row).title}. ${about(row)}`,
      render: (row) => (
        <span className={styles.check}>
          <span className={styles.checkTitle}>{of(row).title}</span>
          <span className={styles.checkAbout}>{about(row)}</span>
        </span>
      ),
    };
    const failed: GridColumn<Row> = {
      id: 'failed',
      header: all ? 'Failed of tested' : 'Failed',
      width: all ? 124 : 80,
      align: 'right',
      text: (row) => (of(row).tested === 0 ? '—' : failedWords(of(row))),
      render: (row) =>
        of(row).tested === 0 ? (
          '—'
        ) : (
          <span className={classes(styles.check, styles.numbers)}>
            <span className={styles.checkTitle}>{formatCount(of(row).failed)}</span>
            <span className={styles.checkAbout}>
              of {formatCount(of(row).tested)}
              {all && ` ${of(row).unit}`}
            </span>
          </span>
        ),
    };
    const share: GridColumn<Row> = {
      id: 'share',
      header: `Share of ${weightNoun(weight)}`,
      width: 112,
      flex: 1,
      text: (row) => formatShare(of(row).affected),
      render: (row) => {
        const { affected, state } = of(row);
        return affected === null || state === 'passed' ? (
          <span className={classes(styles.middle, styles.quiet)}>—</span>
        ) : (
          <ShareBar share={affected} most={1} text={formatShare(affected)} tone={affected >= 0.1 ? 1 : affected >= 0.02 ? 2 : 3} />
        );
      },
    };
    const claims: GridColumn<Row> = {
      id: 'claims',
      header: 'Claims',
      width: 132,
      text: (row) => of(row).claims.join(' '),
      render: (row) => (
        <span className={styles.middle}>
          <Claims claims={of(row).claims} />
        </span>
      ),
    };
    const decision: GridColumn<Row> = {
      id: 'decision',
      header: 'Decision',
      width: 106,
      flex: 2,
      text: (row) => {
        const { waiver } = of(row);
        return waiver ? `waived by ${waiver.name}: ${waiver.reason}` : 'open';
      },
      render: (row) => {
        const { waiver } = of(row);
        return waiver ? (
          <span className={styles.check}>
            <span>waived</span>
            <span className={styles.checkAbout}>
              {waiver.name}: {waiver.reason}
            </span>
          </span>
        ) : (
          <span className={classes(styles.middle, styles.quiet)}>open</span>
        );
      },
    };
    const state: GridColumn<Row> = {
      id: 'state',
      header: 'State',
      width: 144,
      text: (row) => STATES[of(row).state],
      render: (row) => <State check={of(row)} />,
    };
    return all ? [state, title, failed, effect, claims] : [effect, title, failed, share, claims, decision];
  }, [all, weight]);
  const rowClasses = useMemo(() => ({ [styles.waivedRow as string]: ({ id }: Row) => byId.current.get(id)?.waiver != null }), []);
  return (
    <Grid
      label={label}
      columns={columns}
      window={window}
      rowKey={rowKey}
      rowClasses={rowClasses}
      version={checks}
      tall
      onFocusRow={(row) => onFocus(row.id)}
      onOpenRow={(row) => onOpen(row.id)}
      emptyText="No check"
    />
  );
}
