import { useRef, useState } from 'react';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import { formatBytes, formatCount, plural } from '../../../shared/format/index.ts';
import type { TraceOptions } from '../../../shared/resilience/trace/options.ts';
import { Button, DataTable, Dialog, ErrorNotice, Select, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { errorValue } from '../../state/errors.ts';
import styles from './removal.module.css';

type Kind = 'jobs' | 'requests';
type Trace = { name: string; size: number; text: string; kind: Kind };
type Options = Partial<TraceOptions>;

/** A trace says which of the two it is by what it cannot answer alone. */
const KIND_OF: Readonly<Record<string, Kind>> = { 'trace-load-missing': 'jobs', 'trace-speed-missing': 'requests' };
const DEMANDS = [
  { id: 'peak', label: 'the busiest window' },
  { id: 'p95', label: 'the 95 % busiest window' },
  { id: 'mean', label: 'the mean over the trace' },
] as const;
const PARTS = [
  { id: 'shared', label: 'as many GPUs as they add up to' },
  { id: 'whole', label: 'one GPU for each' },
] as const;

const RESOURCES = [
  { id: 'gpus', label: 'not asked for' },
  { id: 'mean', label: 'the mean of the jobs of a class' },
  { id: 'exact', label: 'classes of their own' },
] as const;

type Props = { onUse: (portfolio: Portfolio) => void; onClose: () => void };

/** Makes workload classes of a trace: asks for what no trace can say, and shows the classes before they are taken. */
export function TraceDialog({ onUse, onClose }: Props) {
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [trace, setTrace] = useState<Trace | null>(null);
  const [question, setQuestion] = useState<string | null>(null);
  const [options, setOptions] = useState<Options>({});
  const [found, setFound] = useState<Portfolio | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [reading, setReading] = useState(false);
  const set = (patch: Options) => {
    setOptions({ ...options, ...patch });
    setFound(null);
  };
  const ask = async (text: string, fileName: string, asked: Options) => {
    setReading(true);
    setError(null);
    try {
      return await client.removal.portfolioFromTrace({ text, fileName, options: asked });
    } catch (problem) {
      return errorValue(problem);
    } finally {
      setReading(false);
    }
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    setFound(null);
    setTrace(null);
    const text = await file.text();
    const answer = await ask(text, file.name, {});
    const kind = 'code' in answer ? KIND_OF[answer.code] : undefined;
    if (kind === undefined || !('code' in answer)) return setError(answer);
    setQuestion(`${answer.message} ${answer.advice}`);
    setTrace({ name: file.name, size: file.size, text, kind });
  };
  const show = async () => {
    if (!trace) return;
    const answer = await ask(trace.text, trace.name, options);
    if ('code' in answer) setError(answer);
    else setFound(answer);
  };
  const stated =
    trace?.kind === 'jobs'
      ? options.load !== undefined
      : options.promptTokensPerSecond !== undefined && options.generatedTokensPerSecond !== undefined;
  return (
    <Dialog
      title="Workload classes of a trace"
      isOpen
      wide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button isDisabled={!stated || reading} onPress={show}>
            Show the classes
          </Button>
          <Button variant="primary" isDisabled={found === null} onPress={() => found && onUse(found)}>
            Use these classes
          </Button>
        </>
      }
    >
      <div className={styles.editor}>
        <div className={styles.traceFile}>
          <Button isDisabled={reading} onPress={() => input.current?.click()}>
            Choose a trace…
          </Button>
          <span className={styles.quiet} role="status">
            {reading
              ? 'Reading…'
              : trace
                ? `${trace.name}, ${formatBytes(trace.size)}: ${trace.kind === 'jobs' ? 'jobs of a GPU cluster' : 'requests to an LLM service'}`
                : 'A CSV table with a header: jobs of a GPU cluster, or requests to an LLM service'}
          </span>
          <input
            ref={input}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            hidden
            aria-label="Trace file"
            onChange={(event) => {
              void open(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </div>
        {error !== null && <ErrorNotice error={error} effect="No classes are shown." />}
        {trace && question && <p className={styles.question}>{question}</p>}
        {trace?.kind === 'jobs' && <JobFields options={options} onChange={set} />}
        {trace?.kind === 'requests' && <RequestFields options={options} onChange={set} />}
        {found && <Classes portfolio={found} />}
      </div>
    </Dialog>
  );
}

type FieldsProps = { options: Options; onChange: (patch: Options) => void };

/** A whole number from 1 as people type it, with blanks or commas between its thousands. */
const wholeOf = (typed: string): number | undefined => {
  const digits = typed.replace(/[\s\u202f,]/g, '');
  const value = Number(digits);
  return /^\d+$/.test(digits) && value >= 1 && Number.isSafeInteger(value) ? value : undefined;
};

/** A whole number that nobody assumes: empty until it is typed, and taken with every key, so that the next button is ready at once. */
function Whole({
  label,
  description,
  value,
  onChange,
}: {
  label: string;
  description?: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const [typed, setTyped] = useState(value === undefined ? '' : String(value));
  return (
    <TextField
      label={label}
      description={description}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        onChange(wholeOf(next));
      }}
      error={typed.trim() !== '' && wholeOf(typed) === undefined ? 'A whole number from 1' : null}
    />
  );
}

function JobFields({ options, onChange }: FieldsProps) {
  return (
    <div className={styles.classFields}>
      <Whole
        label="Load: GPUs wanted at the same time"
        description="All classes together"
        value={options.load}
        onChange={(load) => onChange({ load })}
      />
      <Whole
        label="Most classes"
        description="The largest are kept; 20 where empty"
        value={options.classes}
        onChange={(classes) => onChange({ classes })}
      />
      <Select
        label="Jobs on a part of a GPU count"
        items={PARTS}
        value={options.parts ?? 'shared'}
        onChange={(parts) => onChange({ parts })}
      />
      <Select
        label="CPU and memory of jobs"
        items={RESOURCES}
        value={options.resources ?? 'gpus'}
        onChange={(resources) => onChange({ resources })}
      />
    </div>
  );
}

function RequestFields({ options, onChange }: FieldsProps) {
  return (
    <div className={styles.classFields}>
      <Whole
        label="Prompt tokens read in a second"
        description="By one replica of the model"
        value={options.promptTokensPerSecond}
        onChange={(promptTokensPerSecond) => onChange({ promptTokensPerSecond })}
      />
      <Whole
        label="Tokens written in a second"
        description="By one replica of the model"
        value={options.generatedTokensPerSecond}
        onChange={(generatedTokensPerSecond) => onChange({ generatedTokensPerSecond })}
      />
      <Whole label="GPUs per node of a replica" description="1 where empty" value={options.gpus} onChange={(gpus) => onChange({ gpus })} />
      <Whole label="Nodes of a replica" description="1 where empty" value={options.nodes} onChange={(nodes) => onChange({ nodes })} />
      <Select
        label="Replicas are enough for"
        items={DEMANDS}
        value={options.demand ?? 'peak'}
        onChange={(demand) => onChange({ demand })}
      />
      <Whole label="Window, seconds" description="60 where empty" value={options.window} onChange={(window) => onChange({ window })} />
      <Whole label="Times as many requests" description="1 where empty" value={options.times} onChange={(times) => onChange({ times })} />
    </div>
  );
}

function Classes({ portfolio: { classes, note } }: { portfolio: Portfolio }) {
  const gpus = classes.reduce((sum, workload) => sum + workload.gpus_per_node * workload.nodes * (workload.quantity ?? 0), 0);
  return (
    <>
      <p>
        {plural(classes.length, 'class', 'classes')}, {formatCount(gpus)} GPUs wanted at the same time
      </p>
      <DataTable
        label="Classes of the trace"
        scrolls
        rows={classes}
        rowKey={({ name }) => name}
        columns={[
          { id: 'name', header: 'Class', rowHeader: true, wrap: true, cell: ({ name }) => name },
          { id: 'gpus', header: 'GPUs per node', align: 'right', cell: (workload) => formatCount(workload.gpus_per_node) },
          { id: 'nodes', header: 'Nodes', align: 'right', cell: ({ nodes }) => formatCount(nodes) },
          { id: 'quantity', header: 'Wanted', align: 'right', cell: ({ quantity }) => formatCount(quantity ?? 0) },
        ]}
      />
      {note && <p className={styles.quiet}>{note}</p>}
    </>
  );
}
