import type { HeadlineNumbers, ProposalRow } from '../../../shared/case/entities.ts';
import { formatCount, formatHhi, formatIndex, formatShare, plural } from '../../../shared/format/index.ts';
import { Badge, Button, Notice } from '../../app/controls/index.ts';
import styles from './entities.module.css';
import type { Points, Verb } from './useProposals.ts';
import { breakingText, evidenceWords, kText, namesOf, pointsText } from './words.ts';

const TONES = { proof: 'proven', strong: 'accent', weak: undefined } as const;
const SHOWN = 12;
const SHOWN_KEYS = 8;

type Props = {
  row: ProposalRow;
  before: HeadlineNumbers;
  points: Points;
  nameColumn: string | null;
  onDecide: (verb: Verb) => void;
  /** back to the list */
  onLeave: () => void;
};

/** Why these accounts may be one, where that stands in the data, and what the decision would do. */
export function EvidencePanel({ row, before, points, nameColumn, onDecide, onLeave }: Props) {
  const { after, accounts, owners, links, collisions, strength } = row;
  const evidence = new Map(links.flatMap((link) => link.evidence.map((piece) => [`${piece.type} ${piece.value}`, piece] as const)));
  // names last: in a large group each pair has its own
  const pieces = [...evidence.values()].sort((a, b) => Number(a.type === 'name') - Number(b.type === 'name'));
  const told = points.of.get(row.id) ?? null;
  const effects: [string, string, string][] = [
    ['HHI', formatHhi(before.hhi), formatHhi(after.hhi)],
    ['Entities', formatCount(before.entities), formatCount(after.entities)],
    ['Largest share', formatShare(before.cr1), formatShare(after.cr1)],
    ...(['1/3', '1/2', '2/3'] as const).map((name): [string, string, string] => [`k > ${name}`, kText(before, name), kText(after, name)]),
    ...(points.test === null
      ? []
      : [['Breaking point', breakingText(points.now), told === null ? '…' : breakingText(told)] as [string, string, string]]),
  ];
  return (
    <section
      className={styles.evidence}
      aria-label="Evidence"
      data-evidence
      data-single-keys
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && onLeave()}
    >
      <header className={styles.evidenceHead}>
        <h2>{namesOf(row)}</h2>
        <Badge tone={TONES[strength]}>{strength}</Badge>
      </header>
      {row.blockedBy && (
        <Notice tone="warning" title="Two of these accounts were decided to be apart">
          Confirming is refused while that rejection stands. The tab Links has it.
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button variant="primary" size="small" onPress={() => onDecide('confirm')}>
          Confirm <kbd>C</kbd>
        </Button>
        <Button size="small" onPress={() => onDecide('reject')}>
          Reject <kbd>X</kbd>
        </Button>
        <Button size="small" onPress={() => onDecide('defer')}>
          Later <kbd>L</kbd>
        </Button>
      </div>
      <h3>What the decision would do</h3>
      <table className={styles.effects}>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">now</th>
            <th scope="col">after</th>
          </tr>
        </thead>
        <tbody>
          {effects.map(([name, now, then]) => (
            <tr key={name} className={now === then ? styles.same : undefined}>
              <th scope="row">{name}</th>
              <td>{now}</td>
              <td>{then}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.quiet}>
        {pointsText(row.deltaHhi)} points of HHI; the group would hold {formatShare(row.share)}.
        {points.test !== null && ` Breaking point by “${points.test}”.`}
      </p>
      <h3>Keys that collided</h3>
      <ul className={styles.keys}>
        {pieces.slice(0, SHOWN_KEYS).map(({ type, value, source }) => {
          const collision = collisions.find((each) => each.type === type && (each.key === value || type === 'name'));
          return (
            <li key={`${type} ${value}`}>
              <span className={styles.keyType}>{evidenceWords(type)}</span>
              <span className={styles.keyValue}>{value}</span>
              <span className={styles.quiet}>
                {[
                  collision && (collision.nameKey ? `by ${collision.nameKey}` : `${plural(collision.accounts, 'account')} have it`),
                  source,
                  type === 'name' && row.similarity !== null && accounts.length === 2
                    ? `word similarity ${formatIndex(row.similarity)}`
                    : null,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          );
        })}
      </ul>
      {pieces.length > SHOWN_KEYS && <p className={styles.quiet}>and {formatCount(pieces.length - SHOWN_KEYS)} more</p>}
      <h3>{plural(accounts.length, 'account')}</h3>
      <ul className={styles.accounts}>
        {accounts.slice(0, SHOWN).map(({ id, name, share, rows, group }) => (
          <li key={id}>
            <span className={styles.account}>
              {name !== null && <span>{name}</span>}
              <span className={name === null ? undefined : styles.quiet} title={nameColumn ?? undefined}>
                {id}
              </span>
              {group !== null && <span className={styles.quiet}>in the group {group}</span>}
            </span>
            <span className={styles.number}>{formatShare(share)}</span>
            <span className={styles.quiet}>{plural(rows, 'record')}</span>
          </li>
        ))}
        {owners.map((owner) => (
          <li key={owner}>
            <span className={styles.account}>
              <span>{owner}</span>
              <span className={styles.quiet}>owner, no account of this dataset</span>
            </span>
          </li>
        ))}
      </ul>
      {accounts.length > SHOWN && <p className={styles.quiet}>and {formatCount(accounts.length - SHOWN)} more</p>}
    </section>
  );
}
