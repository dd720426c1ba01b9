import type { ComparabilityRow, Compared, CompareResult } from '../../../shared/case/compare.ts';
import { notComparableMark } from '../../../shared/compare/comparability.ts';
import { Badge, Button, Notice, Panel } from '../../app/controls/index.ts';
import styles from './compare.module.css';
import { letterOf } from './proposals.ts';

const VERDICTS = {
  same: { word: 'same', tone: undefined },
  note: { word: 'note', tone: 'accent' },
  differs: { word: 'differs', tone: 'worst' },
} as const;

/** What is alike and what is not, before any number is read; what differs first. */
export function ComparabilityPanel({ checks, onAlign }: { checks: readonly ComparabilityRow[]; onAlign: (id: Compared) => void }) {
  const weight = { differs: 0, note: 1, same: 2 } as const;
  const rows = [...checks].sort((a, b) => weight[a.verdict] - weight[b.verdict]);
  const differing = checks.filter(({ verdict }) => verdict === 'differs').length;
  return (
    <Panel title="Alike?" aside={differing === 0 ? 'comparable' : 'not comparable'}>
      <table className={styles.checks} aria-label="Comparability">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Sides</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.label}</th>
              <td>
                <Values row={row} />
                {row.words !== '' && <p className={styles.words}>{row.words}</p>}
                {row.canAlign && (
                  <Button size="small" variant="link" onPress={() => onAlign(row.id)}>
                    {row.id === 'base' ? 'Keep one rung on every side' : `Align ${row.label.toLowerCase()} with A`}
                  </Button>
                )}
              </td>
              <td className={styles.verdict}>
                <Badge tone={VERDICTS[row.verdict].tone}>{VERDICTS[row.verdict].word}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** One value where all are the same, else that of each side. */
function Values({ row }: { row: ComparabilityRow }) {
  if (new Set(row.values).size === 1) return <span>{row.values[0]}</span>;
  return (
    <ul className={styles.values}>
      {row.values.map((value, index) => (
        <li key={letterOf(index)}>
          <b>{letterOf(index)}</b> {value}
        </li>
      ))}
    </ul>
  );
}

type GuardProps = {
  result: CompareResult;
  anyway: boolean;
  onAlign: (id: Compared) => void;
  onAnyway: (anyway: boolean) => void;
  /** leaves out the side of a position */
  onTakeOut: (index: number) => void;
};

/**
 * The choices where the sides are not comparable, or the mark once it is shown anyway; what differs stands in the headline, why in the table of
 * what is alike, and neither a second time here. Nothing where the sides are comparable.
 */
export function Guard({ result, anyway, onAlign, onAnyway, onTakeOut }: GuardProps) {
  const differing = result.checks.filter(({ verdict }) => verdict === 'differs');
  if (differing.length === 0) return null;
  const broken = result.sides.flatMap(({ problem, letter }, index) => (problem === null ? [] : [{ letter, index }]));
  if (anyway)
    return (
      <Notice
        tone="warning"
        title={`${notComparableMark(result.checks)}. Every number below is marked`}
        choices={
          <Button size="small" onPress={() => onAnyway(false)}>
            Hide the change again
          </Button>
        }
      />
    );
  const [first] = differing;
  return (
    <Notice
      tone="warning"
      title={broken.length > 0 ? 'No change is shown: a side has no numbers' : 'No change is shown until the sides are alike'}
      choices={
        <>
          {first?.canAlign && (
            <Button size="small" onPress={() => onAlign(first.id)}>
              {first.id === 'base' ? 'Keep one rung on every side' : `Align ${first.label.toLowerCase()}`}
            </Button>
          )}
          {result.sides.length - broken.length >= 2 &&
            broken.map(({ letter, index }) => (
              <Button key={letter} size="small" onPress={() => onTakeOut(index)}>
                Take {letter} out
              </Button>
            ))}
          {broken.length === 0 && (
            <Button size="small" onPress={() => onAnyway(true)}>
              Show anyway, marked
            </Button>
          )}
        </>
      }
    />
  );
}
