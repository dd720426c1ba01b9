import { useState } from 'react';
import type { FindingChoice, ReportLayout } from '../../../../shared/case/report.ts';
import { movedTo } from '../../../../shared/case/report-edits.ts';
import type { LintProblem } from '../../../../shared/claims/lint-problem.ts';
import type { Claim } from '../../../../shared/evidence/claims-file.ts';
import { formatCount } from '../../../../shared/format/index.ts';
import { Badge, Button, Notice, Panel, SearchField } from '../../../app/controls/index.ts';
import { ClaimLine } from '../ClaimLine.tsx';
import { FindingEditor } from '../FindingEditor.tsx';
import { OrderedList } from '../OrderedList.tsx';
import { LintMark, ProblemList } from '../ProblemList.tsx';
import styles from '../report.module.css';

const MOST = 12;

type Props = {
  layout: ReportLayout;
  claims: readonly Claim[];
  /** ids of those that stand on the first pages while none are chosen */
  usual: readonly string[];
  problems: readonly LintProblem[];
  editing: string | null;
  onEditing: (claim: string | null) => void;
  onChange: (edit: (layout: ReportLayout) => ReportLayout, gesture?: 'step' | 'whole') => void;
};

/** The findings of the first pages: which claims, in which order, in whose words. */
export function FindingsTab({ layout, claims, usual, problems, editing, onEditing, onChange }: Props) {
  const findings: readonly FindingChoice[] = layout.findings ?? usual.map((claim) => ({ claim, text: null }));
  const change = (edit: (findings: readonly FindingChoice[]) => FindingChoice[], gesture: 'step' | 'whole' = 'whole') =>
    onChange((now) => ({ ...now, findings: edit(now.findings ?? usual.map((claim) => ({ claim, text: null }))) }), gesture);
  const claimOf = (id: string) => claims.find((claim) => claim.id === id);
  const items = findings.map(({ claim: id, text }) => {
    const claim = claimOf(id);
    const own = problems.filter(({ place }) => place.kind === 'finding' && place.id === id);
    const out = () => change((now) => now.filter((finding) => finding.claim !== id));
    return {
      id,
      name: id,
      content: claim ? (
        <ClaimLine
          claim={claim}
          text={text}
          actions={
            <>
              {text !== null && <Badge tone="accent">own words</Badge>}
              <LintMark problems={own} />
              <Button size="small" variant="link" aria-label={`Edit ${id}`} onPress={() => onEditing(id)}>
                Edit
              </Button>
              <LeaveOut id={id} onPress={out} />
            </>
          }
        >
          {editing === id ? (
            <FindingEditor
              claim={claim}
              text={text}
              onClose={() => onEditing(null)}
              onSave={(words) => change((now) => now.map((finding) => (finding.claim === id ? { ...finding, text: words } : finding)))}
            />
          ) : (
            own.length > 0 && <ProblemList problems={own} label={`What the linter says of ${id}`} />
          )}
        </ClaimLine>
      ) : (
        <div className={styles.claim}>
          <div className={styles.claimHead}>
            <code className={styles.claimId}>{id}</code>
            <Badge tone="warning">claim is gone</Badge>
            <span className={styles.claimActions}>
              <LeaveOut id={id} onPress={out} />
            </span>
          </div>
          {text !== null && <p className={styles.statement}>{text}</p>}
          <ProblemList problems={own} label={`What the linter says of ${id}`} />
        </div>
      ),
    };
  });
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {layout.findings === null && (
          <Notice tone="info" title="Chosen by rule">
            Breaking points first, then the smallest sets and largest shares. Edit, move or leave out one, and the choice is yours.
          </Notice>
        )}
        <Panel
          title="On the first pages"
          aside={
            layout.findings === null ? (
              `${formatCount(items.length)} by rule`
            ) : (
              <>
                {formatCount(items.length)} of at most {formatCount(MOST)}{' '}
                <Button size="small" variant="link" onPress={() => onChange((now) => ({ ...now, findings: null }))}>
                  Choose by rule again
                </Button>
              </>
            )
          }
          flush
        >
          {items.length === 0 ? (
            <p className={styles.none}>No finding is chosen: the first pages show the scorecard alone. Add one from the list beside.</p>
          ) : (
            <OrderedList
              label="Findings in their order"
              items={items}
              onMove={(from, to) => change((now) => movedTo(now, from, to), 'step')}
            />
          )}
        </Panel>
      </div>
      <aside className={styles.aside} aria-label="Claims that can be added">
        <Further
          claims={claims.filter(({ id }) => !findings.some(({ claim }) => claim === id))}
          full={findings.length >= MOST}
          onAdd={(id) => change((now) => [...now, { claim: id, text: null }])}
        />
      </aside>
    </div>
  );
}

function LeaveOut({ id, onPress }: { id: string; onPress: () => void }) {
  return (
    <Button size="small" variant="link" aria-label={`Leave out ${id}`} onPress={onPress}>
      Leave out
    </Button>
  );
}

function Further({ claims, full, onAdd }: { claims: readonly Claim[]; full: boolean; onAdd: (id: string) => void }) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = claims.filter(
    ({ id, statement, source }) => wanted === '' || `${id} ${statement} ${source}`.toLowerCase().includes(wanted),
  );
  const sources = [...new Set(found.map(({ source }) => source))];
  return (
    <Panel title="Further claims" aside={formatCount(found.length)}>
      <SearchField label="Find a claim" value={search} onChange={setSearch} />
      {full && <p className={styles.quiet}>A report has at most {formatCount(MOST)} findings.</p>}
      {sources.map((source) => (
        <section key={source} className={styles.group} aria-label={source}>
          <h3>{source}</h3>
          <ul>
            {found
              .filter((claim) => claim.source === source)
              .map(({ id, statement }) => (
                <li key={id}>
                  <span className={styles.further}>
                    <code className={styles.claimId}>{id}</code> {statement}
                  </span>
                  <Button size="small" isDisabled={full} aria-label={`Add ${id}`} onPress={() => onAdd(id)}>
                    Add
                  </Button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}
