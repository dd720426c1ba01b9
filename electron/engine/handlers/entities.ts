import { writeFile } from 'node:fs/promises';
import type { DecidedResult, EntityScope, PackResult } from '../../../shared/case/entities.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type RemovalSpec, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import {
  type AliasImport,
  type AliasPack,
  type Conflict,
  exportAliasPack,
  importAliasPack,
  linksOfGroups,
  parseAliasPack,
} from '../../../shared/entities/alias-pack.ts';
import { type Decided, type Evidence, type Link, type LinkState, linkId, strengthOf } from '../../../shared/entities/link.ts';
import type { ScopedLink } from '../../../shared/entities/scope.ts';
import { formatStamp } from '../../../shared/format/index.ts';
import type { EntityRemoval } from '../analysis/entity-computations.ts';
import type { EntityScene } from '../analysis/entity-operations.ts';
import { usualRemovals } from '../analysis/usual.ts';
import { type EngineContext, engine } from '../context.ts';
import { job } from '../events.ts';
import type { CommandName } from '../store/commands.ts';
import { runCommand } from './commands.ts';
import { confirmLabel, conflictOf, deferLabel, linkLabel, packOfGroups, rejectLabel } from './entity-words.ts';

type Call = { signal?: AbortSignal | undefined };
type Acknowledged = readonly ('many-members' | 'large-share')[];

async function sceneOf(
  { session }: EngineContext,
  scope: EntityScope,
  { signal }: Call,
  more: { evidence?: Record<string, string> | undefined; records?: boolean } = {},
): Promise<EntityScene> {
  session.requireCase();
  return session.reader.call('entities.scene', { scope, evidence: more.evidence, records: more.records ?? false }, { signal });
}

/** How often a decision is made anew when others about links were taken meanwhile. */
const MOST_TRIES = 20;

/**
 * Makes a decision on the scene as it is; where links were decided while it was checked, once more on the scene as it is then.
 *
 * @throws ChokepointError `links-changed` where that goes on, or what `make` threw
 */
async function onScene<T>(context: EngineContext, scope: EntityScope, call: Call, make: (scene: EntityScene) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await make(await sceneOf(context, scope, call));
    } catch (error) {
      if (!(error instanceof ChokepointError) || error.value.code !== 'links-changed' || tries === MOST_TRIES) throw error;
    }
  }
}

/** A scene without the facts about accounts, which only proposals need. */
const bare = (scene: EntityScene): EntityScene => ({ ...scene, accounts: [] });

/** Whether a test asks each class alone for the loss of single accounts: what merges do to others is not worked out here. */
function isPlain(asked: RemovalSpec): boolean {
  const { mode, metric, combinations, costs } = wholeRemovalSpec(asked);
  return mode === 'independent' && metric === 'value' && combinations.length === 0 && Object.keys(costs).length === 0;
}

/** The case's saved removal test of this dataset and dimension, or the usual one; `null` where none can be run. */
async function removalOf({ session }: EngineContext, { dataset: id, by }: EntityScope, { signal }: Call): Promise<EntityRemoval | null> {
  const [datasets, scenarios] = await Promise.all([
    session.reader.call('datasets.list', null, { signal }),
    session.reader.call('removal.scenarios', null, { signal }),
  ]);
  const saved = scenarios.find(({ spec }) => spec.dataset === id && spec.by === by && isPlain(spec));
  const usual = usualRemovals(
    datasets.filter((dataset) => dataset.id === id),
    () => by,
  )[0];
  const found = saved ?? usual;
  if (!found) return null;
  const spec = { ...found.spec, entities: 'none' as const };
  return { name: found.name, spec, supply: await session.reader.call('removal.supply', spec, { signal }) };
}

type Decision = {
  scope: EntityScope;
  /** as they will be */
  links: Link[];
  label: string;
  why: string;
  members: string[] | null;
  acknowledged: Acknowledged;
  scene: EntityScene;
  pack?: { title: string; author: string };
};

/** Asks the guards, notes the effect and takes the decision. */
async function take(context: EngineContext, command: CommandName, decision: Decision): Promise<DecidedResult> {
  const { scene, links, label, why, members, acknowledged, pack } = decision;
  const { before, after } = await context.session.compute.call('entities.decide', { scene: bare(scene), links, acknowledged });
  const scoped: ScopedLink[] = links.map((link) => ({ madeFor: scene.madeFor, link }));
  const result = await runCommand<{ links: string[] }>(context, command, {
    basis: scene.linksRevision,
    links: scoped,
    label,
    why,
    members,
    effect: { stamp: formatStamp(scene.stamp), before, after },
    pack: pack ?? null,
  });
  return { links: result.links, before, after };
}

type Request = { scope: EntityScope; links: Link[]; why: string };

/** Links of the case under their ids, or as the proposals gave them, in a new state. */
function decided(
  context: EngineContext,
  scene: EntityScene,
  request: Request,
  state: LinkState,
  why: string,
  members: string[] | null,
): Link[] {
  const stored = new Map(scene.links.map((link) => [link.id, link]));
  const by: Decided = { by: context.actor, at: context.now(), why, members };
  return request.links.map((link) => ({ ...(stored.get(link.id) ?? link), state, decided: by }));
}

async function change(
  context: EngineContext,
  call: Call,
  command: CommandName,
  request: Request & { members?: string[]; acknowledged?: Acknowledged },
  state: Exclude<LinkState, 'proposed'>,
): Promise<DecidedResult> {
  const members = request.members ?? null;
  const words = state === 'confirmed' ? confirmLabel : state === 'rejected' ? rejectLabel : deferLabel;
  const { label, reason } = words(request.links, members);
  const why = request.why === '' ? reason : request.why;
  const { scope, acknowledged = [] } = request;
  return onScene(context, scope, call, (scene) => {
    const links = decided(context, scene, request, state, why, members);
    return take(context, command, { scope, links, label, why, members, acknowledged, scene });
  });
}

/** What a pack would do with every conflict answered; `null` while one is open. */
function settle(found: AliasImport, resolve: Readonly<Record<string, 'here' | 'pack'>>): { links: Link[]; open: Conflict[] } {
  const changed = new Set([...found.added, ...found.settled]);
  const links = found.links.filter(({ id }) => changed.has(id));
  const open = found.conflicts.filter(({ link }) => resolve[link] === undefined);
  for (const conflict of found.conflicts) if ('inPack' in conflict && resolve[conflict.link] === 'pack') links.push(conflict.inPack);
  return { links, open };
}

export const entities = {
  proposals: engine.entities.proposals.handler(({ context, input, signal }) =>
    job(signal, async (report, working) => {
      const scene = await sceneOf(context, input.scope, { signal: working }, { evidence: input.evidence });
      return context.session.compute.call('entities.propose', { scene, least: input.least }, { signal: working, onProgress: report });
    }),
  ),
  breakingPoints: engine.entities.breakingPoints.handler(({ context, input, signal }) =>
    job(signal, async (report, working) => {
      const scene = await sceneOf(context, input.scope, { signal: working });
      const removal = await removalOf(context, input.scope, { signal: working });
      const request = { scene: bare(scene), removal, groups: input.groups };
      return context.session.compute.call('entities.breakingPoints', request, { signal: working, onProgress: report });
    }),
  ),
  investigate: engine.entities.investigate.handler(({ context, input, signal }) =>
    job(signal, async (report, working) => {
      const scene = await sceneOf(context, input.scope, { signal: working }, { records: true });
      const removal = await removalOf(context, input.scope, { signal: working });
      const stated = await context.session.reader.call('packs.stated', input.scope, { signal: working });
      return context.session.compute.call('entities.investigate', { scene, removal, stated }, { signal: working, onProgress: report });
    }),
  ),
  links: engine.entities.links.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('entities.links', input, { signal });
  }),
  ledger: engine.entities.ledger.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('entities.ledger', input, { signal });
  }),
  confirm: engine.entities.confirm.handler(({ context, input, signal }) =>
    change(context, { signal }, 'entities.confirm', input, 'confirmed'),
  ),
  reject: engine.entities.reject.handler(({ context, input, signal }) => change(context, { signal }, 'entities.reject', input, 'rejected')),
  defer: engine.entities.defer.handler(({ context, input, signal }) => change(context, { signal }, 'entities.defer', input, 'deferred')),
  group: engine.entities.group.handler(({ context, input, signal }) => change(context, { signal }, 'entities.group', input, 'confirmed')),
  link: engine.entities.link.handler(async ({ context, input, signal }) => {
    const { scope, link: given, state, members, acknowledged } = input;
    const why = input.why === '' ? given.evidence.map(({ type, value }) => `${type}: ${value}`).join('; ') : input.why;
    const id = linkId(given.kind, given.from, given.to);
    return onScene(context, scope, { signal }, (scene) => {
      const seen = scene.links.find((link) => link.id === id)?.evidence ?? [];
      const isNew = (piece: Evidence) => !seen.some(({ type, value }) => type === piece.type && value === piece.value);
      const evidence = [...seen, ...given.evidence.filter(isNew)];
      const link: Link = {
        ...given,
        id,
        evidence,
        strength: strengthOf(evidence),
        state,
        decided: state === 'proposed' ? null : { by: context.actor, at: context.now(), why, members },
      };
      return take(context, 'entities.link', { scope, links: [link], label: linkLabel(link), why, members, acknowledged, scene });
    });
  }),
  exportPack: engine.entities.exportPack.handler(async ({ context, input }) => {
    context.session.requireCase();
    const links: Link[] = [];
    for (let total = 1; links.length < total; ) {
      const window = { start: links.length, end: links.length + 2000 };
      const page = await context.session.reader.call('entities.links', { window, states: ['confirmed', 'rejected'], search: '' });
      total = page.total;
      links.push(...page.rows.map(({ link }) => link));
    }
    const about = { title: input.title, author: context.actor, made: context.now().slice(0, 10), licence: input.licence };
    const text = exportAliasPack(links, about);
    const fileName = `${input.title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'alias-pack'}.json`;
    const { ref, path } = await context.files.createOutput(fileName, 'application/json');
    await writeFile(path, text);
    return { text, links: links.length, ref, fileName };
  }),
  importPack: engine.entities.importPack.handler(
    ({ context, input, signal }): Promise<PackResult> =>
      onScene(context, input.scope, { signal }, async (scene) => {
        const now = context.now();
        const about = { actor: context.actor, at: now, why: input.why, confirm: input.confirm, fileName: input.fileName };
        const pack: AliasPack = packOfGroups(input.text, about, scene.entities, linksOfGroups) ?? parseAliasPack(input.text);
        const found = importAliasPack(pack, scene.links, scene.entities, scene.asOf);
        const { links, open } = settle(found, input.resolve);
        const stored = new Map(scene.links.map((link) => [link.id, link]));
        const result: PackResult = {
          applied: false,
          title: pack.title,
          author: pack.author,
          added: [...found.added],
          settled: [...found.settled],
          unchanged: found.unchanged.length,
          absent: [...found.absent],
          conflicts: open.map((conflict) => conflictOf(conflict, pack.links, stored)),
        };
        if (input.tryOnly || open.length > 0) return result;
        if (links.length === 0) return { ...result, applied: true };
        await take(context, 'entities.importPack', {
          scope: input.scope,
          links,
          label: `Import alias pack "${pack.title}": ${links.length} link${links.length === 1 ? '' : 's'}`,
          why: input.why === '' ? `alias pack "${pack.title}" by ${pack.author}` : input.why,
          members: null,
          // the pack is the list: nobody is asked about each of its groups again
          acknowledged: ['many-members', 'large-share'],
          scene,
          pack: { title: pack.title, author: pack.author },
        });
        return { ...result, applied: true };
      }),
  ),
  takeBack: engine.entities.takeBack.handler(({ context, input }) => runCommand<{ links: string[] }>(context, 'entities.takeBack', input)),
};
