import type { Dialect } from '../../../shared/case/dataset.ts';
import { recipeOf } from '../../../shared/case/recipe.ts';
import type { ImportResult, Preview } from '../../../shared/contract/sources.ts';
import { formatBytes, plural } from '../../../shared/format/index.ts';
import { Button, ErrorNotice, Notice, Panel, ScreenHead } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { errorValue } from '../../state/errors.ts';
import { useJobs } from '../../state/jobs.ts';
import type { PendingFile } from '../../state/ui.ts';
import { ClaimsPanel } from './ClaimsPanel.tsx';
import { ColumnsTable } from './ColumnsTable.tsx';
import { DialectChips } from './DialectChips.tsx';
import { leaveOut, useDraft } from './drafts.ts';
import { FreezePanel } from './FreezePanel.tsx';
import styles from './mapping.module.css';
import { PresetPanel } from './PresetPanel.tsx';
import { PreviewTable } from './PreviewTable.tsx';
import { usePreview } from './previews.ts';
import { RecipePanel } from './RecipePanel.tsx';
import { useFreeze } from './useFreeze.ts';

type Props = { file: PendingFile; onImported: (result: ImportResult) => void };

type Choices = Preview['choices'];
/** What a refusal tells of other ways to read the file: members of an archive, or sheets of a workbook. */
type RefusalDetails = { dialect?: Dialect; choices?: Choices['members'] | Choices['sheets'] };

function choicesOf(dialect: Dialect, choices: RefusalDetails['choices']): Partial<Choices> {
  if (!choices) return {};
  return dialect.format === 'xlsx' ? { sheets: choices as Choices['sheets'] } : { members: choices as Choices['members'] };
}

/** How a file is read and mapped, and the step that freezes it. */
export function MapFile({ file, onImported }: Props) {
  const [draft, change] = useDraft(file.ref);
  const preview = usePreview(file.ref, draft);
  const importing = useJobs((state) => state.jobs.some((job) => job.subject === file.ref));
  const onDialect = (patch: Partial<Dialect>) => change({ dialect: { ...draft.dialect, ...patch } });
  const leave = (
    <Button isDisabled={importing} onPress={() => leaveOut(file.ref)}>
      Leave out
    </Button>
  );
  if (preview.error) {
    const { dialect, choices } = errorValue(preview.error).details as RefusalDetails;
    return (
      <>
        <ScreenHead title={file.fileName} subtitle="This file cannot be read as it is." actions={leave} />
        <ErrorNotice
          error={preview.error}
          choices={
            Object.keys(draft.dialect).length > 0 && (
              <Button size="small" onPress={() => change({ dialect: {} })}>
                Read it as detected
              </Button>
            )
          }
        />
        {dialect && (
          <Panel flush title="How it is read">
            <DialectChips
              dialect={dialect}
              confidence={null}
              reasons={[]}
              choices={choicesOf(dialect, choices)}
              isReading={preview.isFetching}
              onChange={onDialect}
            />
          </Panel>
        )}
      </>
    );
  }
  if (!preview.data) return <ScreenHead title={file.fileName} subtitle="Reading the first records" actions={leave} />;
  return (
    <Mapped file={file} leave={leave} preview={preview.data} isReading={preview.isFetching} onDialect={onDialect} onImported={onImported} />
  );
}

type MappedProps = Props & {
  leave: React.ReactNode;
  preview: Preview;
  isReading: boolean;
  onDialect: (patch: Partial<Dialect>) => void;
};

function Mapped({ file, leave, preview, isReading, onDialect, onImported }: MappedProps) {
  const [draft, change] = useDraft(file.ref);
  const client = useClient();
  const { choices } = draft;
  const name = draft.name ?? preview.proposal.name;
  const freeze = useFreeze(file, onImported);
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
        actions={leave}
      />
      <div className={styles.columns}>
        <div className={styles.left}>
          {preview.findings.map((finding, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: findings of one preview never change
            <Notice key={index} tone="warning" title={finding.message}>
              {finding.advice}
            </Notice>
          ))}
          <PresetPanel
            preview={preview}
            isReading={isReading}
            onTry={(steps) =>
              client.sources.preview({ file: file.ref, dialect: draft.dialect, preset: preview.preset?.id ?? null, steps: [...steps] })
            }
            onChange={change}
          />
          <Panel flush>
            <DialectChips
              dialect={preview.dialect}
              confidence={preview.confidence}
              reasons={preview.reasons}
              choices={preview.choices}
              isReading={isReading}
              onChange={onDialect}
            />
            <PreviewTable preview={preview} />
          </Panel>
          <ColumnsTable preview={preview} recipe={recipe} onChoices={(patch) => change({ choices: patch })} />
        </div>
        <div className={styles.right}>
          <FreezePanel
            preview={preview}
            recipe={recipe}
            name={name}
            asOfText={draft.asOfText ?? recipe.asOf?.slice(0, 10) ?? ''}
            isReading={isReading}
            job={freeze.job}
            cancelling={freeze.cancelling}
            error={freeze.error}
            onChange={change}
            onFreeze={() => freeze.start(name.trim(), recipe)}
          />
          <ClaimsPanel recipe={recipe} />
          <RecipePanel preview={preview} recipe={recipe} name={name} onChange={change} />
        </div>
      </div>
    </>
  );
}
