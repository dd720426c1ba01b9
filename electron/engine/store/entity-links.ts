import { ChokepointError } from '../../../shared/case/error.ts';
import type { LedgerEntry } from '../../../shared/case/ledger.ts';
import type { Link } from '../../../shared/entities/link.ts';
import type { ScopedLink } from '../../../shared/entities/scope.ts';
import type { CaseFile } from './case-file.ts';
import { entriesOfCommands } from './ledger.ts';

type LinkRow = { made_for: string; link: string };

const linkOfRow = ({ made_for: madeFor, link }: LinkRow): ScopedLink => ({ madeFor, link: JSON.parse(link) as Link });

/** Links of the case, by id. */
export function listEntityLinks(file: CaseFile): ScopedLink[] {
  return (file.prepare('SELECT made_for, link FROM entity_link ORDER BY id').all() as LinkRow[]).map(linkOfRow);
}

/** Sequence number of the last decision about links, 0 = none; links are the same where it is the same. */
export function linksRevision(file: CaseFile): number {
  return file.prepare("SELECT coalesce(max(sequence), 0) FROM ledger WHERE substr(command, 1, 9) = 'entities.'").pluck().get() as number;
}

/** A link of the case, or `null`. */
export function entityLink(file: CaseFile, id: string): ScopedLink | null {
  const row = file.prepare('SELECT made_for, link FROM entity_link WHERE id = ?').get(id) as LinkRow | undefined;
  return row ? linkOfRow(row) : null;
}

/** Puts a link into the case as it is given, or takes it out. */
export function setEntityLink(file: CaseFile, id: string, row: ScopedLink | null): void {
  if (row === null) {
    file.prepare('DELETE FROM entity_link WHERE id = ?').run(id);
    return;
  }
  const { madeFor, link } = row;
  file
    .prepare(
      `INSERT INTO entity_link (id, made_for, kind, from_name, to_name, state, link) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET made_for = excluded.made_for, state = excluded.state, link = excluded.link`,
    )
    .run(id, madeFor, link.kind, link.from, link.to, link.state, JSON.stringify(link));
}

/** A decision about links as the ledger has it. */
export type EntityEntry = LedgerEntry & {
  /** whether it still holds: neither undone nor taken back */
  inForce: boolean;
  /** links that it changed */
  links: string[];
};

/** Input of `entities.restore`, the inverse of every decision about links. */
export type RestoreInput = { rows: { id: string; row: ScopedLink | null }[]; takesBack?: number; label?: string };

/**
 * Decisions about links, newest first, and whether each still holds.
 *
 * A reversal (`undoes`) turns what it names off or on again; taking back a chosen decision is a decision of its own, so that it can be
 * undone like any other.
 */
export function entityLedger(file: CaseFile): EntityEntry[] {
  const entries = entriesOfCommands(file, 'entities.');
  const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]));
  const holds = new Map<number, boolean>();
  for (const { sequence, undoes } of entries) {
    if (undoes === null) {
      holds.set(sequence, true);
      continue;
    }
    let target = bySequence.get(undoes);
    while (target && target.undoes !== null) target = bySequence.get(target.undoes);
    if (target) holds.set(target.sequence, !holds.get(target.sequence));
  }
  // Newest first, so that a take-back that was itself taken back has no effect.
  for (const entry of [...entries].reverse()) {
    const takesBack = (entry.input as { takesBack?: number }).takesBack;
    if (entry.undoes === null && takesBack !== undefined && holds.get(entry.sequence)) holds.set(takesBack, false);
  }
  const links = changedLinks(file);
  return [...entries]
    .reverse()
    .map((entry) => ({ ...entry, inForce: holds.get(entry.sequence) ?? false, links: links.get(entry.sequence) ?? [] }));
}

function inverseRows(file: CaseFile, sequence: number): RestoreInput['rows'] {
  const input = file.prepare("SELECT input FROM inverse WHERE sequence = ? AND command = 'entities.restore'").pluck().get(sequence) as
    | string
    | undefined;
  return input === undefined ? [] : (JSON.parse(input) as RestoreInput).rows;
}

/** Ids of the links that each decision changed, without reading the links themselves. */
function changedLinks(file: CaseFile): Map<number, string[]> {
  const rows = file
    .prepare(
      `SELECT sequence, json_extract(changed.value, '$.id') AS id
       FROM inverse JOIN json_each(inverse.input, '$.rows') AS changed
       WHERE command = 'entities.restore' ORDER BY sequence, changed.key`,
    )
    .all() as { sequence: number; id: string }[];
  const links = new Map<number, string[]>();
  for (const { sequence, id } of rows) {
    const ids = links.get(sequence);
    if (ids) ids.push(id);
    else links.set(sequence, [id]);
  }
  return links;
}

/**
 * What takes back one chosen decision about links: its links as they were before it.
 *
 * @throws ChokepointError `decision-missing`, `decision-not-in-force`, `decided-later` naming the decision that stands on it
 */
export function takeBackInput(file: CaseFile, sequence: number): RestoreInput & { takesBack: number; label: string } {
  const entries = entityLedger(file);
  const entry = entries.find((candidate) => candidate.sequence === sequence && candidate.undoes === null);
  if (!entry)
    throw new ChokepointError(
      'decision-missing',
      `Entry ${sequence} of the ledger is no decision about entities.`,
      'Choose one of the decisions in the ledger of Entities.',
      { sequence },
    );
  if (!entry.inForce)
    throw new ChokepointError('decision-not-in-force', `"${entry.label}" is taken back already.`, 'Nothing has to be done.', { sequence });
  const touched = new Set(entry.links);
  // What took back a later decision has left the links as this one made them.
  const restored = ({ input }: EntityEntry): boolean => ((input as { takesBack?: number }).takesBack ?? 0) > sequence;
  const later = entries.filter(
    (other) =>
      other.sequence > sequence && other.undoes === null && other.inForce && !restored(other) && other.links.some((id) => touched.has(id)),
  );
  const [last] = later;
  if (last)
    throw new ChokepointError(
      'decided-later',
      `"${last.label}" (entry ${last.sequence}) decided about the same accounts after it.`,
      `Take back entry ${last.sequence} first.`,
      { sequence, later: later.map((other) => other.sequence) },
    );
  return { rows: inverseRows(file, sequence), takesBack: sequence, label: `Take back: ${entry.label}` };
}
