import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import type { ViewSpec, WholeViewSpec } from '../../shared/case/view.ts';

const SCREENS = [
  'case',
  'sources',
  'mapping',
  'quality',
  'entities',
  'views',
  'removal',
  'compare',
  'report',
  'history',
  'verify',
  'settings',
  'help',
] as const;
export type Screen = (typeof SCREENS)[number];

/** One selection shared by grid, chart and footer: entities of one dimension. */
export type Selection = { by: string; keys: readonly string[] };

/** A file that waits to be mapped. */
export type PendingFile = { ref: string; fileName: string };

/** Counts that the screen on show puts into the footer, e.g. `{ value: '41', label: 'operators' }`. */
export type FooterCount = { value: string; label: string };

export type RemovalState = {
  /** what is tested; `null` until the screen proposed one */
  spec: RemovalSpec | null;
  /** units removed by hand, in the order of removal */
  removed: readonly string[];
  /** position of the slider along the largest-first order */
  k: number;
  /** unit and filter that another screen asked to test before a workload was proposed for them */
  asked: Pick<ViewSpec, 'by' | 'where' | 'entities'> | null;
  /** results are shown although no test was declared for the dataset */
  explored: boolean;
};

/** Records to show in the drawer, and the words for what they are. */
export type RecordsRequest = { dataset: string; title: string; note: string /** columns that stand first */; first: readonly string[] } & (
  | { of: 'view'; spec: ViewSpec; key: string | null | undefined }
  | { of: 'check'; check: string }
);

const QUALITY_TABS = ['findings', 'checks', 'supply', 'rejected'] as const;
export type QualityTab = (typeof QUALITY_TABS)[number];

const VIEWS_TABS = ['scorecard', 'builder', 'saved', 'sql'] as const;
export type ViewsTab = (typeof VIEWS_TABS)[number];

const COMPARE_TABS = ['change', 'sides', 'entities', 'claims', 'series'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

const REPORT_TABS = ['challenge', 'findings', 'layout', 'preview', 'deliver'] as const;
export type ReportTab = (typeof REPORT_TABS)[number];

/** Views that stand side by side, A first; `to` = position of the side that the change from A is shown for. */
export type CompareChoice = { sides: readonly WholeViewSpec[]; to: number; anyway: boolean };

/** Weight and filter of the scorecard of a dataset; '' = the usual weight, all records. */
export type ClaimsChoice = { dataset: string; where: string; weight: string };

type UiState = {
  screen: Screen;
  /** topic of the help screen */
  helpTopic: string;
  dataset: string | null;
  view: ViewSpec | null;
  viewsTab: ViewsTab;
  /** kind of the chart of the view; `null` = the first that fits */
  viewChart: string | null;
  removal: RemovalState;
  /** what is compared; `null` until the person chose */
  compare: CompareChoice | null;
  compareTab: CompareTab;
  reportTab: ReportTab;
  /** what the scorecard is of; `null` = the usual weight of all records */
  claims: ClaimsChoice | null;
  selection: Selection | null;
  /** records on show in the drawer; `null` = it is closed */
  records: RecordsRequest | null;
  qualityTab: QualityTab;
  pending: readonly PendingFile[];
  footer: readonly FooterCount[];
  palette: boolean;
  shortcuts: boolean;
  /** another case is being opened: what the engine says meanwhile belongs to neither */
  opening: boolean;
  go: (screen: Screen, helpTopic?: string) => void;
  setDataset: (dataset: string | null) => void;
  setView: (view: ViewSpec | null) => void;
  setViewsTab: (tab: ViewsTab) => void;
  setViewChart: (chart: string | null) => void;
  setRemoval: (patch: Partial<RemovalState>) => void;
  setCompare: (compare: CompareChoice | null) => void;
  setCompareTab: (tab: CompareTab) => void;
  setReportTab: (tab: ReportTab) => void;
  setClaims: (claims: ClaimsChoice | null) => void;
  setSelection: (selection: Selection | null) => void;
  showRecords: (records: RecordsRequest | null) => void;
  setQualityTab: (tab: QualityTab) => void;
  addPending: (files: readonly PendingFile[]) => void;
  dropPending: (ref: string) => void;
  setFooter: (counts: readonly FooterCount[]) => void;
  setPalette: (open: boolean) => void;
  setShortcuts: (open: boolean) => void;
  setOpening: (opening: boolean) => void;
  /** back to the start, when another case is opened */
  reset: () => void;
};

const NO_REMOVAL: RemovalState = { spec: null, removed: [], k: 0, asked: null, explored: false };

const START = {
  dataset: null,
  view: null,
  viewsTab: 'builder' as ViewsTab,
  viewChart: null as string | null,
  removal: NO_REMOVAL,
  compare: null,
  compareTab: 'change' as CompareTab,
  reportTab: 'challenge' as ReportTab,
  claims: null as ClaimsChoice | null,
  selection: null,
  records: null,
  qualityTab: 'findings' as QualityTab,
  pending: [] as readonly PendingFile[],
  footer: [] as readonly FooterCount[],
};

/** Where the person is and what they look at; facts and decisions live in the case, never here. */
export const useUi = create<UiState>()(
  persist(
    (set) => ({
      screen: 'case',
      helpTopic: 'start',
      palette: false,
      shortcuts: false,
      opening: false,
      ...START,
      go: (screen, helpTopic) =>
        set((state) => ({
          screen,
          records: null,
          footer: screen === state.screen ? state.footer : [],
          helpTopic: helpTopic ?? state.helpTopic,
        })),
      setDataset: (dataset) =>
        set((state) => (dataset === state.dataset ? state : { dataset, view: null, selection: null, records: null, removal: NO_REMOVAL })),
      // The groups of another dimension or filter are not those that were selected.
      setView: (view) =>
        set((state) => ({ view, selection: view?.by === state.view?.by && view?.where === state.view?.where ? state.selection : null })),
      setViewsTab: (viewsTab) => set({ viewsTab }),
      setViewChart: (viewChart) => set({ viewChart }),
      setRemoval: (patch) => set((state) => ({ removal: { ...state.removal, ...patch } })),
      setCompare: (compare) => set({ compare }),
      setClaims: (claims) => set({ claims }),
      setCompareTab: (compareTab) => set({ compareTab }),
      setReportTab: (reportTab) => set({ reportTab }),
      setSelection: (selection) => set({ selection }),
      showRecords: (records) => set({ records }),
      setQualityTab: (qualityTab) => set({ qualityTab }),
      addPending: (files) => set((state) => ({ pending: [...state.pending, ...files] })),
      dropPending: (ref) => set((state) => ({ pending: state.pending.filter((file) => file.ref !== ref) })),
      setFooter: (footer) => set({ footer }),
      setPalette: (palette) => set({ palette }),
      setShortcuts: (shortcuts) => set({ shortcuts }),
      setOpening: (opening) => set({ opening }),
      reset: () => set(START),
    }),
    {
      name: 'chokepoint.place',
      version: 1,
      storage: createJSONStorage(() => sessionStorage),
      // A page that is loaded again opens at the same place.
      partialize: ({ screen, helpTopic, dataset, viewsTab, pending }) => ({ screen, helpTopic, dataset, viewsTab, pending }),
    },
  ),
);
