import { copyFileSync, existsSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import type { RedactionPlan } from '../../shared/case/report.ts';
import type { ExportRequest, ExportResult } from '../../shared/contract/report.ts';
import { formatCount, plural } from '../../shared/format/index.ts';
import type { Engine } from '../engine/index.ts';
import { finish, withCase } from './case.ts';
import { makeFolder } from './folder.ts';
import { type Output, print } from './output.ts';

/**
 * Exports the report of the open case into a folder; files appear there under their names only when all of them are whole, and a failure leaves
 * neither a file nor a folder that was made for them.
 *
 * @returns the files that were written, and the bundle with what Verify said of it
 */
export async function writeReport(engine: Engine, folder: string, request: Partial<ExportRequest>, output: Output): Promise<ExportResult> {
  const isNew = !existsSync(folder);
  makeFolder(folder);
  const parts: string[] = [];
  try {
    const result = await finish(await engine.client.report.export(request), output);
    for (const { ref, name } of result.files) {
      const part = join(folder, `${name}.part`);
      parts.push(part);
      copyFileSync(engine.files.path(ref), part);
    }
    for (const part of parts) renameSync(part, part.slice(0, -'.part'.length));
    return result;
  } catch (error) {
    for (const part of parts) rmSync(part, { force: true });
    if (isNew) rmdirSync(folder);
    throw error;
  }
}

type Options = {
  case: string;
  out?: string;
  paper: ExportRequest['paper'];
  profile: ExportRequest['profile'];
  bundle?: true;
  flavour: 'exact' | 'spreadsheet';
  xlsx?: true;
  redact: string[];
  addresses: 'pseudonyms' | 'clear';
  drop: string[];
  blank: string[];
  acceptKept?: true;
  plan?: true;
};

/** What a redaction would hide and leave, in lines. */
function planText({ columns, names, records, weight, left, exposed, words }: RedactionPlan): string {
  const listed = left.map(
    ({ dataset, column, cells, changed, distinct, isFree, held }) =>
      `  ${column} of ${dataset}: ${formatCount(changed)} of ${plural(cells, 'cell')} changed, ${plural(distinct, 'text')} in clear${isFree ? '; free text' : ''}${held === null ? '' : `; has to stay: ${held}`}`,
  );
  return [
    columns.length === 0
      ? 'No name is hidden.'
      : `Hidden: ${plural(names, 'name')} in ${columns.join(', ')}, in ${plural(records, 'record')}${weight === null ? '' : ` (${weight})`}.`,
    ...(left.length === 0 ? ['No column of text is left in clear.'] : ['Columns left in clear text:', ...listed]),
    ...(words.length === 0 ? [] : [`First words that are no short form of a name, and stay: ${words.join(', ')}.`]),
    ...(exposed.length === 0
      ? []
      : ['Places where hidden names would stay; the export is refused without --accept-kept:', ...exposed.map((place) => `  ${place}`)]),
    ...(left.some(({ held }) => held === null)
      ? ['Leave such a column out with --drop <column>, or empty it with --blank <column>, by the name above.']
      : []),
  ].join('\n');
}

const noFolder = () =>
  new ChokepointError(
    'usage',
    'No folder was named to write the report into.',
    'Name it with --out, or ask with --plan what a redaction hides.',
  );

/** `report --case CASE --out DIR`: report.pdf, the CSV and JSON of each table, claims.json, and on demand bundle, workbook, spreadsheet CSV. */
export function reportCommand(output: Output): Command {
  return new Command('report')
    .description('writes report.pdf, the CSV and JSON of each table and claims.json; the same case gives the same bytes')
    .requiredOption('--case <case>', 'case file')
    .option('--out <folder>', 'folder to write into')
    .addOption(new Option('--paper <size>', 'paper size').choices(['a4', 'us-letter']).default('a4'))
    .addOption(new Option('--profile <profile>', 'PDF/A-3a or PDF/UA-1').choices(['archive', 'accessible']).default('archive'))
    .option('--bundle', 'writes the evidence bundle too, and verifies it')
    .addOption(
      new Option('--flavour <flavour>', 'spreadsheet = each table a second time, safe to open in a spreadsheet program')
        .choices(['exact', 'spreadsheet'])
        .default('exact'),
    )
    .option('--xlsx', 'writes all tables as one workbook too')
    .option('--redact <columns...>', 'columns whose names are written as pseudonyms', [])
    .addOption(new Option('--addresses <how>', 'Internet addresses').choices(['pseudonyms', 'clear']).default('pseudonyms'))
    .option('--drop <columns...>', 'columns of free text that the files do not have', [])
    .option('--blank <columns...>', 'columns of free text that are empty in the files', [])
    .option('--accept-kept', 'exports although hidden names stay in places that are listed')
    .option('--plan', 'lists what a redaction hides and which columns it leaves in clear text; writes nothing')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const { paper, profile, bundle = false, flavour, xlsx = false, redact: columns, addresses, drop, blank } = options;
        const redaction = { columns, addresses, drop, blank, acceptKept: options.acceptKept ?? false };
        if (options.plan) {
          const plan = await engine.client.report.redaction(redaction);
          print(output, plan, () => planText(plan));
          return;
        }
        const { out } = options;
        if (out === undefined) throw noFolder();
        const request = {
          paper,
          profile,
          bundle,
          workbook: xlsx,
          spreadsheet: flavour === 'spreadsheet',
          redaction,
        };
        const result = await writeReport(engine, out, request, output);
        const files = result.files.map(({ name, bytes, sha256, role }) => ({ name, bytes, sha256, role }));
        const { id, verification } = result.bundle ?? {};
        print(output, { out, files, bundle: id ?? null, notes: result.notes }, () =>
          [
            ...files.map(({ name, bytes, sha256 }) => `${join(out, name)}  ${bytes} bytes  SHA-256 ${sha256}`),
            ...result.notes,
            ...(verification
              ? [
                  `Bundle ${id} verified: ${plural(verification.claims.length, 'claim')} and ${plural(verification.files.length, 'file')} match.`,
                ]
              : []),
          ].join('\n'),
        );
      }),
    );
}
