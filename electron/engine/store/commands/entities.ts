import type { Decided } from '../../../../shared/entities/link.ts';
import type { ScopedLink } from '../../../../shared/entities/scope.ts';
import type { CaseFile } from '../case-file.ts';
import { entityLink, type RestoreInput, setEntityLink, takeBackInput } from '../entity-links.ts';
import type { Applied, Command } from './command.ts';

const TOUCHED = ['entities', 'views', 'removal', 'report'];

/** What a decision does to the headline numbers of the view that it was taken in; goes into the ledger with it. */
export type RecordedEffect = { stamp: string; before: unknown; after: unknown } | null;

/** Links as they are after the decision. Guards were asked before (`shared/entities/guard.ts`); the store only keeps what was decided. */
export type DecideInput = {
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

const decide: Command<DecideInput> = {
  touched: TOUCHED,
  apply(file, { links, label, why, members, effect, pack }) {
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

/** Puts links back to how they were; what taking back and making again run. */
const restore: Command<RestoreInput> = {
  touched: TOUCHED,
  apply(file, { rows, takesBack, label }) {
    const inverse = replace(file, rows);
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
