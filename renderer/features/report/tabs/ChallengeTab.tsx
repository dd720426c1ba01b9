import { useState } from 'react';
import type { LintProblem } from '../../../../shared/claims/lint-problem.ts';
import type { Claim, Standing } from '../../../../shared/evidence/claims-file.ts';
import { formatCount, plural } from '../../../../shared/format/index.ts';
import { Badge, Button, Notice, Panel, Segments } from '../../../app/controls/index.ts';
import { useUi } from '../../../state/ui.ts';
import { ClaimLine } from '../ClaimLine.tsx';
import { ProblemList } from '../ProblemList.tsx';
import styles from '../report.module.css';
import { STANDING_TONES, weakestFirst } from '../words.ts';

type Filter = 'all' | Standing['word'];

const STANDINGS: readonly { word: Standing['word']; words: string }[] = [
  { word: 'fragile', words: 'one record, one open link or 1 % of the weight turns it' },
  { word: 'conditional', words: 'another declared alternative turns it' },
  { word: 'robust', words: 'no declared alternative turns it' },
];

type Props = { claims: readonly Claim[]; problems: readonly LintProblem[]; onEdit: (claim: string) => void };

/** What would turn each claim, before it is signed. */
export function ChallengeTab({ claims, problems, onEdit }: Props) {
  const [filter, setFilter] = useState<Filter>('all');
  const { go, setReportTab } = useUi();
  const ordered = weakestFirst(claims).filter(({ standing }) => filter === 'all' || standing?.word === filter);
  const count = (word: Standing['word']) => claims.filter(({ standing }) => standing?.word === word).length;
  const without = claims.filter(({ standing }) => standing === undefined).length;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {without < claims.length && (
          <Segments
            label="Claims by standing"
            hideLabel
            value={filter}
            onChange={setFilter}
            items={[
              { id: 'all', label: `All ${formatCount(claims.length)}` },
              ...STANDINGS.filter(({ word }) => count(word) > 0).map(({ word }) => ({
                id: word,
                label: `${word} ${formatCount(count(word))}`,
              })),
            ]}
          />
        )}
        <Panel title="What would change each claim" aside="weakest first" flush>
          <ul className={styles.claims} aria-label="Claims and what would change them">
            {ordered.map((claim) => (
              <li key={claim.id}>
                <ClaimLine
                  claim={claim}
                  actions={
                    <Button size="small" variant="link" onPress={() => onEdit(claim.id)} aria-label={`Take ${claim.id} as a finding`}>
                      Write as a finding
                    </Button>
                  }
                >
                  <Because claim={claim} />
                </ClaimLine>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
      <aside className={styles.aside} aria-label="Before you sign">
        <Panel title="Standing">
          <dl className={styles.standings}>
            {STANDINGS.filter(({ word }) => count(word) > 0).map(({ word, words }) => (
              <div key={word}>
                <dt>
                  <Badge tone={STANDING_TONES[word]}>{word}</Badge>
                </dt>
                <dd>{formatCount(count(word))}</dd>
                <dd className={styles.quiet}>{words}</dd>
              </div>
            ))}
          </dl>
          {without > 0 && <p className={styles.quiet}>{plural(without, 'claim')} without a declared alternative to be asked against.</p>}
        </Panel>
        <Panel title="Before you sign" aside={errors.length === 0 ? 'nothing refused' : plural(errors.length, 'refusal')}>
          {errors.length > 0 && (
            <>
              <ProblemList problems={errors} places label="What the linter refuses" />
              <div className={styles.buttons}>
                <Button size="small" onPress={() => setReportTab(errors[0]?.place.kind === 'finding' ? 'findings' : 'layout')}>
                  Mend them
                </Button>
              </div>
            </>
          )}
          {warnings.length > 0 && (
            <>
              <ProblemList problems={warnings} places label="What the linter wants you to know" />
              <div className={styles.buttons}>
                {warnings.some(({ place }) => place.kind !== 'claim') && (
                  <Button
                    size="small"
                    onPress={() => setReportTab(warnings.some(({ place }) => place.kind === 'finding') ? 'findings' : 'layout')}
                  >
                    Go to the texts
                  </Button>
                )}
                {warnings.some(({ place }) => place.kind === 'claim') && (
                  <Button size="small" onPress={() => go('sources')}>
                    Go to Sources
                  </Button>
                )}
              </div>
            </>
          )}
          {problems.length === 0 && <p>The linter takes every text of the report.</p>}
        </Panel>
        <Notice
          tone="info"
          title="Ask what else would turn it"
          choices={
            <Button size="small" onPress={() => go('removal')}>
              Open the removal test
            </Button>
          }
        >
          Its tabs Sensitivity and Common mode search smallest changes; what they find stands here once the scenario is saved.
        </Notice>
      </aside>
    </div>
  );
}

function Because({ claim: { standing, status, display } }: { claim: Claim }) {
  if (standing === undefined) return null;
  if (standing.because.length > 0)
    return (
      <ul className={styles.because}>
        {standing.because.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    );
  return (
    <p className={styles.quiet}>
      {status === 'bounded'
        ? `The same conclusion over its whole range, ${display}, and under every alternative.`
        : 'The same conclusion under every alternative.'}
    </p>
  );
}
