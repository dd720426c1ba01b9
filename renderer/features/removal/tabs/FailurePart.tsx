import { useState } from 'react';
import type { Failures } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { formatCount, formatPoints, formatShare } from '../../../../shared/format/index.ts';
import { Button, KeyValueList, TextField } from '../../../app/controls/index.ts';
import { useClient } from '../../../state/client.tsx';
import { servedWords } from '../served.ts';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

/** A probability as it is typed: `5 %`, `0.05`; `null` where it is none. */
function probabilityOf(typed: string): number | null {
  const text = typed.trim();
  const value = Number(text.replace(/\s*%$/, '')) / (text.endsWith('%') ? 100 : 1);
  return text !== '' && value >= 0 && value <= 1 ? value : null;
}

/** Units that fail by themselves, all with one probability or each by its uptime. */
export function FailurePart({ spec, model, nouns }: { spec: RemovalSpec; model: RemovalModel; nouns: string }) {
  const client = useClient();
  const [typed, setTyped] = useState('5 %');
  const [asked, setAsked] = useState<number | 'uptime' | null>(null);
  const probability = probabilityOf(typed);
  return (
    <section className={styles.part} aria-label="Random failure">
      <h3>{`${nouns[0]?.toUpperCase()}${nouns.slice(1)} that fail by themselves`}</h3>
      <div className={styles.head}>
        <TextField label="Probability of each" value={typed} onChange={setTyped} error={probability === null ? 'From 0 to 100 %' : null} />
        <Button size="small" isDisabled={probability === null} onPress={() => setAsked(probability)}>
          Draw failures
        </Button>
        <Button size="small" onPress={() => setAsked('uptime')}>
          Draw by uptime
        </Button>
      </div>
      {asked !== null && (
        <Study
          key={String(asked)}
          title="Draw random failures"
          question={['failures', spec, asked]}
          start={(signal) => client.removal.failures({ ...spec, probability: asked }, { signal })}
        >
          {(failures) => <Drawn failures={failures} model={model} nouns={nouns} />}
        </Study>
      )}
    </section>
  );
}

function Drawn({ failures, model, nouns }: { failures: Failures; model: RemovalModel; nouns: string }) {
  const { served, removed, failing, error, trials, seed } = failures;
  return (
    <>
      <KeyValueList
        rows={[
          {
            label: 'Draws below the threshold',
            value: formatShare(failing),
            note: `${formatCount(trials)} draws, seed ${formatCount(seed)}; error of the share at most ${formatPoints(error)} in 95 of 100 cases`,
          },
          {
            label: 'Servable, median',
            value: servedWords(model, served.median),
            note: `5 to 95 %: ${servedWords(model, served.p05)} to ${servedWords(model, served.p95)}`,
          },
          {
            label: `${nouns} lost, median`,
            value: formatCount(removed.median),
            note: `5 to 95 %: ${formatCount(removed.p05)} to ${formatCount(removed.p95)}`,
          },
        ]}
      />
      {failures.notes.length > 0 && (
        <ul className={styles.notes}>
          {failures.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
