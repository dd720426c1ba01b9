import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { declaredOf, deviationsOf } from '../../../shared/case/deviations.ts';
import { type RemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import type { Declaration, DeclaredTest } from '../../../shared/case/scenarios.ts';
import { dimensionNoun, formatThreshold, plural } from '../../../shared/format/index.ts';
import { Button, ChipPopover, DataTable, KeyValueList, Panel, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCommand } from '../../state/queries.ts';
import styles from './removal.module.css';
import { builtInOf, portfolioName, usePortfolios } from './useRemoval.ts';

/** Declared tests of a dataset, one for each removal unit; `undefined` while they are asked for. */
export function useDeclarations(dataset: string | null): readonly Declaration[] | undefined {
  const client = useClient();
  const { data } = useQuery({
    queryKey: [...queryKeys.case, 'removal-declarations'],
    queryFn: ({ signal }) => client.removal.declarations(undefined, { signal }),
  });
  return data?.filter(({ declared }) => declared.dataset === dataset);
}

function useDeclare() {
  const client = useClient();
  return useCommand((input: { test: DeclaredTest; reason: string }) => client.removal.declare(input), { title: 'Declare the test' });
}

/** Asks for the declaration before a result is seen; exploring is possible and is said beside every result. */
export function DeclarationGate({ spec, onExplore }: { spec: RemovalSpec; onExplore: () => void }) {
  const declare = useDeclare();
  const portfolios = usePortfolios().data ?? [];
  const { mode, metric } = wholeRemovalSpec(spec);
  const { tell } = useNotices.getState();
  return (
    <Panel title="Declare the test before you see its result" className={styles.gate}>
      <p className={styles.gateText}>
        A threshold that is chosen after the result proves little. Set workload, threshold, removal unit and placement above; what is
        declared is written to the ledger with its date, and later changes are shown as deviations.
      </p>
      <KeyValueList
        rows={[
          { label: 'Workload', value: portfolioName(spec.portfolio, builtInOf(portfolios, spec.portfolio)) },
          { label: 'Threshold', value: `${formatThreshold(spec.threshold)} of the demand` },
          { label: 'Removed', value: dimensionNoun(spec.by, 2) },
          { label: 'Placement', value: metric === 'value' ? mode : `${mode}, ${metric.replaceAll('-', ' ')}` },
        ]}
      />
      <div className={styles.gateActions}>
        <Button
          variant="primary"
          onPress={() =>
            void declare.mutateAsync({ test: declaredOf(spec), reason: '' }).then(() => tell('Test declared. Undo takes it back'))
          }
        >
          Declare and run
        </Button>
        <Button onPress={onExplore}>Explore without declaring</Button>
      </div>
    </Panel>
  );
}

/** Whether the test on show is the declared one, what differs, and a way to log that. */
export function DeclarationChip({ spec, declaration }: { spec: RemovalSpec; declaration: Declaration | null }) {
  const declare = useDeclare();
  const [reason, setReason] = useState('');
  const { tell } = useNotices.getState();
  if (declaration === null)
    return (
      <Button
        onPress={() =>
          void declare
            .mutateAsync({ test: declaredOf(spec, true), reason: '' })
            .then(() => tell('Test declared after its result was shown; the ledger says so'))
        }
      >
        Not declared
      </Button>
    );
  const last = declaration.deviations.at(-1)?.test ?? declaration.declared;
  const late = declaration.declared.afterResult === true;
  const changes = deviationsOf(declaration.declared, declaredOf(spec));
  const logged = deviationsOf(last, declaredOf(spec)).length === 0;
  return (
    <ChipPopover
      label="declared"
      value={
        changes.length === 0
          ? late
            ? 'after the result'
            : 'as declared'
          : `${plural(changes.length, 'deviation')}${logged ? ', logged' : ''}`
      }
    >
      {(close) => (
        <div className={styles.declaration}>
          {changes.length === 0 ? (
            <p>{`The test on show is the one that was declared ${late ? 'after its result was shown' : 'before its result was seen'}.`}</p>
          ) : (
            <DataTable
              label="Deviations from the declaration"
              rows={changes}
              rowKey={({ field }) => field}
              columns={[
                { id: 'field', header: 'Part', rowHeader: true, cell: ({ field }) => field },
                { id: 'declared', header: 'Declared', wrap: true, cell: ({ declared }) => declared },
                { id: 'used', header: 'Now', wrap: true, cell: ({ used }) => used },
              ]}
            />
          )}
          {changes.length > 0 && !logged && (
            <>
              <TextField label="Why it was changed" value={reason} onChange={setReason} multiline />
              <Button
                size="small"
                variant="primary"
                isDisabled={reason.trim() === ''}
                onPress={() => {
                  void declare.mutateAsync({ test: declaredOf(spec), reason: reason.trim() }).then(() => tell('Deviation logged'));
                  setReason('');
                  close();
                }}
              >
                Log the deviation
              </Button>
            </>
          )}
          {declaration.deviations.length > 0 && (
            <p className={styles.quiet}>
              {`Logged before: ${declaration.deviations
                .map(
                  ({ changes: made, reason: why }) =>
                    `${made.map(({ field, used }) => `${field} ${used}`).join(', ')}${why === '' ? '' : ` (${why})`}`,
                )
                .join('; ')}.`}
            </p>
          )}
        </div>
      )}
    </ChipPopover>
  );
}
