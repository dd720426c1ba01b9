import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { Dialect } from '../../../shared/case/dataset.ts';
import type { RecipeChoices } from '../../../shared/case/recipe.ts';
import type { Step } from '../../../shared/case/steps.ts';
import { useUi } from '../../state/ui.ts';

/** What a person decided about a file that waits; all else follows the preview. */
export type Draft = {
  dialect: Partial<Dialect>;
  choices: RecipeChoices;
  /** preset that proposes; `null` = none, absent = the one that surely fits */
  preset?: string | null;
  /** steps instead of those of the preset; absent = those */
  steps?: readonly Step[];
  name: string | null;
  /** text of the date field while it is no date; `null` = the field shows the recipe */
  asOfText: string | null;
};

const EMPTY: Draft = { dialect: {}, choices: {}, name: null, asOfText: null };

type Drafts = { drafts: Readonly<Record<string, Draft>> };

/** Drafts by file reference: they outlive a look at another file or screen, and a reload of the page, but not the session. */
const useDrafts = create<Drafts>()(
  persist(() => ({ drafts: {} }) as Drafts, { name: 'chokepoint.mapping', version: 1, storage: createJSONStorage(() => sessionStorage) }),
);

/** Draft of every file that waits, by its reference. */
export function useAllDrafts(): (ref: string) => Draft {
  const drafts = useDrafts((state) => state.drafts);
  return (ref) => drafts[ref] ?? EMPTY;
}

/** The draft of one file, and how to change it: dialect, mapping and types are joined with what was there, the rest is replaced. */
export function useDraft(ref: string): [Draft, (patch: Partial<Draft>) => void] {
  const draft = useDrafts((state) => state.drafts[ref] ?? EMPTY);
  return [draft, (patch) => useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [ref]: joined(drafts[ref] ?? EMPTY, patch) } }))];
}

function joined(before: Draft, patch: Partial<Draft>): Draft {
  return {
    ...before,
    ...patch,
    choices: {
      ...before.choices,
      ...patch.choices,
      mapping: { ...before.choices.mapping, ...patch.choices?.mapping },
      types: { ...before.choices.types, ...patch.choices?.types },
    },
  };
}

/** Takes a file off the Mapping screen, with its draft; the file itself is not touched. */
export function leaveOut(ref: string): void {
  useUi.getState().dropPending(ref);
  useDrafts.setState(({ drafts: { [ref]: _left, ...drafts } }) => ({ drafts }));
}
