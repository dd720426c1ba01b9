import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import { Button, Checkbox, Dialog, ErrorNotice, IconButton, Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import {
  type ClassDraft,
  DOMAIN_ITEMS,
  draftOf,
  editedTitle,
  emptyDraft,
  FIELD_LABELS,
  portfolioOf,
  TYPED_CLASSES,
} from './portfolioDraft.ts';
import styles from './removal.module.css';

type Props = {
  portfolio: Portfolio;
  /** id of the built-in portfolio that it is, unchanged */
  builtIn: string | null;
  missing: readonly { class: string; field: string }[];
  onSave: (portfolio: Portfolio) => void;
  /** takes the classes of a trace instead */
  onTrace: () => void;
  onClose: () => void;
};

/** All fields of all workload classes; what a template leaves to the analyst is marked. */
export function PortfolioEditor({ portfolio, builtIn, missing, onSave, onTrace, onClose }: Props) {
  const client = useClient();
  const [drafts, setDrafts] = useState(() => portfolio.classes.map(draftOf));
  const [title, setTitle] = useState(portfolio.title ?? '');
  const [untouched] = useState(drafts);
  const [error, setError] = useState<unknown>(null);
  const changed = drafts !== untouched || title !== (portfolio.title ?? '');
  const save = async () => {
    try {
      const edited = portfolioOf(drafts, { metric: portfolio.metric, title: editedTitle(title, portfolio, builtIn) });
      // the table of countries is the engine's
      if (changed) await client.removal.readPortfolio({ text: JSON.stringify(edited), fileName: TYPED_CLASSES });
      onSave(changed ? edited : portfolio);
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
        <TextField
          label="Name of the portfolio"
          value={title}
          onChange={setTitle}
          description={
            builtIn !== null && changed && title === portfolio.title
              ? `Will be called "${editedTitle(title, portfolio, builtIn)}" until you name it`
              : undefined
          }
        />
        {drafts.map((draft, index) => (
          <ClassFields
            key={draft.key}
            draft={draft}
            missing={missing.filter((item) => item.class === portfolio.classes[index]?.name).map((item) => item.field)}
            onChange={(patch) => setDrafts(drafts.map((other) => (other.key === draft.key ? { ...other, ...patch } : other)))}
            onRemove={drafts.length > 1 ? () => setDrafts(drafts.filter((other) => other.key !== draft.key)) : null}
          />
        ))}
        <div className={styles.traceFile}>
          <Button onPress={() => setDrafts([...drafts, emptyDraft(`class ${drafts.length + 1}`)])}>
            <Plus size={14} aria-hidden /> Add class
          </Button>
          <Button onPress={onTrace}>Replace by classes of a trace…</Button>
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
  const field = (name: Exclude<keyof typeof FIELD_LABELS, 'domain' | 'verified_only'>, description?: string) => (
    <TextField
      label={FIELD_LABELS[name]}
      description={description}
      value={draft[name]}
      onChange={(value) => onChange({ [name]: value })}
      error={missing.includes(name) && draft[name].trim() === '' ? 'The template leaves this to you' : null}
    />
  );
  return (
    <fieldset className={styles.classFields}>
      <legend>{draft.name || 'unnamed class'}</legend>
      {field('name')}
      {field('quantity', 'Instances wanted at once, or a share of capacity such as 10%')}
      {field('gpus_per_node')}
      {field('nodes')}
      <Select label={FIELD_LABELS.domain} items={DOMAIN_ITEMS} value={draft.domain} onChange={(domain) => onChange({ domain })} />
      {field('value', 'Empty: its number of GPUs')}
      {field('cpu_milli_per_node', 'Empty: none; 4000 is four cores')}
      {field('memory_mib_per_node', 'Empty: none; main memory of the host')}
      {field('gpu_models', 'With commas; empty: any')}
      {field('min_vram_gib')}
      {field('countries', 'Two-letter codes with commas; empty: any')}
      {field('min_uptime')}
      {field('max_usd_per_gpu_hour')}
      <div className={styles.classEnd}>
        <Checkbox isSelected={draft.verified_only} onChange={(verified_only) => onChange({ verified_only })}>
          {FIELD_LABELS.verified_only}
        </Checkbox>
        {onRemove && <IconButton label={`Remove class ${draft.name}`} icon={<Trash2 size={15} />} onPress={onRemove} />}
      </div>
    </fieldset>
  );
}
