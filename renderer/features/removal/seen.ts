import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

type SeenState = { keys: readonly string[]; see: (key: string) => void };

/** Name of the test of a dataset and unit, as declarations know it. */
export const testKey = (caseId: string, dataset: string, by: string): string => JSON.stringify([caseId, dataset, by]);

/** Tests whose result was on the screen in this browser session: what is declared for them later was declared afterwards. */
export const useSeen = create<SeenState>()(
  persist(
    (set) => ({
      keys: [],
      see: (key) => set((state) => (state.keys.includes(key) ? state : { keys: [...state.keys, key] })),
    }),
    { name: 'chokepoint.removal-seen', version: 1, storage: createJSONStorage(() => sessionStorage) },
  ),
);

/** What of a test is shown: its result, the question to declare it first, or nothing while that is not known. */
export function showing({
  declared,
  explored,
  seen,
}: {
  /** `undefined` while it is asked for */
  declared: boolean | undefined;
  /** the person chose to see results without declaring */
  explored: boolean;
  /** the result of this dataset and unit was on the screen before, e.g. beside another dataset */
  seen: boolean;
}): 'result' | 'gate' | 'nothing' {
  if (explored || seen || declared) return 'result';
  return declared === undefined ? 'nothing' : 'gate';
}
