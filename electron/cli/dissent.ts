import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { dissentNotes, withDissentNote } from '../../shared/case/report.ts';
import { UNKNOWN_POLICIES } from '../../shared/case/view.ts';
import { ENTITY_POLICIES } from '../../shared/entities/groups.ts';
import { type Alternative, type AlternativeChoices, changedLines, changesSchema } from '../../shared/evidence/alternative.ts';
import { plural } from '../../shared/format/index.ts';
import { finish, withCase, withEngine } from './case.ts';
import { existing, passphraseFrom } from './key.ts';
import { type Output, print, table } from './output.ts';
import { place } from './sign.ts';
import { mistake } from './usage.ts';

type Changed = {
  reject?: string[];
  confirm?: string[];
  entities?: string;
  unknown?: string;
  weight?: string;
  base?: string;
  threshold?: string;
  changes?: string;
};

/** Options by which decisions are taken otherwise. */
function withChanges(command: Command): Command {
  return command
    .argument('<bundle>', '.zip or report.pdf that an export wrote')
    .option('--reject <link...>', 'links to reject, by id')
    .option('--confirm <link...>', 'links to confirm, by id')
    .addOption(new Option('--entities <policy>', 'which links count, everywhere').choices([...ENTITY_POLICIES]))
    .addOption(new Option('--unknown <policy>', 'what unknown weight does, in every view').choices([...UNKNOWN_POLICIES]))
    .option('--weight <column>', 'weight of every view')
    .option('--base <rung>', 'rung of the supply ladder, in every view and test')
    .option('--threshold <share>', 'what every removal test has to keep, such as 4/5 or 80%')
    .option('--changes <file>', 'JSON file with the same, and readings of texts under "values"; options go before it')
    .option('--json', 'print one JSON document');
}

/** @throws ChokepointError `usage` */
function changesOf({ changes: file, reject = [], confirm = [], ...choices }: Changed) {
  const inFile: unknown = file === undefined ? {} : parsed(file);
  const { entities, unknown, weight, base, threshold } = choices;
  const given = Object.fromEntries(
    Object.entries({ entities, unknown, weight, base, threshold }).filter(([, value]) => value !== undefined),
  );
  const links = [...reject.map((link) => ({ link, state: 'rejected' })), ...confirm.map((link) => ({ link, state: 'confirmed' }))];
  const result = changesSchema.safeParse({ ...(inFile as object), ...given, ...(links.length > 0 ? { links } : {}) });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw mistake(`${issue?.path.join('.') || 'the changes'}: ${issue?.message}`);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(existing(file), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw mistake(`${file} is not JSON`);
    throw error;
  }
}

function sideBySide({ words, claims }: Alternative): string {
  const changed = claims.filter((claim) => claim.changed);
  return [
    ...words,
    '',
    ...(changed.length === 0
      ? []
      : [
          table([
            ['claim', 'measure', 'as stated', 'otherwise'],
            ...changed.map(({ id, measure, stated, alternative }) => [id, measure, stated?.display ?? '—', alternative?.display ?? '—']),
          ]),
        ]),
    `${changed.length} of ${plural(claims.length, 'claim')} ${changed.length === 1 ? 'comes' : 'come'} out otherwise.`,
  ].join('\n');
}

function choicesText({ title, links, weights, chosen }: AlternativeChoices): string {
  return [
    title,
    '',
    links.length === 0
      ? 'No links between accounts.'
      : table([['link', 'state', 'strength', 'why'], ...links.map(({ id, state, strength, why }) => [id, state, strength, why ?? ''])]),
    '',
    `Weights: ${weights.join(', ')}`,
    table([
      ['view or test', 'weight', 'threshold', 'links'],
      ...chosen.map(({ name, weight, threshold, entities }) => [name, weight ?? '', threshold ?? '', entities]),
    ]),
  ].join('\n');
}

/** `dissent choices|try|write|read|print`: other decisions on a bundle, its claims side by side, and the answer to it. */
export function dissentCommand(output: Output): Command {
  return new Command('dissent')
    .description('decides otherwise about a bundle, sets its claims side by side, and writes that as a bundle that answers it')
    .enablePositionalOptions()
    .addCommand(
      new Command('choices')
        .description('lists what of a bundle can be decided otherwise')
        .argument('<bundle>', '.zip or report.pdf that an export wrote')
        .option('--json', 'print one JSON document')
        .action((bundle: string) =>
          withEngine('.', output, async ({ client, files }) => {
            const file = files.adopt(existing(resolve(bundle))).ref;
            const choices = await finish(await client.evidence.choices({ file }), output);
            print(output, choices, () => choicesText(choices));
          }),
        ),
    )
    .addCommand(
      withChanges(new Command('try').description('computes the claims of a bundle with other decisions, and writes nothing')).action(
        (bundle: string, options: Changed) =>
          withEngine('.', output, async ({ client, files }) => {
            const file = files.adopt(existing(resolve(bundle))).ref;
            const alternative = await finish(await client.evidence.alternative({ file, changes: changesOf(options) }), output);
            print(output, alternative, () => sideBySide(alternative));
          }),
      ),
    )
    .addCommand(
      withChanges(new Command('write').description('writes the same as a bundle that answers the first one'))
        .requiredOption('--name <name>', 'who dissents')
        .requiredOption('--out <file>', '.zip to write')
        .option('--note <text>', 'what you say to it, printed verbatim')
        .option('--note-file <file>', 'the same from a text file')
        .option('--key <name>', 'sign it with this key of yours')
        .option('--passphrase-file <file>', 'file with the passphrase of the key in its first line; - = standard input')
        .action(
          async (
            bundle: string,
            options: Changed & { name: string; out: string; note?: string; noteFile?: string; key?: string; passphraseFile?: string },
          ) => {
            const { name: reviewer, out, note, noteFile, key = null, passphraseFile, ...changed } = options;
            if (note !== undefined && noteFile !== undefined) throw mistake('--note and --note-file exclude each other');
            const said = noteFile === undefined ? (note ?? '') : readFileSync(existing(noteFile), 'utf8').trim();
            const passphrase = await passphraseFrom(passphraseFile);
            await withEngine('.', output, async (engine) => {
              const file = engine.files.adopt(existing(resolve(bundle))).ref;
              const asked = { file, changes: changesOf(changed), reviewer, note: said, key, passphrase };
              const { alternative, file: made, signature } = await finish(await engine.client.evidence.dissent(asked), output);
              place(engine, made.ref, resolve(out));
              print(
                output,
                { out, signature, bytes: made.bytes, sha256: made.sha256, ...alternative },
                () => `${sideBySide(alternative)}\n${out}  ${signature === null ? 'not signed' : `signed in ${signature}`}`,
              );
            });
          },
        ),
    )
    .addCommand(
      new Command('read')
        .description('prints what a dissent says; verify DISSENT --against BUNDLE computes it again')
        .argument('<dissent>', '.zip that dissent write made')
        .option('--json', 'print one JSON document')
        .action((path: string) =>
          withEngine('.', output, async ({ client, files }) => {
            const { dissent, printed } = await client.evidence.readDissent({ file: files.adopt(existing(resolve(path))).ref });
            print(output, dissent, () => `${printed.name}\n${printed.text}`);
          }),
        ),
    )
    .addCommand(
      new Command('print')
        .description(
          'adds a dissent to the report of a case, in the section of limitations and dissent; one of the same reviewer takes the place of theirs',
        )
        .argument('<dissent>', '.zip that dissent write made')
        .requiredOption('--case <case>', 'case file')
        .option('--json', 'print one JSON document')
        .action((path: string, { case: casePath }: { case: string }) =>
          withCase(casePath, output, async ({ client, files }) => {
            const { dissent, printed } = await client.evidence.readDissent({ file: files.adopt(existing(resolve(path))).ref });
            const { layout } = await client.report.layout();
            const { notes, replaced } = withDissentNote(dissentNotes(layout), printed);
            await client.report.setLayout({ layout: { ...layout, dissent: notes } });
            const others = notes.filter(({ name }) => name !== printed.name).map(({ name }) => name || 'a reviewer');
            print(
              output,
              printed,
              () =>
                `The report prints the dissent of ${printed.name} (${plural(changedLines(dissent.claims).length, 'claim')} otherwise)${replaced ? ', in place of what the same reviewer said before' : ''}${others.length > 0 ? `, beside that of ${others.join(', ')}` : ''}. Undo with: chokepoint history --undo.`,
            );
          }),
        ),
    );
}
