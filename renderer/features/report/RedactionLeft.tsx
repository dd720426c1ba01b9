import type { PlannedColumn, Redaction } from '../../../shared/case/report.ts';
import { formatCount, listOf, plural } from '../../../shared/format/index.ts';
import { Checkbox, ErrorNotice, Notice, Segments } from '../../app/controls/index.ts';
import { useDatasets } from '../../state/queries.ts';
import redactionStyles from './redaction.module.css';
import styles from './report.module.css';
import { useIdentities, useRedactionPlan } from './useReport.ts';

type Fate = 'keep' | 'blank' | 'drop';
type Props = { redaction: Redaction; onChange: (redaction: Redaction) => void };
/** A column by its name, with its cells in each dataset that has it. */
type Group = { column: string; parts: PlannedColumn[] };

const FATES: readonly { id: Fate; label: string }[] = [
  { id: 'keep', label: 'Keep' },
  { id: 'blank', label: 'Blank' },
  { id: 'drop', label: 'Drop' },
];

const fateOf = ({ drop, blank }: Redaction, column: string): Fate =>
  drop.includes(column) ? 'drop' : blank.includes(column) ? 'blank' : 'keep';

/** The redaction with another fate of a column. */
function withFate(redaction: Redaction, column: string, fate: Fate): Redaction {
  const others = (columns: readonly string[]) => columns.filter((each) => each !== column);
  return {
    ...redaction,
    acceptKept: false,
    drop: [...others(redaction.drop), ...(fate === 'drop' ? [column] : [])],
    blank: [...others(redaction.blank), ...(fate === 'blank' ? [column] : [])],
  };
}

/** Columns in clear by name, in the order of the plan; those that are cut have no cells left. */
function groupsOf(left: readonly PlannedColumn[], cut: readonly string[]): Group[] {
  const groups = new Map<string, PlannedColumn[]>();
  for (const each of left) groups.set(each.column, [...(groups.get(each.column) ?? []), each]);
  for (const column of cut) groups.set(column, groups.get(column) ?? []);
  return [...groups].map(([column, parts]) => ({ column, parts }));
}

/** Columns that a redaction leaves in clear text, each to be kept, emptied or left out, and the places where hidden names would stay. */
export function RedactionLeft({ redaction, onChange }: Props) {
  const { data: plan, error, isFetching, refetch } = useRedactionPlan(redaction);
  const datasets = useDatasets().data ?? [];
  const identities = new Set((useIdentities().data ?? []).map(({ column }) => column));
  const cut = [...redaction.drop, ...redaction.blank];
  if (redaction.columns.length === 0 && cut.length === 0) return null;
  // a decision of the case may have made a choice impossible: it has to be there to be taken back
  const groups = groupsOf(error ? [] : (plan?.left ?? []), cut);
  const isFree = ({ parts }: Group) => parts.length === 0 || parts.some((part) => part.isFree);
  const held = groups.filter(({ parts }) => parts.some((part) => part.held !== null));
  const open = groups.filter((group) => !held.includes(group)).sort((one, other) => Number(isFree(other)) - Number(isFree(one)));
  const telling = groups.flatMap(({ column, parts }) =>
    parts.length > 0 && identities.has(column) && !redaction.columns.includes(column) ? [column] : [],
  );
  const nameOf = (id: string) => datasets.find((dataset) => dataset.id === id)?.name ?? id;
  const cellsOf = ({ column, parts }: Group): string => {
    if (parts.length === 0) return fateOf(redaction, column) === 'blank' ? 'no value in any file' : 'in no file';
    const cells = parts.map((part) => `${nameOf(part.dataset)}: ${changedWords(part)}`).join('; ');
    return parts.some((part) => part.isFree) ? `Free text. ${cells}` : cells;
  };
  return (
    <section aria-label="Columns left in clear text" aria-busy={isFetching} className={redactionStyles.left}>
      <div className={redactionStyles.head}>
        <h3 className={redactionStyles.title}>Columns left in clear text</h3>
        <span role="status" className={styles.quiet}>
          {isFetching ? 'working out…' : ''}
        </span>
      </div>
      {error ? (
        <ErrorNotice error={error} effect="Nothing can be exported with these choices." onRetry={() => void refetch()} />
      ) : plan === undefined ? null : (
        <p className={styles.quiet}>
          {groups.length === 0
            ? 'None: every column of text is hidden.'
            : 'A note can tell who is meant without a name. Keep a column, empty its cells (Blank), or leave it out of all files (Drop).'}
        </p>
      )}
      {telling.length > 0 && (
        <Notice tone="warning" title={`Who is meant can still be told by ${listOf(telling, 8)}`}>
          {telling.length === 1 ? 'Tick it above to hide its names too.' : 'Tick them above to hide their names too.'}
        </Notice>
      )}
      {open.map((group) => (
        <Segments<Fate>
          key={group.column}
          label={group.column}
          value={fateOf(redaction, group.column)}
          onChange={(fate) => onChange(withFate(redaction, group.column, fate))}
          description={cellsOf(group)}
          items={FATES}
        />
      ))}
      {held.length > 0 && (
        <details>
          <summary>{plural(held.length, 'column')} stay, since numbers hang on them</summary>
          <dl className={redactionStyles.held}>
            {held.map((group) => (
              <div key={group.column}>
                <dt>{group.column}</dt>
                <dd className={styles.quiet}>
                  {cellsOf(group)}; {group.parts.find((part) => part.held !== null)?.held}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {!error && plan && plan.words.length > 0 && (
        <p className={styles.quiet}>
          First words that are no short form of a name, and stay: {plan.words.slice(0, 20).join(', ')}
          {plan.words.length > 20 ? `, and ${formatCount(plan.words.length - 20)} more` : ''}.
        </p>
      )}
      {!error && plan && plan.exposed.length > 0 && (
        <>
          <Notice tone="warning" title={`Hidden names would stay in ${plural(plan.exposed.length, 'place')}`}>
            These are {plan.exposed.join('; ')}. The export is refused unless you accept it; report and manifest then say where they stay.
          </Notice>
          <Checkbox isSelected={redaction.acceptKept} onChange={(acceptKept) => onChange({ ...redaction, acceptKept })}>
            Export although these stay
          </Checkbox>
        </>
      )}
    </section>
  );
}

const changedWords = ({ cells, changed }: PlannedColumn): string =>
  changed === 0
    ? `none of ${plural(cells, 'cell')} changes`
    : `${formatCount(changed)} of ${plural(cells, 'cell')} ${changed === 1 ? 'changes' : 'change'}`;
