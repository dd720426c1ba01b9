import { useState } from 'react';
import type { Failures } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { formatCount, formatQuantity, formatRange, formatShare } from '../../../../shared/format/index.ts';
import { Button, DataTable, TextField } from '../../../app/controls/index.ts';
import { useClient } from '../../../state/client.tsx';
import { servedRangeWords } from '../served.ts';
import { Notes } from './Notes.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

/** A probability as it is typed: `5 %`, `5`, `0.05`; `null` where it is none. A number above 1 is in percent, as elsewhere on the screen. */
function probabilityOf(typed: string): number | null {
  const text = typed.trim();
  const number = Number(text.replace(/\s*%$/, ''));
  const value = number / (text.endsWith('%') || number > 1 ? 100 : 1);
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
      <h2>{`${nouns[0]?.toUpperCase()}${nouns.slice(1)} that fail by themselves`}</h2>
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
          start={(signal) => client.removal.failures({ ...spec, probabilities: asked === 'uptime' ? asked : [asked] }, { signal })}
        >
          {(failures) => <Drawn failures={failures} model={model} nouns={nouns} />}
        </Study>
      )}
    </section>
  );
}

function Drawn({ failures, model, nouns }: { failures: Failures; model: RemovalModel; nouns: string }) {
  const { points, error, trials, seed, notes } = failures;
  return (
    <>
      <DataTable
        label="Random failure"
        caption={`${formatCount(trials)} draws, seed ${formatCount(seed)}; a share is off by at most ${formatShare(error.one)} in 95 of 100 cases`}
        rows={points}
        rowKey={({ probability }) => probability}
        columns={[
          { id: 'probability', header: 'Probability of each', rowHeader: true, cell: ({ probability }) => formatShare(probability) },
          { id: 'failed', header: `${nouns} lost, mean`, align: 'right', cell: ({ failed }) => formatQuantity(failed) },
          {
            id: 'failing',
            header: 'Draws below the threshold',
            align: 'right',
            cell: ({ failing, failingMost }) => formatRange(failing, failingMost, formatShare),
          },
          {
            id: 'median',
            header: 'Servable, median',
            align: 'right',
            cell: ({ served, servedLeast }) => servedRangeWords(model, { low: servedLeast.median, high: served.median }),
          },
          {
            id: 'band',
            header: '5 to 95 %',
            align: 'right',
            cell: ({ served, servedLeast }) => `${formatQuantity(servedLeast.p05)} to ${formatQuantity(served.p95)}`,
          },
        ]}
      />
      <Notes notes={notes} />
    </>
  );
}
