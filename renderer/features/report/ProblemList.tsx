import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { SectionKind } from '../../../shared/case/report.ts';
import { SECTION_NAMES } from '../../../shared/case/report-changes.ts';
import type { LintProblem, TextProblem } from '../../../shared/claims/lint-problem.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Button, classes } from '../../app/controls/index.ts';
import styles from './report.module.css';

type Shown = TextProblem & Partial<Pick<LintProblem, 'severity' | 'place'>>;

/** Where a text stands that the linter speaks of. */
function placeWords({ kind, id }: LintProblem['place']): string {
  if (kind === 'note') return `Note of ${SECTION_NAMES[id as SectionKind] ?? id}`;
  return kind === 'title' ? 'Title' : id;
}

/** What the linter says of texts: what, what to do, and the words that could stand instead; `places` = where each text stands too. */
export function ProblemList({
  problems,
  label,
  places = false,
  onReplace,
}: {
  problems: readonly Shown[];
  label: string;
  places?: boolean;
  onReplace?: (problem: Shown) => void;
}) {
  return (
    <ul className={styles.problems} aria-label={label}>
      {problems.map((problem, index) => {
        const isWarning = problem.severity === 'warning';
        const Icon = isWarning ? TriangleAlert : OctagonAlert;
        return (
          // the same problem may stand twice, at two places of the text
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no identity beside their place
          <li key={index} className={classes(styles.problem, isWarning && styles.isWarning)}>
            <Icon size={14} aria-hidden />
            <span>
              {places && problem.place && <span className={styles.quiet}>{placeWords(problem.place)}: </span>}
              <strong>{problem.message}</strong> {problem.advice}
              {onReplace && problem.instead !== null && (
                <>
                  {' '}
                  <Button size="small" variant="link" onPress={() => onReplace(problem)}>
                    {problem.at === null ? `Add “${problem.instead}”` : `Say “${problem.instead}”`}
                  </Button>
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The verdict of the linter in a word. */
export function LintMark({ problems }: { problems: readonly Shown[] }) {
  const errors = problems.filter(({ severity }) => severity !== 'warning').length;
  if (errors > 0)
    return (
      <span className={classes(styles.mark, styles.isRefused)}>
        <OctagonAlert size={13} aria-hidden /> linter: {plural(errors, 'problem')}
      </span>
    );
  if (problems.length > 0)
    return (
      <span className={classes(styles.mark, styles.isWarning)}>
        <TriangleAlert size={13} aria-hidden /> linter: {formatCount(problems.length)} to know
      </span>
    );
  return (
    <span className={classes(styles.mark, styles.isAccepted)}>
      <CircleCheck size={13} aria-hidden /> linter: ok
    </span>
  );
}
