import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { MeasuresAsk, MeasuresResult, MetricCard, PresetResult } from '../../../shared/case/measures.ts';
import { dimensionsOf } from '../../../shared/case/view-columns.ts';
import { formatCount, formatIndex, NO_VALUE } from '../../../shared/format/index.ts';
import { PRESET_IDS } from '../../../shared/metrics/presets.ts';
import { Button, ErrorNotice, Panel, Select } from '../../app/controls/index.ts';
import { BoundBar } from '../../chart/index.ts';
import styles from './index-card.module.css';
import { metricFormat } from './metrics.ts';

/** What is asked beside the view: conventions of another system, a split, further thresholds. */
export type MetricAsk = Pick<MeasuresAsk, 'preset' | 'groupsOf' | 'thresholds'>;

type CardProps = {
  id: string;
  dataset: Dataset;
  measures: MeasuresResult | undefined;
  error: unknown;
  ask: MetricAsk;
  onAsk: (ask: MetricAsk) => void;
  onClose: () => void;
};

/** Names that a note of the card lists anyway. */
const LISTED = 3;

const PRESET_NAMES: Record<string, string> = {
  edi: 'Edinburgh index (EDI)',
  nakaflow: 'Nakaflow',
  dfinity: 'DFINITY',
};

/** Why a number is what it is: its formula with the values of the view, convention, source, and what would change it. */
export function MetricCardPanel(props: CardProps) {
  const { id, measures, error, onClose } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const card = measures?.cards.find((candidate) => candidate.id === id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another card takes the focus anew
  useEffect(() => heading.current?.focus(), [id]);
  return (
    <Panel>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape anywhere in the card goes back, as in a dialog */}
      <div
        className={styles.card}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          onClose();
        }}
      >
        <div className={styles.head}>
          <Button size="small" variant="quiet" onPress={onClose}>
            <ArrowLeft size={14} aria-hidden /> Index card
          </Button>
          <h2 ref={heading} tabIndex={-1}>
            {card?.name ?? id}
          </h2>
        </div>
        {error ? (
          <ErrorNotice error={error} effect="The card is not shown." />
        ) : card ? (
          <CardBody {...props} card={card} measures={measures as MeasuresResult} />
        ) : (
          <p className={styles.unit}>{measures ? 'This view has no such number.' : 'Working it out'}</p>
        )}
      </div>
    </Panel>
  );
}

function Part({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className={styles.part}>
      <h3>{title}</h3>
      {lines.length === 1 ? (
        <p>{lines[0]}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function CardBody({ card, measures, ask, onAsk, dataset }: CardProps & { card: MetricCard; measures: MeasuresResult }) {
  const { low, stated, high } = card.value;
  const top = Math.max(high ?? 0, stated ?? 0, low ?? 0);
  const interval = measures.sampling.intervals.find((candidate) => candidate.id === card.id);
  const format = metricFormat(card.id);
  const members = measures.nakamoto.find(({ threshold }) => card.id === `nakamoto.${threshold}`)?.detail?.members ?? [];
  return (
    <>
      <div>
        <p className={styles.value}>{card.text}</p>
        <p className={styles.unit}>{card.undefinedBecause ?? card.unit}</p>
        {low !== null && high !== null && low !== high && <BoundBar bound={card.value} scale={{ low: 0, high: top * 1.05 || 1 }} />}
      </div>
      <div className={styles.part}>
        <h3>Formula</h3>
        <p>{card.formula}</p>
        {card.filled && <p className={styles.formula}>{card.filled}</p>}
      </div>
      {members.length > LISTED && (
        <details className={styles.part}>
          <summary>{`All ${formatCount(members.length)} members of the set`}</summary>
          <p>{members.join('; ')}</p>
        </details>
      )}
      <Part title="What would change it" lines={card.change} />
      <Part title="Read beside it" lines={card.notes} />
      <Part title="Convention" lines={[card.convention]} />
      {measures.sampling.kind === 'sample' && (interval || measures.sampling.intervals.length === 0) && (
        <Part
          title="Interval of the sample"
          lines={[...(interval ? [`${format(interval.low)} to ${format(interval.high)}`] : []), measures.sampling.method]}
        />
      )}
      {card.id.startsWith('theil') && <Split dataset={dataset} measures={measures} ask={ask} onAsk={onAsk} />}
      <OtherSystem id={card.id} preset={measures.preset} ask={ask} onAsk={onAsk} />
      <Part title="Source" lines={[card.source]} />
    </>
  );
}

/** Theil's index between and within the groups of another dimension. */
function Split({
  dataset,
  measures,
  ask,
  onAsk,
}: {
  dataset: Dataset;
  measures: MeasuresResult;
  ask: MetricAsk;
  onAsk: (ask: MetricAsk) => void;
}) {
  const { theilSplit } = measures;
  return (
    <div className={styles.part}>
      <Select
        label="Between and within"
        items={[{ id: '', label: 'not split' }, ...dimensionsOf(dataset).map((name) => ({ id: name, label: name }))]}
        value={ask.groupsOf}
        onChange={(groupsOf) => onAsk({ ...ask, groupsOf })}
      />
      {theilSplit?.refused && <p>{theilSplit.refused}</p>}
      {theilSplit?.split && (
        <p className={styles.formula}>
          {formatIndex(theilSplit.split.theil)} = {formatIndex(theilSplit.split.between)} between {theilSplit.split.groups} groups +{' '}
          {formatIndex(theilSplit.split.within)} within
        </p>
      )}
    </div>
  );
}

/** The same number by the rules of another system, and why it differs. */
function OtherSystem({
  id,
  preset,
  ask,
  onAsk,
}: {
  id: string;
  preset: PresetResult | null;
  ask: MetricAsk;
  onAsk: (ask: MetricAsk) => void;
}) {
  const family = id.startsWith('nakamoto') ? 'nakamoto' : id;
  if (!['nakamoto', 'hhi', 'gini', 'theil'].includes(family)) return null;
  const values = (preset?.values ?? []).filter((value) => value.id === family || value.id.startsWith(`${family}.`));
  const format = metricFormat(id);
  return (
    <div className={styles.part}>
      <Select
        label="By the rules of"
        items={[{ id: '', label: 'Chokepoint alone' }, ...PRESET_IDS.map((name) => ({ id: name, label: PRESET_NAMES[name] ?? name }))]}
        value={ask.preset}
        onChange={(chosen) => onAsk({ ...ask, preset: chosen })}
      />
      {preset && values.length === 0 && <p>{PRESET_NAMES[preset.preset] ?? preset.preset} does not print this number.</p>}
      {preset && values.length > 0 && (
        <>
          <table className={styles.compare}>
            <thead>
              <tr>
                <th scope="col">rule</th>
                <th scope="col">theirs</th>
                <th scope="col">ours</th>
              </tr>
            </thead>
            <tbody>
              {values.map((value) => (
                <PresetRows key={value.id} value={value} format={format} />
              ))}
            </tbody>
          </table>
          <p>{preset.differs}</p>
          <p className={styles.unit}>{preset.source}</p>
        </>
      )}
    </div>
  );
}

function PresetRows({ value, format }: { value: PresetResult['values'][number]; format: (value: number | null) => string }) {
  return (
    <>
      <tr>
        <th scope="row">
          {value.name}: {value.rule}
        </th>
        <td>{value.theirs === null ? NO_VALUE : format(value.theirs)}</td>
        <td title={value.oursIs}>{value.ours === null ? NO_VALUE : format(value.ours)}</td>
      </tr>
      <tr>
        <td colSpan={3} className={styles.why}>
          {value.difference}
        </td>
      </tr>
    </>
  );
}
