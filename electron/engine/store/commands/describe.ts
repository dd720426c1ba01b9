import { caseInfo } from '../catalogue.ts';
import type { Command } from './command.ts';

/** Title and question of the case. */
export const describeCase: Command<{ title: string; question: string }> = {
  touched: ['cases'],
  apply(file, { title, question }) {
    const before = caseInfo(file);
    file.prepare('UPDATE case_info SET question = ?').run(question);
    // a title that stays is not stored: it may be the names of the datasets, of a case that nobody named
    if (title !== before.title) file.prepare('UPDATE case_info SET title = ?').run(title);
    return {
      result: null,
      inverse: { command: 'case.describe', input: { title: before.title, question: before.question } },
      label: before.title === title ? 'Change the question of the case' : `Rename the case to "${title}"`,
      recorded: { title, question },
    };
  },
};
