import type { NotApplicableClaim } from '../../../../shared/case/claims.ts';
import { notInCase } from '../../../../shared/case/missing.ts';
import { CLAIM_TITLES } from '../../../../shared/quality/check.ts';
import type { CaseFile } from '../case-file.ts';
import { requireDataset } from '../catalogue.ts';
import { listNotApplicable } from '../claims.ts';
import type { Command } from './command.ts';

const TOUCHED = ['claims', 'report'];

type Key = Pick<NotApplicableClaim, 'dataset' | 'claim'>;

const decided = (file: CaseFile, { dataset, claim }: Key) => listNotApplicable(file, dataset).find((each) => each.claim === claim);

/** Says that a network has no such thing as a claim is about, with a reason and a name; the same claim again replaces both. */
export const setNotApplicable: Command<NotApplicableClaim> = {
  touched: TOUCHED,
  apply(file, input) {
    const { dataset, claim, reason, name } = input;
    const about = requireDataset(file, dataset);
    const before = decided(file, input);
    file
      .prepare(
        `INSERT INTO claim_not_applicable (dataset, claim, reason, name) VALUES (?, ?, ?, ?)
         ON CONFLICT (dataset, claim) DO UPDATE SET reason = excluded.reason, name = excluded.name`,
      )
      .run(dataset, claim, reason, name);
    return {
      result: input,
      inverse: before
        ? { command: 'claim.setNotApplicable', input: before }
        : { command: 'claim.clearNotApplicable', input: { dataset, claim } },
      label: `${claim} ${CLAIM_TITLES[claim]} does not apply to "${about.name}": ${reason}`,
      recorded: input,
    };
  },
};

/** Takes that back. */
export const clearNotApplicable: Command<Key> = {
  touched: TOUCHED,
  apply(file, { dataset, claim }) {
    const about = requireDataset(file, dataset);
    const before = decided(file, { dataset, claim });
    if (!before) throw notInCase('not-applicable', claim);
    file.prepare('DELETE FROM claim_not_applicable WHERE dataset = ? AND claim = ?').run(dataset, claim);
    return {
      result: null,
      inverse: { command: 'claim.setNotApplicable', input: before },
      label: `${claim} ${CLAIM_TITLES[claim]} may apply to "${about.name}" again`,
      recorded: { dataset, claim },
    };
  },
};
