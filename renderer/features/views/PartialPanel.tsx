import type { ViewResult } from '../../../shared/case/view.ts';
import { fitsWords, formatQuantity, plural, weightNoun } from '../../../shared/format/index.ts';
import { KeyValueList, Panel } from '../../app/controls/index.ts';
import styles from './views.module.css';

const LISTED = 6;

/** What is named in part, largest first, with what it may be; nothing where everything has its whole name. */
export function PartialPanel({ result }: { result: ViewResult }) {
  const { partial = [], partialTotal: total, stamp } = result;
  if (!total || total.groups === 0) return null;
  const listed = partial.slice(0, LISTED);
  return (
    <Panel title="Named in part" aside={weightNoun(stamp)}>
      <KeyValueList
        rows={listed.map((group) => ({
          key: group.key,
          label: group.key,
          value: formatQuantity(group.value),
          note: <span title={group.fits?.join('\n')}>{fitsWords(group)}</span>,
        }))}
      />
      {total.groups > listed.length && <p className={styles.outer}>{plural(total.groups - listed.length, 'more name')}</p>}
    </Panel>
  );
}
