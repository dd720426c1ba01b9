import { useState } from 'react';
import type { Recipe } from '../../../shared/case/dataset.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { AsOfField, isWholeDate } from '../../app/AsOfField.tsx';
import { BASES } from '../../app/bases.ts';
import { Button, ErrorNotice, Panel, Progress, Select, TextField } from '../../app/controls/index.ts';
import { errorValue } from '../../state/errors.ts';
import type { Job } from '../../state/jobs.ts';
import type { Draft } from './drafts.ts';
import styles from './mapping.module.css';
import { GRAINS } from './words.ts';

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

type Props = {
  preview: Preview;
  recipe: Recipe;
  name: string;
  asOfText: string;
  /** the file is read again with another dialect: what is shown is not what would be imported */
  isReading: boolean;
  /** the import of this file while it runs */
  job: Job | null;
  cancelling: boolean;
  error: unknown;
  onChange: (patch: Partial<Draft>) => void;
  onFreeze: () => void;
};

/** What the dataset is: name, grain, base and date; then the one step that freezes the file. */
export function FreezePanel(props: Props) {
  const { recipe, name, preview, onChange } = props;
  return (
    <>
      <Panel title="Dataset">
        <div className={styles.form}>
          <TextField
            label="Name"
            value={name}
            onChange={(next) => onChange({ name: next })}
            maxLength={200}
            error={name.trim() === '' ? 'A name, so that views and reports can say it.' : null}
          />
          <Select
            label="One record is"
            items={GRAINS}
            value={recipe.grain}
            onChange={(grain) => onChange({ choices: { grain } })}
            description={
              recipe.grain === preview.proposal.grain && preview.proposal.reason
                ? preview.proposal.reason
                : GRAINS.find((item) => item.id === recipe.grain)?.description
            }
          />
          <Select
            label="Supply base"
            items={BASES}
            value={recipe.base ?? 'none'}
            onChange={(base) => onChange({ choices: { base: base === 'none' ? null : base } })}
            description={BASES.find((item) => item.id === (recipe.base ?? 'none'))?.description}
          />
          <AsOfField
            text={props.asOfText}
            onChange={(asOfText) => onChange({ asOfText, ...(isWholeDate(asOfText) ? { choices: { asOf: asOfText || null } } : {}) })}
          />
          <UnknownWords tokens={recipe.unknownTokens} onChange={(unknownTokens) => onChange({ choices: { unknownTokens } })} />
        </div>
      </Panel>
      <Step {...props} />
    </>
  );
}

/** The button that freezes, or how far the import is. */
function Step({ job, cancelling, error, name, asOfText, isReading, onFreeze }: Props) {
  const missing =
    name.trim() === '' ? 'Give the dataset a name first.' : isWholeDate(asOfText) ? null : 'Complete the date first, or clear it.';
  const known = error !== null && errorValue(error).code !== 'internal';
  return (
    <div className={styles.freeze} aria-live="polite">
      {error !== null && (
        <ErrorNotice
          error={error}
          effect={known ? 'Nothing was imported and nothing was left behind.' : 'Sources shows what the case holds now.'}
        />
      )}
      {job ? (
        <>
          <Progress
            stacked
            label={cancelling ? 'cancelling' : job.phase || 'starting'}
            done={job.done}
            total={job.total}
            detail={job.total ? `${formatCount(job.done)} of ${formatCount(job.total)}` : formatCount(job.done)}
          />
          <Button size="large" onPress={job.cancel} isDisabled={cancelling}>
            Cancel the import
          </Button>
        </>
      ) : (
        <>
          <Button size="large" variant="primary" onPress={onFreeze} isDisabled={missing !== null || isReading}>
            Freeze and import
          </Button>
          {missing && <p className={styles.missing}>{missing}</p>}
        </>
      )}
    </div>
  );
}
