import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { type ClaimChange, type DatasetDrift, entityDriftWords, type ReplayPlan, type ReplayResult } from '../../shared/evidence/replay.ts';
import { formatCount, plural } from '../../shared/format/index.ts';
import type { Engine } from '../engine/index.ts';
import { finish, withEngine } from './case.ts';
import { makeFolder } from './folder.ts';
import { isoDate } from './options.ts';
import { type Output, print, table } from './output.ts';

type Options = {
  case: string;
  file: string[];
  asOf?: string[];
  rename?: string[];
  without?: string[];
  acceptNew?: boolean;
  title?: string;
  anyway?: boolean;
};

/** `D1=providers.csv` as dataset and rest; without a dataset where the bundle has one only. @throws ChokepointError `usage` */
function ofDataset(text: string, { datasets }: ReplayPlan, option: string): [dataset: string, rest: string] {
  const at = text.indexOf('=');
  const named = datasets.find(({ id, name }) => at > 0 && (id === text.slice(0, at) || name === text.slice(0, at)));
  if (named) return [named.id, text.slice(at + 1)];
  const [only] = datasets;
  if (datasets.length === 1 && only) return [only.id, text];
  throw new ChokepointError(
    'usage',
    `${option} ${text} does not say which dataset it is for.`,
    `Write ${option} DATASET=...; the bundle has ${datasets.map(({ id, name }) => `${id} "${name}"`).join(', ')}.`,
    { option, text },
  );
}

/** What is said of each dataset, from the options. */
function filesOf(engine: Engine, plan: ReplayPlan, options: Options) {
  const said = (list: readonly string[] | undefined, option: string, dataset: string) =>
    (list ?? []).flatMap((text) => {
      const [id, rest] = ofDataset(text, plan, option);
      return id === dataset ? [rest] : [];
    });
  return options.file.map((text) => {
    const [dataset, path] = ofDataset(text, plan, '--file');
    const [asOf] = said(options.asOf, '--as-of', dataset);
    const renamed = said(options.rename, '--rename', dataset).map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    return {
      dataset,
      file: engine.files.adopt(path).ref,
      ...(asOf === undefined ? {} : { asOf: isoDate(asOf) }),
      renamed: Object.fromEntries(renamed),
      without: said(options.without, '--without', dataset),
      acceptNew: options.acceptNew ?? false,
    };
  });
}

const dated = (asOf: string | null) => asOf ?? 'date not stated';

function driftText(drift: DatasetDrift): string {
  const { dataset, name, fileName, before, after, missing, added, unread } = drift;
  return [
    `${dataset} "${name}": ${before.fileName} (${dated(before.asOf)}, ${plural(before.rows, 'record')}) -> ${fileName} (${dated(after.asOf)}, ${plural(after.rows, 'record')}, ${formatCount(after.rejected)} rejected)`,
    ...missing.map(({ header, now }) => `  column "${header}" ${now === null ? 'is gone' : `is "${now}" now`}`),
    ...added.map((header) => `  column "${header}" is new`),
    ...unread.map(({ column, records }) => `  ${plural(records, 'record')} with a text in "${column}" that no value could be read from`),
    ...entityDriftWords(drift).map((words) => `  ${words}`),
    ...(missing.length + added.length === 0 ? ['  the columns are the same'] : []),
  ].join('\n');
}

function changesText(claims: readonly ClaimChange[]): string {
  const changed = claims.filter(({ same }) => !same);
  if (changed.length === 0) return `None of ${plural(claims.length, 'claim')} has changed.`;
  const rows = changed.map(({ id, measure, before, after, why }) => [
    id,
    measure,
    before?.display ?? 'not there',
    after?.display ?? (why === null ? 'not there' : `not there: ${why}`),
  ]);
  return [
    `${formatCount(changed.length)} of ${plural(claims.length, 'claim')} ${changed.length === 1 ? 'has' : 'have'} changed:`,
    table([['claim', 'measure', 'before', 'now'], ...rows]),
  ].join('\n');
}

/** What has to be said where the bundle does not come out as stated. */
const warning = (unverified: string | null): string[] =>
  unverified === null
    ? []
    : [`WARNING: the bundle does not come out as stated; "before" is what it states, not what its records give. ${unverified}`, ''];

const textOf = (path: string, { unverified, drift, left, claims }: ReplayResult): string =>
  [
    ...warning(unverified),
    ...drift.map(driftText),
    ...left.map((line) => `Note: ${line}`),
    changesText(claims),
    `The new case is ${path}.`,
  ].join('\n');

/** `replay BUNDLE --case NEW --file D1=FILE`: the recipes and decisions of a bundle applied to the next files, with drift and change. */
export function replayCommand(output: Output): Command {
  const collect = (value: string, before: string[] = []) => [...before, value];
  return new Command('replay')
    .description(
      'makes a case from new files by the recipes and decisions of a bundle; prints how the files differ and how each claim has changed; stops where columns differ and nothing is said of them',
    )
    .argument('<bundle>', 'evidence bundle (zip)')
    .requiredOption('--case <case>', 'case file to make')
    .requiredOption(
      '--file <dataset=file>',
      'next file of a dataset, by id or name; the dataset may be left out where there is one',
      collect,
    )
    .option('--as-of <dataset=date>', 'ISO date of the facts; default: as the name of the file says', collect)
    .option('--rename <dataset=old=new>', 'a column that has another name now; may be repeated', collect)
    .option('--without <dataset=column>', 'a column that is not there any more; may be repeated', collect)
    .option('--accept-new', 'new columns are kept under their own name')
    .option('--anyway', 'also from a bundle that does not come out as it states; said in the output')
    .option('--title <title>', 'title of the new case; default: that of the bundle')
    .option('--json', 'print one JSON document')
    .action((bundle: string, options: Options) => {
      const path = resolve(options.case);
      return withEngine(makeFolder(dirname(path)), output, async (engine) => {
        const { ref } = engine.files.adopt(bundle);
        const plan = await engine.client.evidence.replayPlan({ bundle: ref });
        const { title } = options;
        const request = {
          bundle: ref,
          fileName: basename(path),
          anyway: options.anyway ?? false,
          files: filesOf(engine, plan, options),
          ...(title ? { title } : {}),
        };
        const result = await finish(await engine.client.evidence.replay(request), output);
        print(output, { path: options.case, bundle: plan.bundle, ...result }, () => textOf(options.case, result));
      });
    });
}
