import { useEffect, useRef } from 'react';
import type { VerificationResult, VerifiedFile, VerifiedSignature } from '../../../shared/evidence/verification.ts';
import { Badge, classes, type DataColumn, DataTable, Notice } from '../../app/controls/index.ts';
import { momentText, shortHash } from '../../app/words.ts';
import styles from './verify.module.css';

type Props = { result: VerificationResult };

/** Every file with whether its bytes are those that were listed; the ones that are not stand first. */
export function FilesTab({ result }: Props) {
  const rows = [...result.files].sort((a, b) => Number(a.ok) - Number(b.ok));
  const columns: DataColumn<VerifiedFile>[] = [
    { id: 'name', header: 'File', rowHeader: true, wrap: true, cell: ({ name }) => name },
    {
      id: 'sha256',
      header: 'SHA-256',
      width: 150,
      cell: ({ sha256 }) => (sha256 === null ? '' : <code title={sha256}>{shortHash(sha256)}</code>),
    },
    {
      id: 'ok',
      header: 'Result',
      wrap: true,
      cell: ({ ok, problem }) => <Badge tone={ok ? 'proven' : 'worst'}>{ok ? 'as listed' : (problem ?? 'not as listed')}</Badge>,
    },
  ];
  return <DataTable label="Files" columns={columns} rows={rows} rowKey={({ name }) => name} scrolls className={styles.table} />;
}

/** Every decision of a person behind the numbers, oldest first; `at` is brought into view. */
export function DecisionsTab({ result, at }: Props & { at: number | null }) {
  const marked = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another decision was asked for
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'center' });
    marked.current?.focus();
  }, [at]);
  const { decisions, ledger } = result;
  return (
    <div className={styles.tab}>
      <p className={styles.quiet}>
        {ledger.intact
          ? 'Each entry holds the hash of the one before; the chain is whole.'
          : `The chain of hashes is broken${ledger.brokenAt === null ? '' : ` at entry ${ledger.brokenAt}`}: an entry was changed, left out or put in.`}
        {ledger.redacted > 0 && ` ${ledger.redacted} entries are redacted: their hash is kept, their text is not.`}
      </p>
      <ol className={styles.ledger} aria-label="Decisions">
        {decisions.map(({ sequence, at: moment, actor, label, undone }) => (
          <li
            key={sequence}
            ref={sequence === at ? marked : undefined}
            tabIndex={sequence === at ? -1 : undefined}
            className={classes(styles.entry, undone && styles.undone, sequence === at && styles.marked)}
          >
            <span className={styles.number}>{sequence}</span>
            <span className={styles.quiet}>{momentText(moment)}</span>
            <span>
              <span className={styles.label}>{label}</span>
              {undone && <span className={styles.quiet}> (undone)</span>}
            </span>
            <span className={styles.quiet}>{actor}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Who signed the list of files, and whether the person who verifies knows the key. */
export function SignaturesTab({ result }: Props) {
  const columns: DataColumn<VerifiedSignature>[] = [
    { id: 'file', header: 'Signature', rowHeader: true, wrap: true, cell: ({ file }) => file },
    {
      id: 'signer',
      header: 'Signer',
      wrap: true,
      cell: ({ signer }) => signer ?? <span className={styles.quiet}>name not known here</span>,
    },
    { id: 'key', header: 'Key', wrap: true, cell: ({ key }) => (key === null ? '' : <code>{key}</code>) },
    {
      id: 'ok',
      header: 'Result',
      wrap: true,
      cell: ({ ok, known, problem }) => (
        <Badge tone={ok ? (known ? 'proven' : 'warning') : 'worst'}>
          {ok ? (known ? 'valid, key in your list' : 'valid, key not in your list') : (problem ?? 'not valid')}
        </Badge>
      ),
    },
  ];
  if (result.signatures.length === 0)
    return (
      <Notice tone="info" title="Nobody signed this">
        A signature says who stands behind which bytes; it does not say that the data of the network are true.
      </Notice>
    );
  return (
    <DataTable label="Signatures" columns={columns} rows={result.signatures} rowKey={({ file }) => file} scrolls className={styles.table} />
  );
}
