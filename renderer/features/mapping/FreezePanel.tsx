import { useState } from 'react';
import type { Recipe } from '../../../shared/case/dataset.ts';
import { isMoment } from '../../../shared/case/moment.ts';
import type { RecipeChoices } from '../../../shared/case/recipe.ts';
import type { Progress as ProgressMessage } from '../../../shared/contract/base.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { Button, ErrorNotice, Panel, Progress, Select, TextField } from '../../app/controls/index.ts';
import styles from './mapping.module.css';
import { BASES, GRAINS } from './words.ts';

/** ISO date of the facts; a half-written date is not taken. */
function AsOf({ asOf, onChange }: { asOf: string | null; onChange: (asOf: string | null) => void }) {
  const [text, setText] = useState(asOf?.slice(0, 10) ?? '');
  const date = isMoment(text);
  const wrong = text !== '' && !date;
  return (
    <TextField
      label="Facts as of"
      value={text}
      placeholder="2026-11-20"
      maxLength={10}
      onChange={(next) => {
        setText(next);
        if (next === '') onChange(null);
        else if (isMoment(next)) onChange(next);
        else onChange(null);
      }}
      error={wrong && text.length >= 10 ? 'A day that the calendar has, such as 2026-11-20.' : null}
      description={date ? 'Printed beside each number.' : 'Year-month-day. Without it the report says "date not stated".'}
    />
  );
}

/** A list as text with commas; read when the field is left, so that typing a comma works. */
function UnknownWords({ tokens, onChange }: { tokens: readonly string[]; onChange: (tokens: string[]) => void }) {
  const [text, setText] = useState(tokens.filter((token) => token !== '').join(', '));
  const read = () =>
    onChange([
      '',
      ...text
        .split(',')
        .map((token) => token.trim())
        .filter(Boolean),
    ]);
  return (
    <TextField
      label="Words that mean unknown"
      value={text}
      onChange={setText}
      onBlur={read}
      description="An empty cell always does. Unknown is counted and bounded, never left out in silence."
    />
  );
}

/** What the dataset is: name, grain, base and date; then the one step that freezes the file. */
export function FreezePanel(props: {
  preview: Preview;
  recipe: Recipe;
  name: string;
  progress: ProgressMessage | null;
  error: unknown;
  onName: (name: string) => void;
  onChoices: (patch: RecipeChoices) => void;
  onFreeze: () => void;
  onCancel: () => void;
}) {
  const { recipe, progress, name } = props;
  return (
    <>
      <Panel title="Dataset">
        <div className={styles.form}>
          <TextField label="Name" value={name} onChange={props.onName} maxLength={200} />
          <Select
            label="One record is"
            items={GRAINS}
            value={recipe.grain}
            onChange={(grain) => props.onChoices({ grain })}
            description={
              recipe.grain === props.preview.proposal.grain && props.preview.proposal.reason
                ? props.preview.proposal.reason
                : GRAINS.find((item) => item.id === recipe.grain)?.description
            }
          />
          <Select
            label="Supply base"
            items={BASES}
            value={recipe.base ?? 'none'}
            onChange={(base) => props.onChoices({ base: base === 'none' ? null : base })}
            description={BASES.find((item) => item.id === (recipe.base ?? 'none'))?.description}
          />
          <AsOf asOf={recipe.asOf} onChange={(asOf) => props.onChoices({ asOf })} />
          <UnknownWords tokens={recipe.unknownTokens} onChange={(unknownTokens) => props.onChoices({ unknownTokens })} />
        </div>
      </Panel>
      <div className={styles.freeze} aria-live="polite">
        {props.error !== null && <ErrorNotice error={props.error} effect="Nothing was imported and nothing was left behind." />}
        {progress ? (
          <>
            <Progress
              stacked
              label={progress.phase}
              done={progress.done}
              total={progress.total}
              detail={progress.total ? `${formatCount(progress.done)} of ${formatCount(progress.total)}` : formatCount(progress.done)}
            />
            <Button size="large" onPress={props.onCancel}>
              Cancel the import
            </Button>
          </>
        ) : (
          <Button size="large" variant="primary" onPress={props.onFreeze} isDisabled={name.trim() === ''}>
            Freeze and import
          </Button>
        )}
      </div>
    </>
  );
}
