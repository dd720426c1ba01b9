import { useState } from 'react';
import type { ClaimResult, Scorecard, ScorecardClaim } from '../../../shared/case/claims.ts';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { unmappedWords } from '../../../shared/claims/unmapped.ts';
import { CLAIM_TITLES } from '../../../shared/quality/check.ts';
import { Badge, Button, classes, DataTable, Panel } from '../../app/controls/index.ts';
import { useUi } from '../../state/ui.ts';
import { openView } from '../../state/view.ts';
import { ClaimCard } from './ClaimCard.tsx';
import styles from './claims.module.css';
import { NotApplicableDialog } from './NotApplicableDialog.tsx';
import { useApplicability } from './useClaims.ts';
import { chartOf, STATES } from './words.ts';

/** Opens what a claim was read from, with the chart that shows it. */
const openClaim = ({ id, title, view, reading }: ClaimResult): void => {
  if (view) openView(view, `Open ${id} ${title}`, chartOf(reading));
};

/** The eight claims as a table, and the card of the chosen one. */
export function ClaimsPart({ dataset, scorecard, stale }: { dataset: Dataset; scorecard: Scorecard; stale: boolean }) {
  const [chosen, setChosen] = useState<ScorecardClaim>('C1');
  const [setting, setSetting] = useState<ClaimResult | null>(null);
  const { set, clear } = useApplicability();
  const claim = scorecard.claims.find(({ id }) => id === chosen) as ClaimResult;
  return (
    <div className={classes(styles.columns, stale && styles.stale)}>
      <div className={styles.main}>
        <Panel flush className={styles.natural}>
          <DataTable
            label="Claims"
            rows={scorecard.claims}
            rowKey={({ id }) => id}
            columns={[
              {
                id: 'claim',
                header: 'Claim',
                rowHeader: true,
                wrap: true,
                cell: (each) => (
                  <>
                    <Button
                      variant="link"
                      size="small"
                      aria-pressed={each.id === chosen}
                      className={classes(styles.name, each.id === chosen && styles.chosen)}
                      onPress={() => setChosen(each.id)}
                    >
                      {each.id} {each.title}
                    </Button>
                    <span className={styles.measure}>
                      {each.status === 'not-mapped' ? (
                        unmappedWords(each.unmapped ?? [])
                      ) : each.missing.length > 0 ? (
                        <Needed missing={each.missing} />
                      ) : (
                        each.measure
                      )}
                    </span>
                  </>
                ),
              },
              { id: 'state', header: 'State', cell: ({ status }) => <Badge tone={STATES[status].tone}>{STATES[status].label}</Badge> },
              { id: 'value', header: 'Value', align: 'right', cell: ({ display }) => <b className={styles.value}>{display}</b> },
              {
                id: 'open',
                header: <span className="visually-hidden">View</span>,
                align: 'right',
                cell: (each) =>
                  each.view && (
                    <Button size="small" aria-label={`Open the view of ${each.id}`} onPress={() => openClaim(each)}>
                      Open view
                    </Button>
                  ),
              },
            ]}
          />
        </Panel>
        <Panel title={`C9 ${CLAIM_TITLES.C9}`} className={styles.natural}>
          <p className={styles.sentence}>
            How much of the supply can go before a workload fails. It has no number here, because it depends on the workload that is asked
            for: the removal test answers it for one workload at a time.
          </p>
          <p className={styles.buttons}>
            <Button size="small" onPress={() => useUi.getState().go('removal')}>
              Open the removal test
            </Button>
          </p>
        </Panel>
        <Panel title="As a sentence" className={styles.natural}>
          <p className={styles.sentence}>{claim.sentence}</p>
        </Panel>
      </div>
      <aside className={styles.aside} aria-label="Chosen claim">
        <ClaimCard
          claim={claim}
          onOpen={() => openClaim(claim)}
          onSetAside={() => setSetting(claim)}
          onTakeBack={() => clear(dataset.id, claim.id)}
        />
      </aside>
      {setting && (
        <NotApplicableDialog
          key={setting.id}
          claim={setting}
          onClose={() => setSetting(null)}
          onSet={(reason, name) => {
            setSetting(null);
            set({ dataset: dataset.id, claim: setting.id, reason, name });
          }}
        />
      )}
    </div>
  );
}

function Needed({ missing }: { missing: readonly string[] }) {
  return (
    <>
      needs <code>{missing.join(', ')}</code>
    </>
  );
}
