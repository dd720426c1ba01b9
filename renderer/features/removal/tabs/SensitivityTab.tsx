import type { Flip } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import { formatCount, formatQuantity } from '../../../../shared/format/index.ts';
import { DataTable } from '../../../app/controls/index.ts';
import { useClient } from '../../../state/client.tsx';
import { Notes } from './Notes.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

const KINDS: Readonly<Record<Flip['kind'], string>> = {
  capacity: 'More capacity',
  demand: 'Another demand',
  undisclosed: 'Undisclosed GPUs',
  merge: 'One merge',
  weight: 'Another weight or measure',
  threshold: 'Another threshold',
  unknowns: 'Unknown values',
};

const pointWords = ({ low, high }: Flip['before']): string =>
  low === null && high === null
    ? 'none'
    : low === high
      ? formatCount(low)
      : `${low === null ? 'none' : formatCount(low)} to ${high === null ? 'none' : formatCount(high)}`;

/** The smallest change of each kind that turns the conclusion. */
export function SensitivityTab({ spec }: { spec: RemovalSpec }) {
  const client = useClient();
  return (
    <div className={styles.study}>
      <Study title="Find what turns the conclusion" question={['flips', spec]} start={(signal) => client.removal.flips(spec, { signal })}>
        {({ conclusion, flips, notes }) => (
          <>
            <p className={styles.finding}>{`Conclusion: ${conclusion}. What would turn it, the smallest change of each kind:`}</p>
            <DataTable
              label="What would turn the conclusion"
              scrolls
              rows={flips}
              rowKey={({ kind, change }) => `${kind} ${change}`}
              columns={[
                { id: 'kind', header: 'Change of', rowHeader: true, wrap: true, cell: ({ kind }) => KINDS[kind] },
                { id: 'change', header: 'Smallest change that turns it', wrap: true, width: '34%', cell: ({ change }) => change },
                {
                  id: 'size',
                  header: 'Size',
                  align: 'right',
                  wrap: true,
                  cell: ({ size, unit }) => (size === null ? '—' : `${formatQuantity(size)} ${size === 1 ? unit.replace(/s$/, '') : unit}`),
                },
                { id: 'at', header: 'Turns at', wrap: true, cell: ({ turnsAt, proven }) => turnsAt ?? (proven ? 'never' : 'not found') },
                {
                  id: 'after',
                  header: 'k* then',
                  wrap: true,
                  cell: ({ turnsAt, after, proven }) =>
                    `${turnsAt === null ? 'as now' : pointWords(after)}, ${proven ? 'proven' : 'found'}`,
                },
              ]}
            />
            <Notes notes={[...flips.flatMap(({ note }) => (note === null ? [] : [note])), ...notes]} />
          </>
        )}
      </Study>
    </div>
  );
}
