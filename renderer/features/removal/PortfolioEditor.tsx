import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import { Button, Checkbox, Dialog, ErrorNotice, IconButton, Select, TextField } from '../../app/controls/index.ts';
import { type ClassDraft, DOMAIN_ITEMS, draftOf, emptyDraft, portfolioOf } from './portfolioDraft.ts';
import styles from './removal.module.css';

type Props = {
  portfolio: Portfolio;
  missing: readonly { class: string; field: string }[];
  onSave: (portfolio: Portfolio) => void;
  onClose: () => void;
};

/** All fields of all workload classes; what a template leaves to the analyst is marked. */
export function PortfolioEditor({ portfolio, missing, onSave, onClose }: Props) {
  const [drafts, setDrafts] = useState(() => portfolio.classes.map(draftOf));
  const [error, setError] = useState<unknown>(null);
  const save = () => {
    try {
      onSave(portfolioOf(drafts, { metric: portfolio.metric, title: portfolio.title }));
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Dialog
      title="Workload classes"
      isOpen
      wide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" onPress={save}>
            Use these classes
          </Button>
        </>
      }
    >
      <div className={styles.editor}>
        {error !== null && <ErrorNotice error={error} effect="Nothing was changed." />}
        {drafts.map((draft, index) => (
          <ClassFields
            key={draft.key}
            draft={draft}
            missing={missing.filter((item) => item.class === portfolio.classes[index]?.name).map((item) => item.field)}
            onChange={(patch) => setDrafts(drafts.map((other) => (other.key === draft.key ? { ...other, ...patch } : other)))}
            onRemove={drafts.length > 1 ? () => setDrafts(drafts.filter((other) => other.key !== draft.key)) : null}
          />
        ))}
        <div>
          <Button onPress={() => setDrafts([...drafts, emptyDraft(`class ${drafts.length + 1}`)])}>
            <Plus size={14} aria-hidden /> Add class
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function ClassFields(props: {
  draft: ClassDraft;
  missing: readonly string[];
  onChange: (patch: Partial<ClassDraft>) => void;
  onRemove: (() => void) | null;
}) {
  const { draft, missing, onChange, onRemove } = props;
  const field = (name: keyof ClassDraft & string, label: string, description?: string) => (
    <TextField
      label={label}
      description={description}
      value={String(draft[name])}
      onChange={(value) => onChange({ [name]: value })}
      error={missing.includes(name) && String(draft[name]).trim() === '' ? 'The template leaves this to you' : null}
    />
  );
  return (
    <fieldset className={styles.classFields}>
      <legend>{draft.name || 'unnamed class'}</legend>
      {field('name', 'Name')}
      {field('quantity', 'Quantity', 'Instances wanted at once, or a share of capacity such as 10%')}
      {field('gpus_per_node', 'GPUs per node')}
      {field('nodes', 'Nodes per instance')}
      <Select label="Nodes stand in" items={DOMAIN_ITEMS} value={draft.domain} onChange={(domain) => onChange({ domain })} />
      {field('value', 'Value per instance', 'Empty: its number of GPUs')}
      {field('gpu_models', 'GPU models', 'With commas; empty: any')}
      {field('min_vram_gib', 'Least VRAM, GiB')}
      {field('countries', 'Countries', 'Two-letter codes with commas; empty: any')}
      {field('min_uptime', 'Least uptime, %')}
      {field('max_usd_per_gpu_hour', 'Highest price, USD per GPU-hour')}
      <div className={styles.classEnd}>
        <Checkbox isSelected={draft.verified_only} onChange={(verified_only) => onChange({ verified_only })}>
          Verified nodes only
        </Checkbox>
        {onRemove && <IconButton label={`Remove class ${draft.name}`} icon={<Trash2 size={15} />} onPress={onRemove} />}
      </div>
    </fieldset>
  );
}
