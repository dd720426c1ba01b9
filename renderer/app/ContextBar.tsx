import type { Base } from '../../shared/case/dataset.ts';
import { toldBases } from '../../shared/case/told-bases.ts';
import { type UnknownPolicy, wholeSpec } from '../../shared/case/view.ts';
import { weightsOf } from '../../shared/case/view-columns.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import { isPartyColumn } from '../../shared/entities/parties.ts';
import { baseWords, plural, shorten, weightNoun } from '../../shared/format/index.ts';
import { useDatasets } from '../state/queries.ts';
import { type Screen, useUi } from '../state/ui.ts';
import { changeView } from '../state/view.ts';
import { ChipMenu, ChipStatic } from './controls/index.ts';
import styles from './shell.module.css';

/** Screens whose numbers state their context themselves. */
const ELSEWHERE: Partial<Record<Screen, { value: string; title: string }>> = {
  verify: { value: 'the opened file', title: 'Dataset, base and date are those of the file that is verified, not of your case' },
  compare: { value: 'each side states its own', title: 'Base, date, weight and policies stand in the table of what is alike' },
};

/** What every number of the screen is relative to. Base and date belong to the dataset and were fixed when it was frozen. */
export function ContextBar() {
  const datasets = useDatasets().data ?? [];
  const datasetId = useUi((state) => state.dataset);
  const setDataset = useUi((state) => state.setDataset);
  const view = useUi((state) => state.view);
  const screen = useUi((state) => state.screen);
  const removal = useUi((state) => state.removal);
  const setRemoval = useUi((state) => state.setRemoval);
  const dataset = datasets.find((candidate) => candidate.id === datasetId);
  const weights = dataset
    ? [
        ...weightsOf(dataset).map((name) => {
          const header = dataset.columns.find((column) => column.name === name)?.header;
          return { id: name, label: weightNoun(name), description: header === name ? undefined : header };
        }),
      ]
    : [];
  const parties = (by: string | undefined) => dataset?.columns.some((column) => column.name === by && isPartyColumn(column)) ?? false;
  const elsewhere = ELSEWHERE[screen];
  if (elsewhere !== undefined)
    return (
      <section className={styles.context} aria-label="Context of all numbers" data-region="context">
        <ChipStatic label="context" {...elsewhere} />
      </section>
    );
  return (
    <section className={styles.context} aria-label="Context of all numbers" data-region="context">
      <ChipMenu
        label="dataset"
        value={dataset?.name ?? 'none yet'}
        items={datasets.map((item) => ({
          id: item.id,
          label: item.name,
          description: `${plural(item.rows, 'record')}, ${baseWords(item.base)}, ${item.asOf ?? 'no date'}`,
        }))}
        selected={datasetId}
        onSelect={setDataset}
        isDisabled={datasets.length === 0}
      />
      {dataset && (
        <>
          {screen === 'views' && view && toldBases(dataset).length > 1 ? (
            <ChipMenu
              label="base"
              selected={wholeSpec(view).base || OWN_BASE}
              items={toldBases(dataset).map((base) => ({
                id: base || OWN_BASE,
                label: base === '' ? (dataset.base ? baseWords(dataset.base) : 'not stated') : baseWords(base),
                description: base === '' ? 'as the dataset has it' : 'keeps records that a column states to be so',
              }))}
              onSelect={(base) => changeView({ ...view, base: base === OWN_BASE ? '' : (base as Base) })}
            />
          ) : (
            <ChipStatic label="base" value={dataset.base ? baseWords(dataset.base) : 'not stated'} title="Fixed when the file was frozen" />
          )}
          <ChipStatic label="as of" value={dataset.asOf ?? 'not stated'} title="Date of the facts, fixed when the file was frozen" />
          {screen === 'views' && view && (
            <ChipMenu
              label="weight"
              value={shorten(weightNoun(view.weight), 28)}
              items={weights}
              selected={view.weight}
              onSelect={(weight) => changeView({ ...view, weight })}
            />
          )}
          {screen === 'removal' && <ChipStatic label="weight" value="GPUs" />}
          {screen === 'views' && view && parties(view.by) && (
            <EntitiesChip policy={view.entities} onSelect={(entities) => changeView({ ...view, entities })} />
          )}
          {screen === 'removal' && removal.spec && parties(removal.spec.by) && (
            <EntitiesChip
              policy={removal.spec.entities}
              onSelect={(entities) => removal.spec && setRemoval({ spec: { ...removal.spec, entities }, removed: [], k: 0 })}
            />
          )}
          {screen === 'views' && view ? (
            <ChipMenu
              label="unknown"
              selected={wholeSpec(view).unknown}
              items={UNKNOWN}
              onSelect={(unknown) => changeView({ ...view, unknown })}
            />
          ) : (
            <ChipStatic
              label="unknown"
              value="bounds"
              title="Low spreads the unknown thinly, high gives it to the largest; never left out in silence"
            />
          )}
        </>
      )}
    </section>
  );
}

const POLICIES: readonly { id: EntityPolicy; label: string; description: string }[] = [
  { id: 'none', label: 'none', description: 'accounts as the file gives them' },
  { id: 'confirmed', label: 'confirmed', description: 'accounts that somebody confirmed to be one count as one' },
  { id: 'all-plausible', label: 'all plausible', description: 'also open links of strength proof or strong' },
];

const OWN_BASE = ':own';

const UNKNOWN: readonly { id: UnknownPolicy; label: string; description: string }[] = [
  { id: 'bounds', label: 'bounds', description: 'low spreads it thinly, high gives it to the largest' },
  { id: 'known-only', label: 'known only', description: 'left out above and below the line, and said so' },
  { id: 'own-entity', label: 'each record its own', description: 'every record without an entity counts as one' },
  { id: 'one-entity', label: 'one entity', description: 'all of it together; this choice alone can make "unknown" the leader' },
];

/** Who counts as one. */
function EntitiesChip({ policy, onSelect }: { policy: EntityPolicy; onSelect: (policy: EntityPolicy) => void }) {
  return <ChipMenu label="entities" selected={policy} items={POLICIES} onSelect={onSelect} />;
}
