import { useQuery } from '@tanstack/react-query';
import { Copy, Play, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { MOST_SQL, MOST_SQL_ROWS, type SqlResult } from '../../../shared/case/sql.ts';
import { sumsOfTables } from '../../../shared/claims/sums.ts';
import { baseWords, formatAsOf, formatCount, plural } from '../../../shared/format/index.ts';
import {
  ActionMenu,
  Button,
  classes,
  EmptyState,
  ErrorNotice,
  FormDialog,
  Notice,
  Panel,
  ScreenHead,
  Select,
  Spacer,
  TextField,
} from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useCommandHandler } from '../../state/commands.ts';
import { errorValue } from '../../state/errors.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCase } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { suggestions, tabbed, useConsole } from './console.ts';
import { ResultGrid } from './ResultGrid.tsx';
import { SchemaPanel } from './SchemaPanel.tsx';
import styles from './sql.module.css';
import { useKeepResult, useStatement } from './useStatement.ts';

const LIMITS = [100, 1000, 10_000, MOST_SQL_ROWS].map((limit) => ({ id: String(limit), label: `${formatCount(limit)} rows` }));
const TIMES = [10, 30, 120, 600].map((seconds) => ({ id: String(seconds), label: `${seconds} seconds` }));

const NO_TABLES: never[] = [];

/** The SQL console: a statement that reads, and its rows, which can be kept as a dataset. */
export function SqlTab({ dataset }: { dataset: Dataset }) {
  const client = useClient();
  const current = useCase().data;
  const setFooter = useUi((state) => state.setFooter);
  const { text, limit, seconds, history, result: kept } = useConsole();
  const { run, cancel, running, error } = useStatement();
  const keep = useKeepResult();
  const [keeping, setKeeping] = useState(false);
  const editor = useRef<HTMLTextAreaElement>(null);
  const tables = useQuery({
    queryKey: [...queryKeys.case, 'sql-tables'],
    queryFn: ({ signal }) => client.sql.tables(undefined, { signal }),
  });
  const known = tables.data ?? NO_TABLES;
  const result = kept !== null && kept.caseId === current?.id ? kept.result : null;
  useCommandHandler('sql.run', () => void run(), { enabled: text.trim() !== '' });
  useEffect(() => {
    if (result)
      setFooter([
        { value: formatCount(result.rows.length), label: 'rows' },
        { value: `${Math.round(result.milliseconds)} ms`, label: '' },
      ]);
    return () => setFooter([]);
  }, [result, setFooter]);
  const write = (statement: string) => {
    useConsole.setState({ text: statement });
    editor.current?.focus();
  };
  /** Puts a name where the cursor is; the field keeps its own undo. */
  const insert = (name: string) => {
    const area = editor.current;
    if (!area) return;
    const [start, end] = [area.selectionStart, area.selectionEnd];
    const before = text.slice(0, start);
    const gap = before !== '' && !/[\s(,.]$/.test(before) ? ' ' : '';
    useConsole.setState({ text: `${before}${gap}${name}${text.slice(end)}` });
    requestAnimationFrame(() => {
      area.focus();
      const at = start + gap.length + name.length;
      area.setSelectionRange(at, at);
    });
  };
  const isStale = result !== null && current !== undefined && current !== null && result.stamp.revision !== current.revision;
  return (
    <div className={styles.screen}>
      <ScreenHead
        title={error !== null ? 'The statement gave no result' : result ? headline(result) : 'Ask the datasets with SQL'}
        subtitle="Statements only read. Accounts count as given (groups: columns ending in .group), and an unknown value is NULL, which sums leave out without a word."
      />
      <div className={styles.layout}>
        <div className={styles.main}>
          <Panel className={styles.editorPanel}>
            <label className={styles.editor}>
              <span className="visually-hidden">SQL statement</span>
              <textarea
                ref={editor}
                value={text}
                maxLength={MOST_SQL}
                rows={Math.min(14, Math.max(5, text.split('\n').length + 1))}
                spellCheck={false}
                autoCapitalize="off"
                autoComplete="off"
                placeholder={`SELECT provider, sum(gpu_count) FROM ${dataset.id} GROUP BY provider`}
                onChange={({ target }) => useConsole.setState({ text: target.value })}
              />
            </label>
            <div className={styles.row}>
              <Button variant="primary" isDisabled={text.trim() === '' || running} onPress={() => void run()}>
                <Play size={14} aria-hidden />
                Run
              </Button>
              {running && (
                <Button onPress={cancel}>
                  <Square size={13} aria-hidden />
                  Cancel
                </Button>
              )}
              <span className={styles.quiet}>{running ? 'running' : 'Ctrl+Enter'}</span>
              <Spacer />
              <Select
                label="At most"
                hideLabel
                items={LIMITS}
                value={String(limit)}
                onChange={(id) => useConsole.setState({ limit: Number(id) })}
              />
              <Select
                label="Time"
                hideLabel
                items={TIMES}
                value={String(seconds)}
                onChange={(id) => useConsole.setState({ seconds: Number(id) })}
              />
              {history.length > 0 && (
                <ActionMenu
                  label="Statements that ran"
                  trigger={<Button>History</Button>}
                  sections={[
                    {
                      id: 'history',
                      title: 'Statements that ran, the newest first',
                      actions: history.map((statement, at) => ({ id: String(at), label: oneLine(statement) })),
                    },
                  ]}
                  onAction={(id) => write(history[Number(id)] ?? '')}
                />
              )}
            </div>
          </Panel>
          {error !== null && <Refusal error={error} editor={editor} text={text} />}
          {isStale && (
            <Notice tone="warning" title="The case was changed since this statement ran">
              Run it again to see what it gives now.
            </Notice>
          )}
          {result &&
            sumsOfTables(result.stamp.datasets).map((words) => (
              <p key={words} className={styles.quiet} role="note">
                {words}
              </p>
            ))}
          {result ? (
            <section className={styles.tablePanel} aria-label="Result">
              <div className={styles.tableHead}>
                <span className={styles.quiet} title={result.stamp.statement}>
                  {result.stamp.statement !== text && 'Result of an earlier statement. '}
                  {readWords(result)}
                </span>
                <Spacer />
                <CopyButton result={result} />
                <Button onPress={() => setKeeping(true)}>Keep as dataset…</Button>
              </div>
              <ResultGrid key={JSON.stringify(result.columns)} result={result} />
            </section>
          ) : (
            error === null && <Beginning tables={known} dataset={dataset.id} onWrite={write} />
          )}
        </div>
        <aside className={styles.aside} aria-label="Tables">
          {tables.error && <ErrorNotice error={tables.error} effect="The tables are not listed." />}
          {known.length > 0 && <SchemaPanel tables={known} open={dataset.id} onInsert={insert} />}
        </aside>
      </div>
      {keeping && result && (
        <KeepDialog result={result} onKeep={(name) => void keep(result.stamp.statement, name)} onClose={() => setKeeping(false)} />
      )}
    </div>
  );
}

const oneLine = (statement: string): string => {
  const text = statement.replace(/\s+/g, ' ');
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
};

function headline({ rows, truncated, limit }: SqlResult): string {
  return truncated ? `The first ${plural(rows.length, 'row')}: there are more than ${formatCount(limit)}` : plural(rows.length, 'row');
}

/** What a result rests on, in a line. */
function readWords({ stamp }: SqlResult): string {
  if (stamp.datasets.length === 0) return 'Reads no dataset';
  return stamp.datasets.map(({ id, name, base, asOf }) => `${id} ${name}, ${baseWords(base)}, ${formatAsOf(asOf)}`).join(' · ');
}

function CopyButton({ result }: { result: SqlResult }) {
  const { tell, fail } = useNotices.getState();
  const copy = () =>
    navigator.clipboard.writeText(tabbed(result)).then(
      () => tell(`${plural(result.rows.length, 'row')} copied`),
      (error: unknown) => fail('The rows were not copied', error),
    );
  return (
    <Button onPress={() => void copy()}>
      <Copy size={13} aria-hidden />
      Copy rows
    </Button>
  );
}

/** A refusal; where its place is known, a press goes there. */
function Refusal({ error, editor, text }: { error: unknown; editor: React.RefObject<HTMLTextAreaElement | null>; text: string }) {
  const { line, column } = errorValue(error).details as { line?: number; column?: number };
  const show = () => {
    const before = text.split('\n').slice(0, (line ?? 1) - 1);
    const start = before.join('\n').length + (before.length > 0 ? 1 : 0) + (column ?? 1) - 1;
    const word = /^("[^"]*"|[\w$]+|.)/.exec(text.slice(start))?.[0].length ?? 0;
    editor.current?.focus();
    editor.current?.setSelectionRange(start, start + word);
  };
  return (
    <ErrorNotice
      error={error}
      effect="Nothing was changed."
      choices={
        line !== undefined && (
          <Button size="small" onPress={show}>
            Go to line {line}
          </Button>
        )
      }
    />
  );
}

/** What stands here before a statement ran: where to begin. */
function Beginning(props: { tables: Parameters<typeof suggestions>[0]; dataset: string; onWrite: (statement: string) => void }) {
  const { tables, dataset, onWrite } = props;
  return (
    <Panel className={classes(styles.tablePanel, styles.beginning)}>
      <EmptyState
        title="For questions that no view asks"
        actions={suggestions(tables, dataset).map(({ title, statement }) => (
          <Button key={title} onPress={() => onWrite(statement)}>
            {title}
          </Button>
        ))}
      >
        Each dataset is a table by its id. A result can be kept as a dataset, so that views and the report can use it.
      </EmptyState>
    </Panel>
  );
}

function KeepDialog({ result, onKeep, onClose }: { result: SqlResult; onKeep: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const ready = name.trim() !== '';
  return (
    <FormDialog
      title="Keep the result as a dataset"
      submit="Keep the dataset"
      ready={ready}
      onSubmit={() => {
        onClose();
        onKeep(name.trim());
      }}
      onClose={onClose}
    >
      <TextField label="Name" value={name} onChange={setName} maxLength={200} autoFocus />
      <p className={styles.quiet}>
        The statement runs once more without the limit of {formatCount(result.limit)} rows. Its file is frozen and says which statement made
        it of which datasets; it does not follow later changes of them. Columns with the name of a field serve it.
      </p>
    </FormDialog>
  );
}
