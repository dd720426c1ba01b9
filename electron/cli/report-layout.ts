import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { dissentNotes, type ReportLayout, reportLayoutSchema } from '../../shared/case/report.ts';
import { SECTION_NAMES } from '../../shared/case/report-changes.ts';
import type { LintProblem } from '../../shared/claims/lint-problem.ts';
import { plural } from '../../shared/format/index.ts';
import { finish, withCase } from './case.ts';
import { type Output, print } from './output.ts';

/** @throws ChokepointError `file-missing`, `layout-invalid` */
function readLayout(path: string): ReportLayout {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ChokepointError('file-missing', `There is no file at ${path}.`, 'Check the path.', { path });
  }
  const invalid = (reason: string) =>
    new ChokepointError(
      'layout-invalid',
      `${path} is no layout of a report: ${reason}.`,
      'Print the present one with "chokepoint report layout --show --json", change it and give it back.',
      { path },
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'it is no JSON');
  }
  // what --show --json prints can be given back as it is
  const layout = typeof parsed === 'object' && parsed !== null && 'layout' in parsed ? parsed.layout : parsed;
  const read = reportLayoutSchema.safeParse(layout);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw invalid(issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : 'its form is another');
}

function layoutText({ layout, chosen }: { layout: ReportLayout; chosen: boolean }): string {
  const all = (ids: readonly string[] | null) => (ids === null ? 'all of the case' : ids.join(', ') || 'none');
  const { template, title, author, status, sections, findings, views, scenarios, pins, comparisons, scorecards } = layout;
  const notes = dissentNotes(layout);
  return [
    `Template ${template}${chosen ? '' : ' (nobody has changed it)'}, ${status}`,
    `Title: ${title || 'that of the case'}; author: ${author || 'not stated'}`,
    'Sections:',
    ...sections.map(
      ({ kind, shown, note }) => `  ${shown ? '+' : '-'} ${SECTION_NAMES[kind]} (${kind})${note === '' ? '' : ', with a note'}`,
    ),
    `Findings: ${findings === null ? 'chosen by rule' : findings.map(({ claim, text }) => `${claim}${text === null ? '' : ' (own words)'}`).join(', ') || 'none'}`,
    `Views: ${all(views)}; scenarios: ${all(scenarios)}; scorecards: ${all(scorecards)}`,
    `Pins: ${all(pins)}; comparisons: ${comparisons.map(({ name }) => `"${name}"`).join(', ') || 'none'}`,
    `Dissent: ${notes.length === 0 ? 'none' : `of ${notes.map(({ name }) => name || 'a reviewer').join(', ')}`}`,
  ].join('\n');
}

const placeWords = ({ kind, id }: LintProblem['place']): string =>
  kind === 'note' ? `note of "${SECTION_NAMES[id as keyof typeof SECTION_NAMES]}"` : kind === 'title' ? 'title' : `${kind} ${id}`;

function lintText(problems: readonly LintProblem[]): string {
  if (problems.length === 0) return 'The linter takes every text of the report.';
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return [
    ...problems.map(
      ({ severity, rule, place, message, advice, instead }) =>
        `${severity === 'error' ? 'refused' : 'to know'}  ${placeWords(place)} [${rule}]: ${message} ${advice}${instead === null ? '' : ` Instead: ${instead}`}`,
    ),
    errors === 0 ? 'Nothing is refused: the report can be exported.' : `${plural(errors, 'refusal')}: the report is not exported.`,
  ].join('\n');
}

function layoutCommand(output: Output): Command {
  return new Command('layout')
    .description('shows what is in the report, in which order and words, or sets it from a JSON file')
    .requiredOption('--case <case>', 'case file')
    .option('--show', 'print the layout (as without --set)')
    .option('--set <file>', 'JSON file with the layout')
    .option('--reset', 'follow the template again')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; set?: string; reset?: true }) =>
      withCase(options.case, output, async ({ client }) => {
        const wanted = options.reset ? null : options.set === undefined ? undefined : readLayout(options.set);
        const layout = wanted === undefined ? await client.report.layout() : await client.report.setLayout({ layout: wanted });
        print(output, layout, () => layoutText(layout));
      }),
    );
}

function lintCommand(output: Output): Command {
  return new Command('lint')
    .description('checks the texts of the report against the claim grammar; ends with 2 where one is refused')
    .requiredOption('--case <case>', 'case file')
    .option('--json', 'print one JSON document')
    .action((options: { case: string }) =>
      withCase(options.case, output, async ({ client }) => {
        const { problems } = await finish(await client.report.lint(), output);
        if (problems.some(({ severity }) => severity === 'error')) output.exitCode = 2;
        print(output, { problems }, () => lintText(problems));
      }),
    );
}

/** `report layout` and `report lint` below `report`, which writes files when neither is named. */
export function withReportParts(report: Command, output: Output): Command {
  // Commander asks the options of a command above too; only the command that runs has to have its own
  const needed = report.options.filter(({ mandatory }) => mandatory);
  for (const option of needed) option.mandatory = false;
  return report
    .enablePositionalOptions()
    .hook('preAction', (self, running) => {
      const absent = self === running ? needed.find((option) => self.getOptionValue(option.attributeName()) === undefined) : undefined;
      if (absent) self.error(`error: required option '${absent.flags}' not specified`, { code: 'commander.missingMandatoryOptionValue' });
    })
    .addCommand(layoutCommand(output))
    .addCommand(lintCommand(output));
}
