import { Copy, FlaskConical, FolderOpen, PencilLine } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { CommandId } from '../../../shared/commands/index.ts';
import { formatBytes, formatCount } from '../../../shared/format/index.ts';
import { Button, classes, KeyValueList, Panel, ScreenHead, TextField } from '../../app/controls/index.ts';
import { useOpenCase } from '../../app/openCase.ts';
import { momentText } from '../../app/words.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCase, useCommand, useRecentCases } from '../../state/queries.ts';
import { Checklist } from './Checklist.tsx';
import styles from './case.module.css';

/** The case: its question and what is left to do, or the three doors while none is open. */
export function CaseScreen() {
  const info = useCase().data;
  return info ? <OpenCase key={info.id} info={info} /> : <Welcome />;
}

function Welcome() {
  return (
    <div className={classes(styles.screen, styles.welcome)}>
      <div>
        <h1 tabIndex={-1}>How decentralized is the network, and what breaks first?</h1>
        <p className={styles.lead}>
          Freeze provider files, see who controls the capacity, remove the largest and see which workloads stop fitting. Everything runs on
          this computer.
        </p>
      </div>
      <Doors />
      <RecentCases />
    </div>
  );
}

function Door(props: { icon: ReactNode; title: string; children: ReactNode; command: CommandId; first?: boolean }) {
  return (
    <AriaButton className={classes(styles.door, props.first && styles.doorFirst)} onPress={() => runCommand(props.command)}>
      <span className={styles.doorIcon} aria-hidden>
        {props.icon}
      </span>
      <span className={styles.doorTitle}>{props.title}</span>
      <span className={styles.doorText}>{props.children}</span>
    </AriaButton>
  );
}

function Doors() {
  return (
    <div className={styles.doors}>
      <Door icon={<FlaskConical size={20} />} title="Open the sample case" command="case.openSample" first>
        Two fictional networks with the problems that real files have. Marked SAMPLE everywhere.
      </Door>
      <Door icon={<PencilLine size={20} />} title="Start a case" command="case.create">
        State the question, then add CSV, JSON, Excel or Parquet files of providers.
      </Door>
      <Door icon={<FolderOpen size={20} />} title="Open a case file" command="case.open">
        One file holds sources, decisions and results of a case.
      </Door>
    </div>
  );
}

function RecentCases() {
  const client = useClient();
  const recent = useRecentCases().data ?? [];
  const openCase = useOpenCase();
  const fail = useNotices((state) => state.fail);
  if (recent.length === 0) return null;
  return (
    <Panel title="Recent cases" flush>
      <ul className={styles.recent}>
        {recent.slice(0, 12).map((entry) => (
          <li key={entry.ref}>
            <AriaButton
              className={styles.recentItem}
              onPress={() =>
                openCase(() => client.cases.open({ ref: entry.ref })).catch((error: unknown) =>
                  fail(`${entry.fileName} was not opened`, error),
                )
              }
            >
              <span className={styles.recentName}>{entry.fileName}</span>
              <span className={styles.muted}>{formatBytes(entry.bytes)}</span>
              <span className={styles.muted}>{momentText(entry.modifiedAt)}</span>
            </AriaButton>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OpenCase({ info }: { info: CaseInfo }) {
  return (
    <div className={styles.screen}>
      <ScreenHead
        title={info.title}
        subtitle={info.question || 'No question yet: state it before you see results'}
        actions={
          <>
            <Button onPress={() => runCommand('case.copy')}>
              <Copy size={14} aria-hidden />
              Save a copy
            </Button>
            <Button onPress={() => runCommand('case.close')}>Close the case</Button>
          </>
        }
      />
      <div className={styles.columns}>
        <div className={styles.form}>
          <Describe info={info} />
          <RecentCases />
        </div>
        <div className={styles.form}>
          <Checklist info={info} />
          <Panel title="Case file">
            <KeyValueList
              rows={[
                { label: 'File', value: <span className={styles.fileName}>{info.fileName}</span> },
                { label: 'Started', value: momentText(info.createdAt) },
                { label: 'Datasets', value: formatCount(info.datasets) },
                { label: 'Revision', value: formatCount(info.revision), note: 'one more with every decision' },
                { label: 'Format', value: formatCount(info.formatVersion) },
              ]}
            />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Describe({ info }: { info: CaseInfo }) {
  const client = useClient();
  const describe = useCommand(client.cases.describe, { title: 'Title and question were not saved' });
  const [title, setTitle] = useState(info.title);
  const [question, setQuestion] = useState(info.question);
  // Undo, or a command from another window, changed them.
  useEffect(() => setTitle(info.title), [info.title]);
  useEffect(() => setQuestion(info.question), [info.question]);
  const save = () => {
    const next = { title: title.trim(), question: question.trim() };
    if (next.title === '' || (next.title === info.title && next.question === info.question)) return;
    describe.mutate(next);
  };
  return (
    <Panel title="What the case asks" aside="saved when you leave a field">
      <div className={styles.form}>
        <TextField
          label="Title"
          value={title}
          onChange={setTitle}
          onBlur={save}
          maxLength={200}
          error={title.trim() === '' ? 'A case needs a title; the old one stays until you write another.' : null}
        />
        <TextField
          label="Question"
          value={question}
          onChange={setQuestion}
          onBlur={save}
          maxLength={2000}
          multiline
          placeholder="Can the loss of few operators stop our workload?"
          description="Printed on the first page of the report."
        />
      </div>
    </Panel>
  );
}
