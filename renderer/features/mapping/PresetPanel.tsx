import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { PresetMatch } from '../../../shared/case/preset.ts';
import { type Step, stepText } from '../../../shared/case/steps.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Badge, Button, ChipMenu, Panel } from '../../app/controls/index.ts';
import { AddStepDialog } from './AddStepDialog.tsx';
import type { Draft } from './drafts.ts';
import styles from './presets.module.css';

const NONE = 'none';
const VERIFIED: Record<PresetMatch['verified']['state'], { text: string; tone?: 'warning' }> = {
  'real-file': { text: 'real file mapped' },
  shape: { text: 'shape only' },
  unverified: { text: 'unverified', tone: 'warning' },
};

type Props = {
  preview: Preview;
  isReading: boolean;
  /** reads the file with these steps; rejects where one does not fit */
  onTry: (steps: readonly Step[]) => Promise<unknown>;
  onChange: (patch: Partial<Draft>) => void;
};

/** The preset that proposes, how far it is known, and what is done to the records before they are mapped. */
export function PresetPanel({ preview, isReading, onTry, onChange }: Props) {
  const [adding, setAdding] = useState(false);
  const { preset, presets, steps } = preview;
  const choose = (id: string) =>
    onChange({ preset: id === NONE ? null : id, steps: undefined, choices: { grain: undefined, base: undefined, steps: undefined } });
  const replace = (wanted: readonly Step[]) => onChange({ preset: preset?.id ?? null, steps: wanted });
  return (
    <Panel flush>
      <div className={styles.preset}>
        {(preset || presets.length > 0) && (
          <ChipMenu
            label="preset"
            value={preset ? preset.title : 'none'}
            items={[
              ...presets.map(({ id, title, about, fit }) => ({ id, title, label: title, description: about, hint: fit.toFixed(2) })),
              { id: NONE, label: 'none', description: 'match columns by their headers only' },
            ]}
            selected={preset?.id ?? NONE}
            onSelect={choose}
            isDisabled={isReading}
          />
        )}
        {preset && (
          <>
            <Badge>fit {preset.fit.toFixed(2)}</Badge>
            <Badge tone={VERIFIED[preset.verified.state].tone}>{VERIFIED[preset.verified.state].text}</Badge>
          </>
        )}
        <span className={styles.reason}>
          {preset
            ? `${preset.reason} ${preset.verified.note}`
            : presets.length > 0
              ? 'The file looks like one of known shape; the columns are matched by their headers.'
              : 'Columns are matched by their headers. A step cuts cells, changes a unit or leaves records out before that.'}
        </span>
        <Button size="small" isDisabled={isReading} onPress={() => setAdding(true)}>
          <Plus size={14} aria-hidden />
          Add a step…
        </Button>
      </div>
      {steps.length > 0 && (
        <ul className={styles.steps} aria-label="Steps before the mapping">
          {steps.map((step: Step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own and are replaced as a whole
            <li key={index} className={styles.step}>
              <span className={styles.stepText}>{stepText(step)}</span>
              <Button
                size="small"
                variant="quiet"
                aria-label={`Take out: ${stepText(step)}`}
                onPress={() => replace(steps.filter((_, at) => at !== index))}
              >
                Take out
              </Button>
            </li>
          ))}
          {preview.leftOut > 0 && (
            <li className={styles.leftOut}>
              {formatCount(preview.leftOut)} of {plural(preview.recordsRead, 'record')} left out by these steps, kept with their text and
              counted.
            </li>
          )}
        </ul>
      )}
      {preset && preset.notes.length > 0 && (
        <ul className={styles.notes} aria-label="Limits of such files">
          {preset.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {adding && (
        <AddStepDialog
          headers={preview.columns.map(({ header }) => header)}
          onTry={(step) => onTry([...steps, step])}
          onAdd={(step) => replace([...steps, step])}
          onClose={() => setAdding(false)}
        />
      )}
    </Panel>
  );
}
