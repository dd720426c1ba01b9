import { useState } from 'react';
import { lintFinding } from '../../../shared/claims/lint-finding.ts';
import { type TextProblem, withOffered } from '../../../shared/claims/lint-problem.ts';
import type { Claim } from '../../../shared/evidence/claims-file.ts';
import { Button, TextField } from '../../app/controls/index.ts';
import { ProblemList } from './ProblemList.tsx';
import styles from './report.module.css';

/** What the claim prints itself is no fault of the words. */
const ofText = (problems: readonly TextProblem[]) => problems.filter(({ rule }) => rule !== 'base' && rule !== 'date');

/** Own words for a finding: the linter speaks while they are written, and words that it refuses are not taken. */
export function FindingEditor({
  claim,
  text,
  onSave,
  onClose,
}: {
  claim: Claim;
  text: string | null;
  onSave: (text: string | null) => void;
  onClose: () => void;
}) {
  const [words, setWords] = useState(text ?? claim.statement);
  const problems = words.trim() === '' ? [] : ofText(lintFinding(words, claim));
  const isOwn = words.trim() !== '' && words.trim() !== claim.statement;
  const replace = (problem: TextProblem) => setWords(withOffered(words, problem));
  const save = () => {
    if (problems.length > 0) return;
    onSave(isOwn ? words.trim() : null);
    onClose();
  };
  return (
    <div className={styles.editor}>
      <TextField
        label={`Words of the finding ${claim.id}`}
        multiline
        autoFocus
        value={words}
        onChange={setWords}
        maxLength={4000}
        description={`It states ${claim.display}. Base, date and n are printed below it: ${claim.context}.`}
      />
      <div role="status" aria-live="polite">
        {problems.length > 0 && <ProblemList problems={problems} label="What the linter refuses" onReplace={replace} />}
      </div>
      <div className={styles.buttons}>
        <Button variant="primary" isDisabled={problems.length > 0} onPress={save}>
          Use these words
        </Button>
        <Button onPress={onClose}>Cancel</Button>
        {isOwn && (
          <Button variant="quiet" onPress={() => setWords(claim.statement)}>
            Back to the program’s words
          </Button>
        )}
      </div>
    </div>
  );
}
