import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Step, stepText } from '../../../shared/case/steps.ts';
import { ErrorNotice, FormDialog, NumberField, Select, TextField } from '../../app/controls/index.ts';
import styles from './presets.module.css';
import { emptyStep, STEP_KINDS, type StepForm, stepOf } from './stepForm.ts';

type Props = {
  /** columns as they are before the step: those of the file and of the steps before it */
  headers: readonly string[];
  /** reads the file with the step; rejects where it does not fit */
  onTry: (step: Step) => Promise<unknown>;
  onAdd: (step: Step) => void;
  onClose: () => void;
};

/** A step of one of the kinds that a recipe knows; it is tried on the file before it is taken. */
export function AddStepDialog({ headers, onTry, onAdd, onClose }: Props) {
  const [form, setForm] = useState(() => emptyStep(headers));
  const step = stepOf(form);
  const attempt = useMutation({
    mutationFn: async (wanted: Step) => {
      await onTry(wanted);
      return wanted;
    },
    onSuccess: (wanted) => {
      onAdd(wanted);
      onClose();
    },
  });
  const change = (patch: Partial<StepForm>) => {
    attempt.reset();
    setForm({ ...form, ...patch });
  };
  return (
    <FormDialog
      title="Add a step"
      submit="Add the step"
      ready={step !== null && !attempt.isPending}
      onSubmit={() => step !== null && attempt.mutate(step)}
      onClose={onClose}
    >
      <Select
        label="Step"
        items={STEP_KINDS}
        value={form.kind}
        onChange={(kind) => change({ kind })}
        description={STEP_KINDS.find(({ id }) => id === form.kind)?.description}
      />
      <StepFields form={form} headers={headers} onChange={change} />
      {step !== null && <p className={styles.caption}>{stepText(step)}</p>}
      {attempt.error && <ErrorNotice error={attempt.error} effect="The step was not added." />}
    </FormDialog>
  );
}

type FieldsProps = { form: StepForm; headers: readonly string[]; onChange: (patch: Partial<StepForm>) => void };

function StepFields({ form, headers, onChange }: FieldsProps) {
  const items = headers.map((header) => ({ id: header, label: header }));
  const reason = (
    <TextField
      label="Reason"
      value={form.reason}
      onChange={(text) => onChange({ reason: text })}
      maxLength={500}
      description="Stands beside each record that is left out, and in the report."
    />
  );
  if (form.kind === 'keep')
    return (
      <>
        <TextField
          label="Records that count"
          value={form.where}
          onChange={(where) => onChange({ where })}
          maxLength={4000}
          placeholder="verified = 'true' and gpus > 0"
          description="A filter over the headers of the file; names with blanks stand in double quotes."
        />
        {reason}
      </>
    );
  if (form.kind === 'largest')
    return (
      <>
        <Select label="Records with the same" items={items} value={form.per} onChange={(per) => onChange({ per })} />
        <Select label="count once, by the largest" items={items} value={form.of} onChange={(of) => onChange({ of })} />
        {reason}
      </>
    );
  return (
    <>
      <Select label="From" items={items} value={form.from} onChange={(from) => onChange({ from })} />
      {form.kind === 'part' && (
        <>
          <TextField label="Split by" value={form.by} onChange={(by) => onChange({ by })} maxLength={10} />
          <NumberField
            label="Part"
            value={form.part}
            onChange={(part) => onChange({ part })}
            minValue={-20}
            maxValue={20}
            description="1 is the first, −1 the last."
          />
        </>
      )}
      {form.kind === 'scale' && (
        <TextField
          label="Times"
          value={form.factor}
          onChange={(factor) => onChange({ factor })}
          description="A decimal number such as 0.001 or 1e-9; the product is exact."
        />
      )}
      {form.kind === 'member' && (
        <TextField label="Name of the value" value={form.key} onChange={(key) => onChange({ key })} maxLength={200} />
      )}
      {form.kind === 'names' && (
        <TextField
          label="Members of the name"
          value={form.members}
          onChange={(members) => onChange({ members })}
          description="With commas between, in the order of the name: vendor, model."
        />
      )}
      <TextField label="Name of the new column" value={form.as} onChange={(as) => onChange({ as })} maxLength={500} />
    </>
  );
}
