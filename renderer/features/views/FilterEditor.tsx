import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError, type ErrorValue } from '../../../shared/case/error.ts';
import { unknownColumn } from '../../../shared/columns/select.ts';
import { columnPlaces, parseWhere } from '../../../shared/columns/where.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { Button, Checkbox, SearchField, Select, Spacer, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import styles from './views.module.css';

/** A column name as the filter reads it: in double quotes unless it is one plain word. */
export function quotedColumn(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !/^(and|or|not|in|is|null|like|between)$/i.test(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/** A condition that keeps the chosen values of a column. */
export function conditionOf(column: string, values: readonly string[], numeric: boolean): string {
  const literals = values.map((value) => (numeric ? value : `'${value.replaceAll("'", "''")}'`));
  return literals.length === 1 ? `${quotedColumn(column)} = ${literals[0]}` : `${quotedColumn(column)} in (${literals.join(', ')})`;
}

/** The filter text with a further condition; what has an `or` in it goes in parentheses. */
export function withCondition(where: string, condition: string): string {
  const before = where.trim();
  return before === '' ? condition : `${/\bor\b/i.test(before) ? `(${before})` : before} and ${condition}`;
}

/** What is wrong with a filter text, or `null`: it cannot be read, or names a column that the dataset does not have. */
function filterProblem(text: string, columns: Dataset['columns']): ErrorValue | null {
  try {
    const names = columns.map(({ name }) => name);
    const known = new Set([...names, ...columns.map(({ header }) => header)]);
    const missing = columnPlaces(parseWhere(text)).find(({ column }) => !known.has(column));
    return missing ? unknownColumn(missing.column, names, missing.at).value : null;
  } catch (error) {
    if (error instanceof ChokepointError) return error.value;
    throw error;
  }
}

/** The filter text with the column that a problem is about replaced by the one that it proposes; `null` when it proposes none. */
function withSuggestion(text: string, { details }: ErrorValue): string | null {
  const { suggestion, column, position } = details;
  if (typeof suggestion !== 'string' || typeof column !== 'string') return null;
  const written = [`"${column.replaceAll('"', '""')}"`, `\`${column}\``, column];
  const at = typeof position === 'number' ? position : Math.min(...written.map((name) => text.indexOf(name)).filter((found) => found >= 0));
  const name = written.find((candidate) => text.startsWith(candidate, at));
  return name === undefined ? null : text.slice(0, at) + quotedColumn(suggestion) + text.slice(at + name.length);
}

/** The filter text with a mark below the place that cannot be read; with `onText` a proposed column can be taken over. */
export function FilterProblem({ text, problem, onText }: { text: string; problem: ErrorValue; onText?: (text: string) => void }) {
  const position = typeof problem.details.position === 'number' ? problem.details.position : null;
  const mended = onText ? withSuggestion(text, problem) : null;
  const start = position === null ? 0 : Math.max(0, position - 40);
  return (
    <div className={styles.problem} role="alert">
      <p className={styles.problemTitle}>{problem.message}</p>
      {position !== null && (
        <pre aria-hidden>
          {start > 0 ? '…' : ''}
          {text.slice(start, position)}
          <mark>{text.slice(position, position + 1) || '␣'}</mark>
          {text.slice(position + 1, position + 40)}
        </pre>
      )}
      <p>{problem.advice}</p>
      {mended !== null && (
        <Button size="small" className={styles.suggestion} onPress={() => onText?.(mended)}>
          Use {String(problem.details.suggestion)}
        </Button>
      )}
    </div>
  );
}

/** Filter in text form, and a picker that writes conditions from the values of a column. */
export function FilterEditor(props: {
  dataset: Dataset;
  where: string;
  error: ErrorValue | null;
  onApply: (where: string) => void;
  onClose: () => void;
}) {
  const { dataset } = props;
  const client = useClient();
  const [text, setText] = useState(props.where);
  const [column, setColumn] = useState<string | null>(dataset.columns.find((candidate) => candidate.field === 'status')?.name ?? null);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const editor = useRef<HTMLDivElement>(null);
  const values = useQuery({
    queryKey: [...queryKeys.case, 'values', dataset.id, column, search],
    queryFn: ({ signal }) => client.datasets.values({ dataset: dataset.id, column: column as string, search }, { signal }),
    enabled: column !== null,
  });
  const problem = filterProblem(text, dataset.columns) ?? (text === props.where ? props.error : null);
  const numeric = dataset.columns.find((candidate) => candidate.name === column)?.type !== 'text';
  const add = () => {
    if (!column || chosen.length === 0) return;
    const condition = conditionOf(column, chosen, numeric);
    setText(withCondition(text, condition));
    setChosen([]);
    // The button is disabled now; the text takes the focus, so that the keyboard stays inside the popover.
    editor.current?.querySelector('textarea')?.focus();
  };
  const apply = (where: string) => {
    if (filterProblem(where, dataset.columns)) return;
    if (where.trim() !== props.where) props.onApply(where.trim());
    // the chip has the focus when the popover is gone
    props.onClose();
  };
  return (
    <div className={styles.filter} ref={editor}>
      <TextField
        label="Filter"
        value={text}
        onChange={setText}
        onEnter={() => apply(text)}
        multiline
        placeholder="Status = 'Existing' and gpu_count >= 8"
        autoFocus
      />
      {problem ? (
        <FilterProblem
          text={text}
          problem={problem}
          onText={(mended) => {
            setText(mended);
            editor.current?.querySelector('textarea')?.focus();
          }}
        />
      ) : (
        <p className={styles.hint}>
          Operators: = != &lt; &gt; in between like, is null, and, or, not. Names with blanks stand in double quotes. Enter applies,
          Shift+Enter makes a line.
        </p>
      )}
      <div className={styles.picker}>
        <Select
          label="Values of"
          items={dataset.columns.map(({ name, distinct }) => ({ id: name, label: name, description: `${formatCount(distinct)} values` }))}
          value={column}
          onChange={(name) => {
            setColumn(name);
            setChosen([]);
            setSearch('');
          }}
          placeholder="choose a column"
        />
        {column !== null && <SearchField label="Search values" value={search} onChange={setSearch} />}
      </div>
      {column !== null && (
        <ul className={styles.values} aria-label={`Values of ${column}`}>
          {(values.data?.values ?? []).slice(0, 100).map(({ value, rows }) => (
            <li key={value}>
              <Checkbox
                isSelected={chosen.includes(value)}
                onChange={(on) => setChosen(on ? [...chosen, value] : chosen.filter((other) => other !== value))}
              >
                {value === '' ? '(empty)' : value}
              </Checkbox>
              <span className={styles.quiet}>{formatCount(rows)}</span>
            </li>
          ))}
          {values.data?.total === 0 && <li className={styles.quiet}>No value matches</li>}
        </ul>
      )}
      <div className={styles.row}>
        <Button size="small" isDisabled={chosen.length === 0} onPress={add}>
          Add condition
        </Button>
        <Spacer />
        <Button size="small" variant="quiet" isDisabled={text === '' && props.where === ''} onPress={() => apply('')}>
          Clear filter
        </Button>
        <Button size="small" variant="primary" isDisabled={problem !== null && problem !== props.error} onPress={() => apply(text)}>
          Apply filter
        </Button>
      </div>
    </div>
  );
}
