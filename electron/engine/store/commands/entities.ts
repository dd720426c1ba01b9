import type { ColumnInfo } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { assertGuards, refusalsBetween } from '../../../../shared/entities/guard.ts';
import type { Decided } from '../../../../shared/entities/link.ts';
import { isPartyColumn } from '../../../../shared/entities/parties.ts';
import { linksForColumn, type ScopedLink } from '../../../../shared/entities/scope.ts';
import type { CaseFile } from '../case-file.ts';
import { listDatasets } from '../catalogue.ts';
import { entityLink, linksRevision, listEntityLinks, type RestoreInput, setEntityLink, takeBackInput } from '../entity-links.ts';
import type { Applied, Command } from './command.ts';

const TOUCHED = ['entities', 'views', 'removal', 'report'];

/** What a decision does to the headline numbers of the view that it was taken in; goes into the ledger with it. */
export type RecordedEffect = { stamp: string; before: unknown; after: unknown } | null;

/** Links as they are after the decision. Guards were asked before (`shared/entities/guard.ts`) about the links of `basis`. */
export type DecideInput = {
  /** `linksRevision` of the links that the decision was made on; absent = made on none */
  basis?: number;
  links: ScopedLink[];
  /** reads as history */
  label: string;
  why: string;
  members: string[] | null;
  effect: RecordedEffect;
  /** name and author of an alias pack */
  pack?: { title: string; author: string } | null;
};

/** The statement and its evidence, without the decision that the entry itself is. */
const stated = ({ madeFor, link: { decided: _, ...link } }: ScopedLink) => ({ madeFor, ...link });

function replace(file: CaseFile, rows: RestoreInput['rows']): Applied['inverse'] {
  const before = rows.map(({ id }) => ({ id, row: entityLink(file, id) }));
  for (const { id, row } of rows) setEntityLink(file, id, row);
  return { command: 'entities.restore', input: { rows: before } satisfies RestoreInput };
}

/** A decision on links; one that was made on others than the case has by now is not taken, for its guards were asked about those. */
const decide: Command<DecideInput> = {
  touched: TOUCHED,
  apply(file, { basis, links, label, why, members, effect, pack }) {
    const revision = linksRevision(file);
    if (basis !== undefined && basis !== revision)
      throw new ChokepointError(
        'links-changed',
        'Other links were decided while this decision was checked, so it was not taken.',
        'Look at the list again, then decide.',
        { basis, revision },
      );
    const inverse = replace(
      file,
      links.map((row) => ({ id: row.link.id, row })),
    );
    return {
      result: { links: links.map(({ link }) => link.id) },
      inverse,
      label,
      recorded: { links: links.map(stated), why, members, effect, pack: pack ?? null },
    };
  },
};

type Scope = { column: Pick<ColumnInfo, 'name' | 'field'>; asOf: string | null };

/** Columns whose values links speak about, with the date of their dataset: one for all parties, and those that links were made for. */
function scopesOf(file: CaseFile, links: readonly ScopedLink[]): Scope[] {
  const party: Scope['column'] = { name: 'provider', field: 'provider' };
  const others = [...new Set(links.map(({ madeFor }) => madeFor))].map((name): Scope['column'] => ({ name, field: null }));
  const datasets = listDatasets(file).map(({ asOf, columns }) => ({ asOf, parties: columns.some(isPartyColumn) ? [party] : [] }));
  if (datasets.length === 0) datasets.push({ asOf: null, parties: [party] });
  return datasets.flatMap(({ asOf, parties }) => [...parties, ...others].map((column) => ({ column, asOf })));
}

/** Asks the guards that nobody can answer. @throws ChokepointError `merge-refused` with the path */
function refuseJoining(file: CaseFile, before: readonly ScopedLink[], after: readonly ScopedLink[]): void {
  for (const { column, asOf } of scopesOf(file, after))
    assertGuards(refusalsBetween(linksForColumn(before, column), linksForColumn(after, column), asOf));
}

/** Puts links back to how they were; what undo, redo and taking back run. It may not hold together what was decided to be two. */
const restore: Command<RestoreInput> = {
  touched: TOUCHED,
  apply(file, { rows, takesBack, label }) {
    const before = listEntityLinks(file);
    const inverse = replace(file, rows);
    refuseJoining(file, before, listEntityLinks(file));
    const states = rows.map(({ id, row }) => ({
      id,
      state: row?.link.state ?? null,
      decided: (row?.link.decided ?? null) as Decided | null,
    }));
    return {
      result: { links: rows.map(({ id }) => id) },
      inverse,
      label: label ?? 'Put links back',
      recorded: { links: states, ...(takesBack === undefined ? {} : { takesBack }) },
    };
  },
};

/** Takes back one decision, not only the last: its links are as before it, and the reversal is an entry of its own. */
const takeBack: Command<{ sequence: number }> = {
  touched: TOUCHED,
  apply: (file, { sequence }) => restore.apply(file, takeBackInput(file, sequence)),
};

/** Decisions about who is who. They differ in what a person meant; the change of rows is one and the same. */
export const entityCommands = {
  'entities.confirm': decide,
  'entities.reject': decide,
  'entities.defer': decide,
  'entities.group': decide,
  'entities.link': decide,
  'entities.importPack': decide,
  'entities.takeBack': takeBack,
  'entities.restore': restore,
} as const;
