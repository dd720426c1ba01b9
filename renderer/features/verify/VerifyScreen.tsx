import { BadgeCheck } from 'lucide-react';
import { useState } from 'react';
import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import { rungLines } from '../../../shared/evidence/verification-words.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { Badge, Button, classes, EmptyState, ErrorNotice, Panel, Progress, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { chooseFiles } from '../../app/files.ts';
import { EVIDENCE_FILES, useVerify } from '../../app/verify.ts';
import { useHost } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useUi } from '../../state/ui.ts';
import { cancelVerification, type EvidenceFile, useVerification } from '../../state/verify.ts';
import { AlternativeTab } from './AlternativeTab.tsx';
import { ClaimsTab } from './ClaimsTab.tsx';
import { CounterSignDialog } from './CounterSignDialog.tsx';
import { DissentTab } from './DissentTab.tsx';
import { DecisionsTab, FilesTab, SignaturesTab } from './EvidenceTabs.tsx';
import { ReplayDialog } from './ReplayDialog.tsx';
import { ReplayOutcome } from './ReplayOutcome.tsx';
import styles from './verify.module.css';
import { outcomeWords } from './words.ts';

/** Verify: open a bundle or a report, compute everything again, read the decisions; needs no case. */
export function VerifyScreen() {
  const { file, running, phase, done, total, result, error, replayed } = useVerification();
  const [dialog, setDialog] = useState<'sign' | 'replay' | null>(null);
  const { verify } = useVerify();
  const host = useHost();
  const open = (
    <Button variant={file === null ? 'primary' : undefined} onPress={() => runCommand('verify.open')} isDisabled={running}>
      Open a bundle or report
    </Button>
  );
  if (file === null)
    return (
      <EmptyState icon={<BadgeCheck size={28} />} title="Check a report of somebody else" actions={open}>
        Open an evidence bundle (ZIP) or the PDF alone, or drop it here. Every claim is computed again from the data inside; nothing is
        taken on trust, no case is needed and nothing leaves this computer.
      </EmptyState>
    );
  const answer = async () => {
    const [chosen] = await chooseFiles(EVIDENCE_FILES, false);
    if (!chosen) return;
    try {
      await verify({ ...file, against: { ref: await host.uploadFile(chosen), name: chosen.name } });
    } catch (error) {
      useNotices.getState().fail(`${chosen.name} was not read`, error, EVIDENCE_FILES);
    }
  };
  const isBundle = result?.kind === 'bundle';
  const close = () => setDialog(null);
  return (
    <div className={styles.screen}>
      <ScreenHead
        title={result === null ? `Verify ${file.name}` : outcomeWords(result)}
        subtitle={subtitleOf(file.name, result)}
        actions={
          <>
            {isBundle && <Button onPress={() => setDialog('replay')}>Apply to new files…</Button>}
            {(isBundle || result?.kind === 'dissent') && (
              <Button onPress={() => setDialog('sign')}>{result?.dissent && result.status === 'match' ? 'Sign back…' : 'Sign…'}</Button>
            )}
            {result?.dissent && (
              <Button variant={result.status === 'not-computed' ? 'primary' : undefined} onPress={() => void answer()}>
                Open the bundle it answers…
              </Button>
            )}
            {open}
          </>
        }
      />
      {running && (
        <Panel>
          <div className={styles.running}>
            <Progress label={phase || 'Reading the file'} done={done} total={total} stacked />
            <Button size="small" onPress={cancelVerification}>
              Cancel
            </Button>
          </div>
        </Panel>
      )}
      {error !== null && (
        <ErrorNotice
          error={error}
          effect="Nothing was verified; the file is unchanged."
          choices={
            <Button size="small" onPress={() => void verify(file)}>
              Try once more
            </Button>
          }
        />
      )}
      {result?.status === 'not-a-bundle' && (
        <Panel>
          <p>
            Choose the ZIP that “Export” of the Report screen wrote, or its report.pdf. A PDF that another program printed or saved anew has
            lost its attachments: ask for the original file.
          </p>
        </Panel>
      )}
      {replayed !== null ? (
        <ReplayOutcome result={replayed} onClose={() => useVerification.setState({ replayed: null })} />
      ) : (
        result !== null && result.status !== 'not-a-bundle' && <Outcome key={file.ref} file={file} result={result} />
      )}
      {dialog === 'sign' && <CounterSignDialog file={file} result={result} onClose={close} />}
      {dialog === 'replay' && (
        <ReplayDialog
          file={file}
          onClose={close}
          onDone={(outcome) => {
            close();
            useVerification.setState({ replayed: outcome });
            useUi.getState().go('verify');
          }}
        />
      )}
    </div>
  );
}

function subtitleOf(name: string, result: VerificationResult | null): string {
  if (result === null || result.kind === null) return name;
  const parts = [
    name,
    result.title,
    result.asOf === null ? null : `as of ${result.asOf.slice(0, 10)}`,
    result.bundle === null ? null : `bundle ${result.bundle.slice(0, 16)}`,
  ];
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}

type Tab = 'claims' | 'files' | 'decisions' | 'signatures' | 'alternative';

function Outcome({ file, result }: { file: EvidenceFile; result: VerificationResult }) {
  const [tab, setTab] = useState<Tab>('claims');
  const [decision, setDecision] = useState<number | null>(null);
  const { claims, files, decisions, signatures, notes, redaction, dissent } = result;
  const openDecision = (sequence: number) => {
    setDecision(sequence);
    setTab('decisions');
  };
  const broken = files.filter(({ ok }) => !ok).length;
  return (
    <>
      <Ladder result={result} />
      {(notes.length > 0 || redaction !== null) && (
        <ul className={styles.notes} aria-label="Notes">
          {redaction !== null && (
            <li>
              Names are written as pseudonyms: {formatCount(redaction.names)} names in {formatCount(redaction.records)} records of{' '}
              {redaction.columns.join(', ')}. Shares come out without them.
            </li>
          )}
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Tabs<Tab>
        label="What was verified"
        selected={tab}
        onSelect={setTab}
        className={styles.tabs}
        items={[
          {
            id: 'claims',
            label: `Claims ${formatCount(claims.length)}`,
            content:
              dissent === null ? <ClaimsTab result={result} onDecision={openDecision} /> : <DissentTab result={result} dissent={dissent} />,
          },
          {
            id: 'files',
            label: broken === 0 ? `Files ${formatCount(files.length)}` : `Files ${formatCount(files.length)}, ${broken} not as listed`,
            content: <FilesTab result={result} />,
          },
          { id: 'decisions', label: `Decisions ${formatCount(decisions.length)}`, content: <DecisionsTab result={result} at={decision} /> },
          { id: 'signatures', label: `Signatures ${formatCount(signatures.length)}`, content: <SignaturesTab result={result} /> },
          ...(result.kind === 'bundle'
            ? [{ id: 'alternative' as const, label: 'Decide otherwise', content: <AlternativeTab file={file} /> }]
            : []),
        ]}
      />
    </>
  );
}

/** The rungs of trust, each reached or not, with what can be said of it. */
function Ladder({ result }: { result: VerificationResult }) {
  return (
    <ol className={styles.ladder} aria-label="Trust ladder">
      {rungLines(result).map(({ rung, name, reached, words }) => (
        <li key={rung} className={classes(styles.rung, reached && styles.reached)}>
          <span className={styles.rungName}>
            {rung} {name}
          </span>
          <Badge tone={reached ? 'proven' : undefined}>{reached ? 'reached' : 'not reached'}</Badge>
          <span className={styles.quiet}>{words}</span>
        </li>
      ))}
    </ol>
  );
}
