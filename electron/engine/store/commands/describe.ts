import { caseInfo } from '../catalogue.ts';
import type { Command } from './command.ts';

/** Title and question of the case. */
export const describeCase: Command<{ title: string; question: string }> = {
  touched: ['cases'],
  apply(file, { title, question }) {
    const before = caseInfo(file);
    file.prepare('UPDATE case_info SET title = ?, question = ?').run(title, question);
    return {
      result: null,
      inverse: { command: 'case.describe', input: { title: before.title, question: before.question } },
      label: before.title === title ? 'Change the question of the case' : `Rename the case to "${title}"`,
      recorded: { title, question },
    };
  },
};
