import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import { Button, ErrorNotice, FormDialog } from '../../app/controls/index.ts';
import { chooseFiles } from '../../app/files.ts';
import { EVIDENCE_FILES, useVerify } from '../../app/verify.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import type { EvidenceFile } from '../../state/verify.ts';
import { useChosenKey } from './KeyFields.tsx';
import styles from './verify.module.css';
import { outcomeWords } from './words.ts';

type Props = {
  file: EvidenceFile;
  /** what came out here; `null` = it is being computed */
  result: VerificationResult | null;
  onClose: () => void;
};

/** What is signed, by name: file, title, id, and for a dissent the bundle that it answers. */
function Named({ file, result, answers }: Pick<Props, 'file' | 'result'> & { answers: ReactNode }) {
  const rows: [string, ReactNode][] = [
    ['File', file.name],
    ['Title', result?.title ?? 'not read yet'],
    [
      result?.kind === 'dissent' ? 'Id of the dissent' : 'Bundle id',
      <code key="id" title={result?.bundle ?? ''}>
        {result?.bundle?.slice(0, 16) ?? 'not read yet'}
      </code>,
    ],
    ...(answers === null ? [] : [['Answers', answers] as [string, ReactNode]]),
  ];
  return (
    <dl className={styles.signed} aria-label="What is signed">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the program has computed again and what came out, as a sentence of the text that is signed under. */
function outcomeOf(result: VerificationResult | null, isHeld: boolean): string {
  if (result === null) return 'The program computes it again…';
  if (result.kind === 'dissent' && !isHeld) return 'The program has not computed it again yet: choose the bundle that it answers.';
  return `The program has computed it again on this computer: ${outcomeWords(result)}.`;
}

/** Signs the bundle or dissent that was verified with a key of the person, saves the copy and verifies it. */
export function CounterSignDialog({ file, result, onClose }: Props) {
  const client = useClient();
  const host = useHost();
  const { verify } = useVerify();
  const { key, fields } = useChosenKey();
  const [problem, setProblem] = useState<unknown>(null);
  const isDissent = result?.kind === 'dissent';
  const dissent = useQuery({
    queryKey: ['app', 'dissent', file.ref],
    queryFn: ({ signal }) => client.evidence.readDissent({ file: file.ref }, { signal }),
    enabled: isDissent,
  }).data?.dissent;
  const isHeld = file.against !== undefined;
  const isCounter = result?.signatures.some(({ role }) => role === 'author') ?? false;
  const computed = result?.status === 'match' && result.trust.includes('L2');
  // an author signs what they wrote; who counter-signs vouches that it comes out again
  const may = isCounter ? computed : result?.files.every(({ ok }) => ok) === true;
  const sign = async () => {
    if (key === null) return;
    try {
      const against = file.against?.ref ?? null;
      const signed = await client.evidence.sign({ file: file.ref, key: key.name, passphrase: key.passphrase, role: null, against });
      onClose();
      if (await host.saveFile(signed.file.ref, signed.file.name))
        useNotices.getState().tell(`Saved ${signed.file.name} with your signature`);
      await verify({ ...file, ref: signed.file.ref, name: signed.file.name });
    } catch (error) {
      setProblem(error);
    }
  };
  const hold = async () => {
    const [chosen] = await chooseFiles(EVIDENCE_FILES, false);
    if (!chosen) return;
    try {
      setProblem(null);
      await verify({ ref: file.ref, name: file.name, against: { ref: await host.uploadFile(chosen), name: chosen.name } });
    } catch (error) {
      setProblem(error);
    }
  };
  const answers = dissent === undefined ? null : `“${dissent.answers.title}”, bundle ${dissent.answers.bundle.slice(0, 16)}`;
  return (
    <FormDialog
      title={`${isCounter ? 'Counter-sign' : 'Sign'} this ${isDissent ? 'dissent' : 'bundle'}`}
      submit={isCounter ? 'Counter-sign and save' : 'Sign and save'}
      ready={may && (key?.ready ?? false)}
      onSubmit={() => void sign()}
      onClose={onClose}
    >
      {problem !== null && <ErrorNotice error={problem} effect="No signature was added." />}
      <Named file={file} result={result} answers={answers} />
      <p role="status">{outcomeOf(result, isHeld)}</p>
      {isDissent && (
        <p>
          {isHeld && <>Held against {file.against?.name}. </>}
          <Button size="small" onPress={() => void hold()}>
            {isHeld ? 'Choose another bundle…' : 'Choose the bundle that it answers…'}
          </Button>
        </p>
      )}
      <p>
        {isCounter
          ? 'You sign the list of its files, and that every claim came out again here.'
          : 'You sign the list of its files as its author: that these are the bytes that you hand on.'}{' '}
        A signature does not say that the data of the network are true.
      </p>
      {result !== null && !may && (isHeld || !isDissent) && (
        <p>
          {isCounter
            ? 'What does not come out again cannot be counter-signed: tell its author, or answer with a dissent.'
            : 'Its files are not those that it lists, so it cannot be signed.'}
        </p>
      )}
      {fields}
    </FormDialog>
  );
}
