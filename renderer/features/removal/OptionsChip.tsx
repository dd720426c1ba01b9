import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { baseSchema } from '../../../shared/case/dataset.ts';
import { type RemovalSpec, type ServiceMetric, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import { baseWords, dimensionNoun, formatCount, plural } from '../../../shared/format/index.ts';
import { Button, ChipMenu, ChipPopover, IconButton, NumberField, Select, TextField } from '../../app/controls/index.ts';
import { costsOf, costsText } from './costs.ts';
import styles from './removal.module.css';
import { useUnitChoices } from './UnitChip.tsx';

type Props = { spec: RemovalSpec; onSpec: (spec: RemovalSpec) => void };

/** Whether each class is asked alone, or all are placed at once. */
export function PlacementChip({ spec, onSpec }: Props) {
  const { mode } = wholeRemovalSpec(spec);
  return (
    <ChipMenu
      label="placement"
      selected={mode}
      items={[
        { id: 'independent', label: 'independent', description: 'Could the rest host each class alone? Optimistic and self-explaining' },
        { id: 'competing', label: 'competing', description: 'All classes at once on the same GPUs; never above independent' },
      ]}
      onSelect={(chosen) => onSpec({ ...spec, mode: chosen })}
    />
  );
}

const METRICS: readonly { id: ServiceMetric; label: string }[] = [
  { id: 'value', label: 'value of all that is served' },
  { id: 'worst-class', label: 'share of the worst class' },
  { id: 'all-or-nothing', label: 'classes served in full' },
];

/** Choices that most tests leave as they are: result, order, supply base, groups, costs, random draws. */
export function OptionsChip({ spec, onSpec }: Props) {
  const { metric, order, base, combinations, costs, trials } = wholeRemovalSpec(spec);
  const orders = useUnitChoices(spec)?.orders ?? [];
  const costly = Object.keys(costs).length;
  const unusual = [
    metric === 'value' ? null : metric.replaceAll('-', ' '),
    order === '' ? null : `largest by ${order}`,
    base === '' ? null : baseWords(base),
    combinations.length === 0 ? null : plural(combinations.length, 'group'),
    costly === 0 ? null : plural(costly, 'cost'),
    trials === 0 ? null : `${formatCount(trials)} draws`,
  ].filter((part) => part !== null);
  return (
    <ChipPopover
      label="options"
      value={unusual.length === 0 ? 'usual' : unusual.length > 2 ? plural(unusual.length, 'choice') : unusual.join(', ')}
    >
      {(close) => (
        <div className={styles.options}>
          <Select
            label="What has to stay above the threshold"
            items={METRICS}
            value={metric}
            onChange={(chosen) => onSpec({ ...spec, metric: chosen })}
          />
          <Select
            label="Largest first by"
            items={orders.map(({ order: id, label }) => ({ id: id === '' ? 'gpus' : id, label }))}
            value={order === '' ? 'gpus' : order}
            onChange={(chosen) => onSpec({ ...spec, order: chosen === 'gpus' ? '' : chosen })}
          />
          <Select
            label="Supply base"
            items={[{ id: 'all', label: 'as the dataset has it' }, ...baseSchema.options.map((id) => ({ id, label: baseWords(id) }))]}
            value={base === '' ? 'all' : base}
            onChange={(chosen) => onSpec({ ...spec, base: chosen === 'all' ? '' : baseSchema.parse(chosen) })}
          />
          <NumberField
            label="Random draws"
            description="0: as many as the network allows, at most 10,000"
            value={trials}
            minValue={0}
            maxValue={100_000}
            onChange={(count) => onSpec({ ...spec, trials: count })}
          />
          <CostsField key={spec.by} spec={spec} onSpec={onSpec} />
          {combinations.length > 0 && (
            <fieldset className={styles.groups}>
              <legend>Lost together</legend>
              {combinations.map(({ name, members }) => (
                <p key={name}>
                  <b>{name}</b> {plural(members.length, dimensionNoun(spec.by, 1), dimensionNoun(spec.by, 2))}
                  <IconButton
                    label={`Take the group ${name} apart`}
                    icon={<Trash2 size={14} />}
                    onPress={() => onSpec({ ...spec, combinations: combinations.filter((other) => other.name !== name) })}
                  />
                </p>
              ))}
            </fieldset>
          )}
          <Button size="small" onPress={close}>
            Close
          </Button>
        </div>
      )}
    </ChipPopover>
  );
}

function CostsField({ spec, onSpec }: Props) {
  const { costs } = wholeRemovalSpec(spec);
  const [typed, setTyped] = useState(() => costsText(costs));
  const read = costsOf(typed);
  const place = useRef<HTMLDivElement>(null);
  return (
    <div className={styles.costs} ref={place}>
      <TextField
        label="Cost of removing a unit"
        description="One a line: name, whole number. Others cost 1; the cheapest set that breaks the test is then searched beside k*"
        multiline
        value={typed}
        onChange={setTyped}
        error={'problem' in read ? read.problem : null}
      />
      <Button
        size="small"
        isDisabled={'problem' in read || typed.trim() === costsText(costs).trim()}
        onPress={() => {
          if (!('costs' in read)) return;
          onSpec({ ...spec, costs: read.costs });
          // the button has nothing more to do and cannot keep the focus
          place.current?.querySelector('textarea')?.focus();
        }}
      >
        Use these costs
      </Button>
    </div>
  );
}
