import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { ReplayedDataset, ReplayFile, ReplayPlan, ReplayResult } from '../../../shared/evidence/replay.ts';
import { Button, Checkbox, ErrorNotice, FormDialog, Progress, Select, TextField } from '../../app/controls/index.ts';
import { chooseFiles, TABLE_FILES } from '../../app/files.ts';
import { useOpenCase } from '../../app/openCase.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { errorValue, isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import type { EvidenceFile } from '../../state/verify.ts';
import styles from './verify.module.css';

type Chosen = { ref: string; name: string };
/** What is decided where columns of a file differ. */
type Decided = Pick<ReplayFile, 'renamed' | 'without' | 'acceptNew'>;
const UNDECIDED: Decided = { renamed: {}, without: [], acceptNew: false };

type Missing = { header: string; uses: string[]; candidates: string[] };
type Drift = { fileName: string; missing: Missing[]; added: string[] };

const GONE = ' gone';
const OPEN = ' open';

type Props = { file: EvidenceFile; onDone: (result: ReplayResult) => void; onClose: () => void };

/** Gives each dataset of a bundle its next file and makes a case of them; asks where columns differ. */
export function ReplayDialog(props: Props) {
  const client = useClient();
  const { file, onClose } = props;
  const plan = useQuery({
    queryKey: ['app', 'replay-plan', file.ref],
    queryFn: ({ signal }) => client.evidence.replayPlan({ bundle: file.ref }, { signal }),
  });
  if (plan.data) return <Replay {...props} plan={plan.data} />;
  return (
    <FormDialog title="Apply to new files" submit="Apply" ready={false} onSubmit={() => {}} onClose={onClose}>
      {plan.error ? (
        <ErrorNotice error={plan.error} effect="Nothing was done." />
      ) : (
        <Progress label="Reading the recipes" done={0} total={null} stacked />
      )}
    </FormDialog>
  );
}

function Replay({ file, plan, onDone, onClose }: Props & { plan: ReplayPlan }) {
  const client = useClient();
  const openCase = useOpenCase();
  const [title, setTitle] = useState(plan.title);
  const [files, setFiles] = useState<Record<string, Chosen>>({});
  const [decided, setDecided] = useState<Record<string, Decided>>({});
  const [drift, setDrift] = useState<Drift | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [differs, setDiffers] = useState(false);
  const [anyway, setAnyway] = useState(false);
  const [working, setWorking] = useState(false);
  const run = async () => {
    setWorking(true);
    setProblem(null);
    setDrift(null);
    try {
      let result: ReplayResult | null = null;
      await openCase(async (): Promise<CaseInfo> => {
        result = await runJob('Apply to new files', (signal) =>
          client.evidence.replay(
            {
              bundle: file.ref,
              title: title.trim(),
              anyway,
              files: Object.entries(files).map(([dataset, { ref }]) => ({ dataset, file: ref, ...UNDECIDED, ...decided[dataset] })),
            },
            { signal },
          ),
        );
        return result.case;
      });
      if (result) onDone(result);
    } catch (error) {
      const { code, details } = errorValue(error);
      if (code === 'recipe-drift') setDrift(details as Drift);
      else if (!isCancelled(error)) {
        setProblem(error);
        if (code === 'bundle-differs') setDiffers(true);
      }
    } finally {
      setWorking(false);
    }
  };
  const ready = !working && title.trim() !== '' && Object.keys(files).length > 0;
  return (
    <FormDialog
      title="Apply to new files"
      submit={working ? 'Working…' : 'Apply'}
      ready={ready}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      {problem !== null && <ErrorNotice error={problem} effect="No case was made." />}
      {differs && (
        <Checkbox isSelected={anyway} onChange={setAnyway}>
          Apply it all the same: “before” is what the bundle states, not what its records give
        </Checkbox>
      )}
      <p>
        The recipes and decisions of the bundle are applied to the next files; a new case is made, and each claim stands beside the one
        before.
      </p>
      <TextField label="Title of the new case" value={title} onChange={setTitle} maxLength={300} />
      {plan.datasets.map((dataset) => (
        <DatasetFile
          key={dataset.id}
          dataset={dataset}
          chosen={files[dataset.id] ?? null}
          onChoose={(chosen) => setFiles({ ...files, [dataset.id]: chosen })}
          drift={drift !== null && drift.fileName === files[dataset.id]?.name ? drift : null}
          decided={decided[dataset.id] ?? UNDECIDED}
          onDecide={(next) => setDecided({ ...decided, [dataset.id]: next })}
        />
      ))}
    </FormDialog>
  );
}

function DatasetFile(props: {
  dataset: ReplayedDataset;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  drift: Drift | null;
  decided: Decided;
  onDecide: (decided: Decided) => void;
}) {
  const { dataset, chosen, onChoose, drift, decided, onDecide } = props;
  const host = useHost();
  const [problem, setProblem] = useState<unknown>(null);
  const choose = async () => {
    const [file] = await chooseFiles(TABLE_FILES, false);
    if (!file) return;
    try {
      onChoose({ ref: await host.uploadFile(file), name: file.name });
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <fieldset className={styles.replayed}>
      <legend>{dataset.name}</legend>
      <div className={styles.fileRow}>
        <span className={styles.quiet}>
          {chosen?.name ?? `was ${dataset.fileName}${dataset.asOf === null ? '' : `, as of ${dataset.asOf.slice(0, 10)}`}`}
        </span>
        <Button size="small" onPress={() => void choose()} aria-label={`Choose the next file of ${dataset.name}`}>
          {chosen ? 'Other file…' : 'Choose the next file…'}
        </Button>
      </div>
      {problem !== null && <ErrorNotice error={problem} effect="The file was not taken." />}
      {drift?.missing.map(({ header, uses, candidates }) => (
        <Select
          key={header}
          label={`Column “${header}” is missing`}
          description={uses.join('; ')}
          items={[
            { id: OPEN, label: 'not decided' },
            ...[...new Set([...candidates, ...drift.added])].map((name) => ({ id: name, label: `is “${name}” now` })),
            { id: GONE, label: 'is gone' },
          ]}
          value={decided.without.includes(header) ? GONE : (decided.renamed[header] ?? OPEN)}
          onChange={(choice) => {
            const { [header]: _, ...renamed } = decided.renamed;
            const without = decided.without.filter((name) => name !== header);
            if (choice === GONE) onDecide({ ...decided, renamed, without: [...without, header] });
            else onDecide({ ...decided, renamed: choice === OPEN ? renamed : { ...renamed, [header]: choice }, without });
          }}
        />
      ))}
      {drift && drift.added.length > 0 && (
        <Checkbox isSelected={decided.acceptNew} onChange={(acceptNew) => onDecide({ ...decided, acceptNew })}>
          Keep the new columns: {drift.added.join(', ')}
        </Checkbox>
      )}
    </fieldset>
  );
}
