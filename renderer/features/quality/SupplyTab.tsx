import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { Ladder } from '../../../shared/case/quality.ts';
import { baseWords, formatAsOf, formatShare } from '../../../shared/format/index.ts';
import { rungWords } from '../../../shared/quality/ladder.ts';
import { Button, DataTable, ErrorNotice, IconButton, Notice, Panel, Spacer } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand, useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import { LadderFigure } from './LadderFigure.tsx';
import styles from './quality.module.css';
import { StateSupplyDialog } from './StateSupplyDialog.tsx';
import { useLadder } from './useChecks.ts';

type Rung = Ladder['rungs'][number];
/** One count of a rung, or that there is none. */
type Row = { rung: Rung['rung']; drop: number | null; count: Rung['counts'][number] | null; first: boolean };

/** The supply base: what each word for "GPUs" counts, from wide to narrow, and who says so. */
export function SupplyTab({ dataset }: { dataset: Dataset }) {
  const client = useClient();
  const ladder = useLadder(dataset.id);
  const tell = useNotices((state) => state.tell);
  const [adding, setAdding] = useState(false);
  const remove = useCommand(client.quality.removeSupply, { title: 'The stated count was not removed' });
  useCommandHandler('quality.stateSupply', () => setAdding(true));
  const undo = { label: 'Undo', run: () => void runCommand('edit.undo') };
  if (ladder.error)
    return (
      <div className={styles.tabBody}>
        <ErrorNotice error={ladder.error} effect="The supply base is not shown." />
      </div>
    );
  if (!ladder.data) return null;
  const { rungs, findings } = ladder.data;
  const rows = rungs.flatMap(({ rung, counts, drop }): Row[] =>
    counts.length === 0
      ? [{ rung, drop: null, count: null, first: true }]
      : counts.map((count, at) => ({ rung, drop: at === 0 ? drop : null, count, first: at === 0 })),
  );
  return (
    <div className={styles.supply}>
      <div className={styles.supplyHead}>
        <p className={styles.lead}>
          One network has many counts of GPUs. Each number of this case names its rung; a rung that no source shows is not disclosed and is
          never copied from another.
        </p>
        <Spacer />
        <Button onPress={() => setAdding(true)}>
          <Plus size={14} aria-hidden />
          Add a stated count…
        </Button>
      </div>
      {findings.map(({ message, advice }) => (
        <Notice key={message} tone="warning" title={message}>
          {advice}
        </Notice>
      ))}
      <Panel title="GPUs on each rung" aside="wide to narrow">
        <LadderFigure rungs={rungs} ownBase={dataset.base} />
      </Panel>
      <Panel flush>
        <DataTable
          label="Counts of the supply base"
          rows={rows}
          rowKey={({ rung }, index) => `${rung} ${index}`}
          columns={[
            {
              id: 'rung',
              header: 'Rung',
              rowHeader: true,
              cell: ({ rung, first }) => (first ? baseWords(rung) : <span className="visually-hidden">{baseWords(rung)}</span>),
            },
            {
              id: 'gpus',
              header: 'GPUs',
              align: 'right',
              cell: ({ count }) => (count ? rungWords(count) : <span className={styles.quiet}>not disclosed</span>),
            },
            { id: 'drop', header: 'Drop', align: 'right', cell: ({ drop }) => (drop === null ? '' : `−${formatShare(drop)}`) },
            { id: 'asOf', header: 'As of', cell: ({ count }) => (count ? formatAsOf(count.asOf) : '') },
            { id: 'source', header: 'Source', wrap: true, cell: ({ count }) => count?.source ?? '' },
            { id: 'method', header: 'Method', wrap: true, cell: ({ count }) => count?.method ?? '' },
            {
              id: 'remove',
              header: <span className="visually-hidden">Actions</span>,
              align: 'right',
              cell: ({ count, rung }) =>
                count?.stated ? (
                  <IconButton
                    label={`Remove the stated count of ${baseWords(rung)} GPUs`}
                    icon={<Trash2 size={14} />}
                    onPress={() =>
                      remove.mutate(
                        { id: count.stated as string },
                        { onSuccess: () => tell(`Removed the count of ${baseWords(rung)} GPUs`, undo) },
                      )
                    }
                  />
                ) : null,
            },
          ]}
        />
      </Panel>
      {adding && <StateSupplyDialog dataset={dataset} onClose={() => setAdding(false)} />}
    </div>
  );
}
