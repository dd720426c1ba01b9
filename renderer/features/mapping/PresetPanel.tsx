import type { PresetMatch } from '../../../shared/case/preset.ts';
import { type Step, stepText } from '../../../shared/case/steps.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Badge, Button, ChipMenu, Panel } from '../../app/controls/index.ts';
import type { Draft } from './drafts.ts';
import styles from './presets.module.css';

const NONE = 'none';
const VERIFIED: Record<PresetMatch['verified']['state'], { text: string; tone?: 'warning' }> = {
  'real-file': { text: 'real file mapped' },
  shape: { text: 'shape only' },
  unverified: { text: 'unverified', tone: 'warning' },
};

type Props = { preview: Preview; draft: Draft; isReading: boolean; onChange: (patch: Partial<Draft>) => void };

/** The preset that proposes, how far it is known, and what is done to the records before they are mapped. */
export function PresetPanel({ preview, isReading, onChange }: Props) {
  const { preset, presets, steps } = preview;
  if (!preset && presets.length === 0 && steps.length === 0) return null;
  const choose = (id: string) =>
    onChange({ preset: id === NONE ? null : id, steps: undefined, choices: { grain: undefined, base: undefined, steps: undefined } });
  const without = (index: number) => onChange({ preset: preset?.id ?? null, steps: steps.filter((_, at) => at !== index) });
  return (
    <Panel flush>
      <div className={styles.preset}>
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
        {preset && (
          <>
            <Badge>fit {preset.fit.toFixed(2)}</Badge>
            <Badge tone={VERIFIED[preset.verified.state].tone}>{VERIFIED[preset.verified.state].text}</Badge>
          </>
        )}
        <span className={styles.reason}>
          {preset
            ? `${preset.reason} ${preset.verified.note}`
            : 'The file looks like one of known shape; the columns are matched by their headers.'}
        </span>
      </div>
      {steps.length > 0 && (
        <ul className={styles.steps} aria-label="Steps before the mapping">
          {steps.map((step: Step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own and are replaced as a whole
            <li key={index} className={styles.step}>
              <span className={styles.stepText}>{stepText(step)}</span>
              <Button size="small" variant="quiet" aria-label={`Take out: ${stepText(step)}`} onPress={() => without(index)}>
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
    </Panel>
  );
}
