import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { DecidedResult, EntityScope, HeadlineNumbers, PackResult, ProposalsResult } from '../../shared/case/entities.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { IF_NO_SUMS, sumsWords } from '../../shared/claims/sums.ts';
import { unknownColumn } from '../../shared/columns/select.ts';
import { ENTITY_POLICIES } from '../../shared/entities/groups.ts';
import { type EvidenceType, evidenceTypeSchema, type Link, type LinkKind, linkKindSchema } from '../../shared/entities/link.ts';
import { linksForColumn, type ScopedLink } from '../../shared/entities/scope.ts';
import { formatHhi, formatShare, plural } from '../../shared/format/index.ts';
import { errorValueOfCall } from '../engine/errors.ts';
import { everyRow } from '../engine/every-row.ts';
import type { Engine } from '../engine/index.ts';
import { findDataset, finish, withCase, withDataset } from './case.ts';
import { openLinksBetween, readEvidence } from './entity-arguments.ts';
import { type Output, print, table } from './output.ts';

type Common = { case: string; dataset?: string; by: string; weight?: string; where: string };

/** `--entities none|confirmed|all-plausible` of `view` and `remove`. */
export function entitiesOption(): Option {
  return new Option('--entities <policy>', 'which links between accounts count').choices(ENTITY_POLICIES).default('confirmed');
}

function common(name: string, description: string): Command {
  return withDataset(new Command(name).description(description))
    .requiredOption('--by <dimension>', 'column whose values are the accounts: provider, operator, owner, validator ...')
    .option('--weight <column>', 'numeric column, or count (default: gpu_count, stake, else count)')
    .option('--where <filter>', 'filter over the records', '')
    .option('--json', 'print one JSON document');
}

async function scopeOf(engine: Engine, options: Common): Promise<EntityScope> {
  const dataset = await findDataset(engine, options.dataset);
  const usual = dataset.columns.find(({ field, type }) => (field === 'gpu_count' || field === 'stake') && type !== 'text')?.name;
  return { dataset: dataset.id, by: options.by, weight: options.weight ?? usual ?? 'count', where: options.where };
}

async function proposalsOf(
  engine: Engine,
  scope: EntityScope,
  output: Output,
  least = 0,
  evidence?: Record<string, string>,
): Promise<ProposalsResult> {
  return finish(await engine.client.entities.proposals({ scope, least, ...(evidence && { evidence }) }), output);
}

/** All links of the case, window by window. */
async function allLinks(engine: Engine): Promise<ScopedLink[]> {
  return (await everyRow((window) => engine.client.entities.links({ window }))).rows;
}

/** The links of the case that speak about a column of a dataset, or about the one column that is named. */
async function linksAbout(engine: Engine, { dataset, by }: { dataset?: string; by?: string }): Promise<ScopedLink[]> {
  const links = await allLinks(engine);
  if (dataset === undefined && by === undefined) return links;
  const { columns } = await findDataset(engine, dataset);
  const meant = columns.filter((column) => by === undefined || column.name === by || column.header === by);
  if (meant.length === 0)
    throw unknownColumn(
      by as string,
      columns.map((column) => column.name),
    );
  return links.filter((link) => meant.some((column) => linksForColumn([link], column).length > 0));
}

/** A decision as the command line asks for it: where a large group has to be acknowledged, the accounts are listed with the option that does it. */
async function withList<Result>(decide: () => Promise<Result>): Promise<Result> {
  try {
    return await decide();
  } catch (error) {
    const value = errorValueOfCall(error);
    if (value?.code !== 'group-limit') throw error;
    const members = value.details.members as string[];
    throw new ChokepointError(
      value.code,
      `${value.message} Its accounts:\n${members.map((member) => `  ${member}`).join('\n')}`,
      'Read the list, then run the same command again with --yes.',
      value.details,
    );
  }
}

const headlineText = ({ hhi, entities, nakamoto }: HeadlineNumbers): string =>
  `HHI ${formatHhi(hhi)}, n ${entities}, k for > 1/3, 1/2, 2/3: ${['1/3', '1/2', '2/3'].map((name) => nakamoto[name] ?? 'none').join(', ')}`;

const effectText = ({ before, after }: DecidedResult): string => `${headlineText(before)}\n-> ${headlineText(after)}`;

function proposeCommand(output: Output): Command {
  return common('propose', 'lists accounts that may be one, with the keys that collided and what each decision would do; merges nothing')
    .option('--least <share>', 'share of the weight below which a proposal is only counted', (text) => Number(text), 0)
    .option('--evidence <column=kind...>', 'what a column tells: payout-address, wallet, email, website, contact, host ...')
    .action((options: Common & { least: number; evidence?: string[] }) =>
      withCase(options.case, output, async (engine) => {
        const evidence = options.evidence && Object.fromEntries(options.evidence.map((text) => readEvidence(text, '=')));
        const scope = await scopeOf(engine, options);
        const result = await proposalsOf(engine, scope, output, options.least, evidence);
        print(output, result, () =>
          [
            ...Object.entries(result.headlines).map(([policy, headline]) => `${policy.padEnd(14)}${headlineText(headline)}`),
            ...(result.sums ? [`${sumsWords(result.sums, 'left out')}. ${IF_NO_SUMS}`] : []),
            `${plural(result.total, 'proposal')} among ${plural(result.accounts, 'account')}${result.below > 0 ? `, ${result.below} below ${formatShare(options.least)}` : ''}`,
            '',
            table(
              [
                ['strength', 'HHI', 'share', 'k > 1/2', 'evidence', 'accounts'],
                ...result.rows.map(({ strength, deltaHhi, share, after, accounts, owners, collisions }) => [
                  strength,
                  `+${formatHhi(deltaHhi)}`,
                  formatShare(share),
                  String(after.nakamoto['1/2'] ?? 'none'),
                  collisions.map(({ type, nameKey, key }) => `${nameKey === null ? type : `name (${nameKey})`}: ${key}`).join('; ') ||
                    'link of the case',
                  [
                    ...accounts.map(({ id, name }) => (name === null ? id : `${id} (${name})`)),
                    ...owners.map((owner) => `-> ${owner}`),
                  ].join(' + '),
                ]),
              ],
              [1, 2, 3],
            ),
          ].join('\n'),
        );
      }),
    );
}

type DecideOptions = Common & { why: string; kind: LinkKind; evidence?: string[]; yes?: boolean };

function decideCommand(output: Output, name: 'confirm' | 'reject' | 'defer', description: string): Command {
  return common(name, description)
    .argument('<accounts...>', 'two or more accounts, as they stand in the column')
    .option('--why <reason>', 'reason, for the ledger', '')
    .addOption(new Option('--kind <kind>', 'kind of a link by hand').choices(linkKindSchema.options).default('same-owner'))
    .option('--evidence <type=value...>', 'evidence by hand, where nothing was proposed: filing=URL, wallet=0x..., document=NAME')
    .option('--yes', 'the group is meant to be as large as it becomes')
    .action((accounts: string[], options: DecideOptions) =>
      withCase(options.case, output, async (engine) => {
        const scope = await scopeOf(engine, options);
        const { why } = options;
        const acknowledged = options.yes ? (['many-members', 'large-share'] as const).slice() : [];
        if (options.evidence !== undefined && name === 'confirm') {
          const evidence = options.evidence.map((text) => {
            const [type, value] = readEvidence(text, '=');
            return { type: evidenceTypeSchema.parse(type) as EvidenceType, value, source: null, dateSeen: null };
          });
          let last: DecidedResult | null = null;
          for (const to of accounts.slice(1)) {
            const link = { kind: options.kind, from: accounts[0] as string, to, evidence };
            last = await withList(() => engine.client.entities.link({ scope, link, why, members: accounts, acknowledged }));
          }
          const result = last as DecidedResult;
          print(output, result, () => effectText(result));
          return;
        }
        const links: Link[] = openLinksBetween(accounts, await proposalsOf(engine, scope, output), await allLinks(engine));
        const request = { scope, links, why };
        const result =
          name === 'reject'
            ? await engine.client.entities.reject(request)
            : name === 'defer'
              ? await engine.client.entities.defer(request)
              : accounts.length > 2
                ? await withList(() => engine.client.entities.group({ ...request, members: accounts, acknowledged }))
                : await withList(() => engine.client.entities.confirm({ ...request, acknowledged }));
        print(output, result, () => effectText(result));
      }),
    );
}

function packText({ applied, title, added, settled, unchanged, absent, conflicts }: PackResult): string {
  return [
    `${title}: ${plural(added.length, 'new link')}, ${settled.length} settled, ${unchanged} unchanged${applied ? '' : '; nothing was applied'}`,
    ...(absent.length > 0 ? [`not in this dataset: ${absent.join(', ')}`] : []),
    ...conflicts.map(({ kind, from, to, here, inPack }) => `conflict (${kind}): "${from}" - "${to}": here ${here}; pack ${inPack}`),
  ].join('\n');
}

function importCommand(output: Output): Command {
  return common(
    'import',
    'takes over an alias pack, or a plain list of groups {"Group": ["account", ...]}; nothing while a conflict is open',
  )
    .argument('<file>', 'alias pack or list of groups (JSON)')
    .option('--why <reason>', 'reason, for the ledger', '')
    .option('--confirm', 'confirm the groups of a plain list; else its links stay open')
    .addOption(new Option('--resolve <side>', 'who decides in a conflict').choices(['here', 'pack']))
    .option('--try', 'only tell what would happen')
    .action((file: string, options: Common & { why: string; confirm?: boolean; resolve?: 'here' | 'pack'; try?: boolean }) =>
      withCase(options.case, output, async (engine) => {
        const scope = await scopeOf(engine, options);
        let text: string;
        try {
          text = readFileSync(file, 'utf8');
        } catch {
          throw new ChokepointError('file-missing', `There is no file at ${file}.`, 'Check the path.', { file });
        }
        const request = { scope, text, fileName: basename(file), why: options.why, confirm: options.confirm ?? false };
        const first = await engine.client.entities.importPack({ ...request, tryOnly: options.try || options.resolve !== undefined });
        const { resolve } = options;
        const result =
          resolve === undefined || options.try
            ? first
            : await engine.client.entities.importPack({
                ...request,
                resolve: Object.fromEntries(first.conflicts.map(({ link }) => [link, resolve])),
              });
        if (!result.applied && !options.try)
          throw new ChokepointError(
            'pack-conflicts',
            `${plural(result.conflicts.length, 'link')} of ${basename(file)} ${result.conflicts.length === 1 ? 'disagrees' : 'disagree'} with the case; nothing was applied.\n${packText(result)}`,
            'Decide each on the Entities screen, or say who decides all of them: --resolve here, or --resolve pack.',
            { conflicts: result.conflicts },
          );
        print(output, result, () => packText(result));
      }),
    );
}

function exportCommand(output: Output): Command {
  return new Command('export')
    .description('prints the confirmed and rejected links of a case as an alias pack, for another case')
    .requiredOption('--case <case>', 'case file')
    .option('--title <title>', 'name of the pack', 'Alias pack')
    .option('--licence <licence>', 'licence of the pack')
    .option('--out <file>', 'write it to a file')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; title: string; licence?: string; out?: string }) =>
      withCase(options.case, output, async (engine) => {
        const { text, links } = await engine.client.entities.exportPack({ title: options.title, licence: options.licence ?? null });
        if (options.out === undefined) output.out(text);
        else {
          writeFileSync(options.out, text);
          print(output, { file: options.out, links }, () => `${plural(links, 'link')} written to ${options.out}`);
        }
      }),
    );
}

function listCommand(output: Output): Command {
  return new Command('list')
    .description('lists the links of a case with their evidence, and the decisions about them')
    .requiredOption('--case <case>', 'case file')
    .option('--dataset <name>', 'only links that speak about a column of this dataset')
    .option('--by <dimension>', 'only links that speak about this column')
    .option('--take-back <entry>', 'take back the decision of this ledger entry first', (text) => Number(text))
    .option('--json', 'print one JSON document')
    .action((options: { case: string; dataset?: string; by?: string; takeBack?: number }) =>
      withCase(options.case, output, async (engine) => {
        if (options.takeBack !== undefined) await engine.client.entities.takeBack({ sequence: options.takeBack });
        const links = await linksAbout(engine, options);
        const { total, rows: entries } = await everyRow(async (window) => {
          const ledger = await engine.client.entities.ledger({ window });
          return { total: ledger.total, rows: ledger.entries };
        });
        print(output, { links, decisions: total, ledger: entries }, () =>
          [
            table([
              ['state', 'kind', 'from', 'to', 'strength', 'evidence'],
              ...links.map(({ link }) => [
                link.state,
                link.kind,
                link.from,
                link.to,
                link.strength,
                link.evidence.map(({ type, value }) => `${type}: ${value}`).join('; '),
              ]),
            ]),
            '',
            ...entries.map(
              ({ sequence, at, actor, label, inForce }) => `${sequence}  ${at}  ${actor}  ${label}${inForce ? '' : '  (not in force)'}`,
            ),
          ].join('\n'),
        );
      }),
    );
}

/** `entities propose|confirm|reject|defer|export|import|list`: who is behind the accounts, decided on evidence. */
export function entitiesCommand(output: Output): Command {
  const command = new Command('entities').description('proposes, decides and lists which accounts are one operator');
  for (const sub of [
    proposeCommand(output),
    decideCommand(output, 'confirm', 'confirms that accounts are one'),
    decideCommand(output, 'reject', 'keeps accounts apart that were proposed to be one'),
    decideCommand(output, 'defer', 'leaves a proposal for later'),
    exportCommand(output),
    importCommand(output),
    listCommand(output),
  ])
    command.addCommand(sub.exitOverride().configureOutput({ writeOut: output.out, writeErr: () => {} }));
  return command;
}
