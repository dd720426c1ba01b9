import { baseWords, plural, weightNoun } from '../../shared/format/index.ts';
import { useDatasets } from '../state/queries.ts';
import { useUi } from '../state/ui.ts';
import { changeView } from '../state/view.ts';
import { ChipMenu, ChipStatic } from './controls/index.ts';
import styles from './shell.module.css';

/** What every number of the screen is relative to. Base and date belong to the dataset and were fixed when it was frozen. */
export function ContextBar() {
  const datasets = useDatasets().data ?? [];
  const { dataset: datasetId, setDataset, view, screen } = useUi();
  const dataset = datasets.find((candidate) => candidate.id === datasetId);
  const weights = dataset
    ? [
        { id: 'count', label: 'records', description: 'each record counts once' },
        ...dataset.columns
          .filter((column) => column.type !== 'text')
          .map((column) => ({
            id: column.name,
            label: weightNoun(column.name),
            description: column.header === column.name ? undefined : column.header,
          })),
      ]
    : [];
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
          <ChipStatic label="base" value={dataset.base ? baseWords(dataset.base) : 'not stated'} title="Fixed when the file was frozen" />
          <ChipStatic label="as of" value={dataset.asOf ?? 'not stated'} title="Date of the facts, fixed when the file was frozen" />
          {screen === 'views' && view && (
            <ChipMenu label="weight" items={weights} selected={view.weight} onSelect={(weight) => changeView({ ...view, weight })} />
          )}
          {screen === 'removal' && <ChipStatic label="weight" value="GPUs" />}
          <ChipStatic
            label="unknown"
            value="bounds"
            title="Low spreads the unknown thinly, high gives it to the largest; never left out in silence"
          />
        </>
      )}
    </section>
  );
}
