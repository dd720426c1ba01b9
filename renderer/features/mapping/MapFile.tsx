import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Dialect } from '../../../shared/case/dataset.ts';
import { type RecipeChoices, recipeOf } from '../../../shared/case/recipe.ts';
import type { Progress as ProgressMessage } from '../../../shared/contract/base.ts';
import type { ImportResult, Preview } from '../../../shared/contract/sources.ts';
import { formatBytes, plural } from '../../../shared/format/index.ts';
import { Button, ErrorNotice, Notice, Panel, ScreenHead } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys } from '../../state/queries.ts';
import { markCaseStep } from '../../state/steps.ts';
import { type PendingFile, useUi } from '../../state/ui.ts';
import { ColumnsTable } from './ColumnsTable.tsx';
import { DialectChips } from './DialectChips.tsx';
import { FreezePanel } from './FreezePanel.tsx';
import styles from './mapping.module.css';
import { PreviewTable } from './PreviewTable.tsx';

type Props = { file: PendingFile; queue: ReactNode; onImported: (result: ImportResult) => void };

/** How a file is read and mapped, and the step that freezes it. */
export function MapFile({ file, queue, onImported }: Props) {
  const client = useClient();
  const { dropPending } = useUi();
  const [dialect, setDialect] = useState<Partial<Dialect>>({});
  const preview = useQuery({
    queryKey: ['preview', file.ref, dialect],
    queryFn: ({ signal }) => client.sources.preview({ file: file.ref, dialect }, { signal }),
    placeholderData: keepPreviousData,
  });
  const leave = (
    <Button size="small" onPress={() => dropPending(file.ref)}>
      Leave this file out
    </Button>
  );
  if (preview.error) {
    return (
      <>
        <ScreenHead title={file.fileName} actions={queue} />
        <ErrorNotice
          error={preview.error}
          effect="Nothing entered the case."
          choices={
            <>
              {leave}
              {Object.keys(dialect).length > 0 && (
                <Button size="small" onPress={() => setDialect({})}>
                  Read it as detected
                </Button>
              )}
            </>
          }
        />
      </>
    );
  }
  if (!preview.data) return <ScreenHead title={file.fileName} subtitle="Reading the first records" actions={queue} />;
  return (
    <Mapped
      file={file}
      queue={queue}
      preview={preview.data}
      isReading={preview.isFetching}
      onDialect={(patch) => setDialect((before) => ({ ...before, ...patch }))}
      onImported={onImported}
    />
  );
}

function Mapped(props: Props & { preview: Preview; isReading: boolean; onDialect: (patch: Partial<Dialect>) => void }) {
  const { file, preview, queue } = props;
  const [choices, setChoices] = useState<RecipeChoices>({});
  const [name, setName] = useState(preview.proposal.name);
  const freeze = useFreeze(file, props.onImported);
  const recipe = recipeOf(preview, choices);
  const recognised = Object.keys(recipe.mapping).length;
  const taken = new Set<string>(Object.values(recipe.mapping));
  const suggested = preview.columns.filter(
    (column) =>
      column.field && !taken.has(column.field) && !recipe.mapping[column.header] && choices.mapping?.[column.header] === undefined,
  ).length;
  return (
    <>
      <ScreenHead
        title={`${file.fileName}: ${recognised} of ${plural(preview.columns.length, 'column')} recognised${suggested > 0 ? `, ${suggested} suggested` : ''}`}
        subtitle={`${formatBytes(preview.bytes)}, ${preview.complete ? plural(preview.recordsRead, 'record') : `first ${plural(preview.recordsRead, 'record')} read for this preview`}. Nothing is in the case yet.`}
        actions={queue}
      />
      <div className={styles.columns}>
        <div className={styles.left}>
          {preview.findings.map((finding, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings of one preview never change
            <Notice key={index} tone="warning" title={finding.message}>
              {finding.advice}
            </Notice>
          ))}
          <Panel flush>
            <DialectChips preview={preview} isReading={props.isReading} onChange={props.onDialect} />
            <PreviewTable preview={preview} />
          </Panel>
          <ColumnsTable preview={preview} recipe={recipe} onChoices={(patch) => setChoices((before) => patchOf(before, patch))} />
        </div>
        <div className={styles.right}>
          <FreezePanel
            preview={preview}
            recipe={recipe}
            name={name}
            progress={freeze.progress}
            error={freeze.error}
            onName={setName}
            onChoices={(patch) => setChoices((before) => patchOf(before, patch))}
            onFreeze={() => freeze.start(name.trim(), recipe)}
            onCancel={freeze.cancel}
          />
        </div>
      </div>
    </>
  );
}

/** Mapping and types are joined, the rest is replaced. */
function patchOf(before: RecipeChoices, patch: RecipeChoices): RecipeChoices {
  return {
    ...before,
    ...patch,
    mapping: { ...before.mapping, ...patch.mapping },
    types: { ...before.types, ...patch.types },
  };
}

/** Runs the import with progress; after a cancel or a failure nothing is left behind and the file still waits. */
function useFreeze(file: PendingFile, onImported: (result: ImportResult) => void) {
  const client = useClient();
  const queries = useQueryClient();
  const { dropPending, setDataset } = useUi();
  const tell = useNotices((state) => state.tell);
  const [progress, setProgress] = useState<ProgressMessage | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const start = async (name: string, recipe: ReturnType<typeof recipeOf>) => {
    stop.current = new AbortController();
    setError(null);
    setProgress({ type: 'progress', phase: 'starting', done: 0, total: null });
    try {
      const result = await runJob(
        `Import ${file.fileName}`,
        (signal) => client.sources.import({ file: file.ref, name, recipe }, { signal }),
        { signal: stop.current.signal, onProgress: (message) => alive.current && setProgress(message) },
      );
      markCaseStep();
      await queries.invalidateQueries({ queryKey: queryKeys.case });
      setDataset(result.dataset.id);
      onImported(result);
      dropPending(file.ref);
      tell(`Imported ${plural(result.dataset.rows, 'record')} as ${result.dataset.name}`);
    } catch (failure) {
      if (isCancelled(failure)) tell('Import cancelled; nothing was left behind');
      else if (alive.current) setError(failure);
      else useNotices.getState().fail(`${file.fileName} was not imported`, failure);
    } finally {
      if (alive.current) setProgress(null);
    }
  };
  return { progress, error, start, cancel: () => stop.current?.abort() };
}
