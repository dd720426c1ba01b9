import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewResult } from '../../../shared/case/view.ts';
import { placedOfView, subjectsOf } from '../../../shared/claims/chart-lines.ts';
import { linesBeside } from '../../../shared/claims/lines-beside.ts';
import { Panel } from '../../app/controls/index.ts';
import styles from './claims.module.css';
import { LineList } from './LineList.tsx';
import { useChosenPacks } from './usePackLines.ts';

/** Lines of the chosen packs beside the numbers of a view, in the words of the pack; nothing where no pack is chosen. */
export function PackLines({ dataset, result }: { dataset: Dataset; result: ViewResult }) {
  const packs = useChosenPacks();
  const field = dataset.columns.find(({ name }) => name === result.stamp.by)?.field ?? null;
  const lines = linesBeside(packs, placedOfView(result, subjectsOf(field)), dataset.asOf?.slice(0, 10) ?? null);
  if (lines.length === 0) return null;
  const wordings = packs.filter(({ id }) => lines.some(({ pack }) => pack === id)).map(({ id, wording }) => ({ id, wording }));
  return (
    <Panel title="Reference lines">
      <LineList lines={lines} />
      {wordings.map(({ id, wording }) => (
        <p key={id} className={styles.quiet}>
          {id}: {wording}
        </p>
      ))}
    </Panel>
  );
}
