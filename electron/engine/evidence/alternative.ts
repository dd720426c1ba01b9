import { ChokepointError } from '../../../shared/case/error.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import type { ViewSpec } from '../../../shared/case/view.ts';
import type { ScopedLink } from '../../../shared/entities/scope.ts';
import {
  type Alternative,
  type AlternativeChoices,
  type Changes,
  type ComparedClaim,
  changesNothing,
  changeWords,
} from '../../../shared/evidence/alternative.ts';
import type { Claim } from '../../../shared/evidence/claims-file.ts';
import { compareClaims } from '../../../shared/evidence/compare-claims.ts';
import { type CaseDecisions, decisionsFromFiles } from '../../../shared/evidence/decisions.ts';
import { BUNDLE_PATHS } from '../../../shared/evidence/paths.ts';
import { usualRemovals, usualViews } from '../analysis/usual.ts';
import { sha256Hex } from '../digest.ts';
import type { LaneContext } from '../lanes/protocol.ts';
import { claimsJson } from '../report/claims.ts';
import type { BundleFiles } from './archive.ts';
import type { DataFile } from './data-csv.ts';
import { directSession } from './direct-session.ts';
import { memoryFacts } from './memory-facts.ts';
import { type FileProblem, recompute, recordsOf } from './recompute.ts';
import { manifestOf, textOf, verifyFiles } from './verify-files.ts';

/** A bundle that can be computed again. */
export type Answerable = {
  id: string;
  title: string;
  asOf: string | null;
  options: Record<string, unknown>;
  decisions: CaseDecisions;
  records: Map<string, DataFile>;
};

const unusable = (name: string, why: string): ChokepointError =>
  new ChokepointError('bundle-unusable', `"${name}" cannot be computed again: ${why}.`, 'Verify it first: chokepoint verify FILE.', {
    fileName: name,
  });

/**
 * Reads what a bundle is computed from, once its files are those that it lists: nobody answers a bundle that was changed on its way.
 *
 * @param name of the file, for messages
 * @throws ChokepointError `bundle-unusable`
 */
export function answerableOf(
  { kind, files }: { kind: 'bundle' | 'pdf'; files: BundleFiles },
  name: string,
  context: LaneContext,
): Answerable {
  const manifest = manifestOf(files);
  if (typeof manifest === 'string') throw unusable(name, manifest.replace(/\.$/, ''));
  if (manifest.kind === 'dissent') throw unusable(name, 'it is a dissent; choose the bundle that it answers');
  const wrong = verifyFiles(files, manifest, kind === 'pdf', context.checkpoint).find(({ ok }) => !ok);
  if (wrong !== undefined) throw unusable(name, `its file ${wrong.name} ${wrong.problem}`);
  const first = (problems: readonly FileProblem[]) => `${problems[0]?.path} ${problems[0]?.problem}`;
  const decisions = decisionsFromFiles((path) => textOf(files, path));
  if (Array.isArray(decisions)) throw unusable(name, first(decisions));
  const records = recordsOf(files, decisions, context);
  if (Array.isArray(records)) throw unusable(name, first(records));
  const id = sha256Hex(files.get(BUNDLE_PATHS.manifest) as Uint8Array);
  return { id, title: manifest.case.title, asOf: manifest.asOf, options: manifest.options, decisions, records };
}

/** Decisions with the views and tests that the report runs where none is saved, so that they can be asked otherwise. */
async function withUsual({ decisions, records }: Answerable, context: LaneContext): Promise<CaseDecisions> {
  const { layout } = decisions;
  const datasets = await directSession(memoryFacts(decisions, records), context).reader.call('datasets.list', null);
  const current = new Set(datasets.map(({ id }) => id));
  const isCurrent = ({ spec }: { spec: { dataset: string } }) => current.has(spec.dataset);
  const noViews = (layout?.views ?? null) === null && !decisions.views.some(isCurrent);
  const noTests = (layout?.scenarios ?? null) === null && !decisions.scenarios.some(isCurrent);
  return {
    ...decisions,
    ...(noViews ? { views: usualViews(datasets) } : {}),
    ...(noTests ? { scenarios: usualRemovals(datasets) } : {}),
  };
}

/** @throws ChokepointError `link-missing` */
function changedLinks(links: readonly ScopedLink[], { links: changed }: Changes): ScopedLink[] {
  const known = new Set(links.map(({ link }) => link.id));
  const missing = changed.find(({ link }) => !known.has(link));
  if (missing)
    throw new ChokepointError(
      'link-missing',
      `The bundle has no link ${missing.link}.`,
      links.length === 0 ? 'It has no links at all.' : 'List its links: chokepoint dissent choices BUNDLE.',
      { link: missing.link },
    );
  const states = new Map(changed.map(({ link, state }) => [link, state]));
  return links.map(({ madeFor, link }) => {
    const state = states.get(link.id);
    if (state === undefined) return { madeFor, link };
    const decided = link.decided ?? { by: 'reviewer', at: '', why: 'counter-case', members: null };
    return { madeFor, link: { ...link, state, decided } };
  });
}

/**
 * Decisions as a reviewer would have taken them.
 *
 * @throws ChokepointError `link-missing`
 */
function changedDecisions(decisions: CaseDecisions, changes: Changes): CaseDecisions {
  const { entities, unknown, weight, base, threshold } = changes;
  const viewOf = (spec: ViewSpec): ViewSpec => ({
    ...spec,
    ...(entities === null ? {} : { entities }),
    ...(unknown === null ? {} : { unknown }),
    ...(weight === null ? {} : { weight }),
    ...(base === null ? {} : { base }),
  });
  const testOf = (spec: RemovalSpec): RemovalSpec => ({
    ...spec,
    ...(entities === null ? {} : { entities }),
    ...(base === null ? {} : { base }),
    ...(threshold === null ? {} : { threshold }),
  });
  const keyOf = ({ kind, raw }: { kind: string; raw: string }) => `${kind} ${raw}`;
  const readings = new Map([...decisions.aliases, ...changes.values].map((alias) => [keyOf(alias), alias]));
  const aliases = [...readings].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, alias]) => alias);
  return {
    ...decisions,
    aliases: changes.values.length === 0 ? decisions.aliases : aliases,
    entities: { ...decisions.entities, links: changedLinks(decisions.entities.links, changes) },
    views: decisions.views.map((view) => ({ ...view, spec: viewOf(view.spec) })),
    scenarios: decisions.scenarios.map((scenario) => ({ ...scenario, spec: testOf(scenario.spec) })),
  };
}

const linkWordsOf =
  ({ entities }: CaseDecisions) =>
  (id: string): string => {
    const found = entities.links.find(({ link }) => link.id === id)?.link;
    return found === undefined ? id : `${found.from} ${found.kind.replaceAll('-', ' ')} ${found.to}`;
  };

/** Claims of a bundle beside those that changes give, by their ids. */
function besideEachOther(stated: readonly Claim[], alternative: readonly Claim[]): ComparedClaim[] {
  const [one, other] = [stated, alternative].map((claims) => new Map(claims.map((claim) => [claim.id, claim]))) as [
    Map<string, Claim>,
    Map<string, Claim>,
  ];
  const side = (claim: Claim | undefined) => (claim ? { display: claim.display, statement: claim.statement, value: claim.value } : null);
  const compared = compareClaims(
    stated.map(({ id, measure, display, value }) => ({ id, measure, display, value })),
    alternative.map(({ id, measure, display, value }) => ({ id, measure, display, value })),
  );
  return compared.map(({ id, match }) => {
    const { measure, unit } = (one.get(id) ?? other.get(id)) as Claim;
    return { id, measure, unit, stated: side(one.get(id)), alternative: side(other.get(id)), changed: !match };
  });
}

/**
 * What the claims of a bundle would be, had some things been decided otherwise: the same functions over the same records.
 *
 * @param stated claims as the bundle states them
 * @throws ChokepointError `nothing-changed`, `link-missing`, and what views and removal tests throw
 */
export async function alternativeOf(
  answered: Answerable,
  stated: readonly Claim[],
  changes: Changes,
  context: LaneContext,
): Promise<Alternative> {
  if (changesNothing(changes))
    throw new ChokepointError(
      'nothing-changed',
      'Nothing is decided otherwise, so every claim would come out as it is.',
      'Reject or confirm a link, or choose another threshold, weight, base or policy.',
    );
  const decisions = changedDecisions(await withUsual(answered, context), changes);
  const { input } = await recompute(decisions, answered.records, [], { options: answered.options }, context);
  const { claims } = JSON.parse(claimsJson(input)) as { claims: Claim[] };
  return {
    bundle: answered.id,
    title: answered.title,
    asOf: answered.asOf,
    changes,
    words: changeWords(changes, linkWordsOf(answered.decisions)),
    claims: besideEachOther(stated, claims),
  };
}

/** What of a bundle can be decided otherwise. */
export async function alternativeChoices(answered: Answerable, context: LaneContext): Promise<AlternativeChoices> {
  const decisions = await withUsual(answered, context);
  const datasets = await directSession(memoryFacts(decisions, answered.records), context).reader.call('datasets.list', null);
  const used = new Set(decisions.views.map(({ spec }) => spec.dataset));
  const numeric = datasets
    .filter(({ id }) => used.has(id))
    .map(({ columns }) => new Set(columns.filter(({ type }) => type !== 'text').map(({ name }) => name)));
  const weights = [...(numeric[0] ?? [])].filter((name) => numeric.every((names) => names.has(name)));
  return {
    bundle: answered.id,
    title: answered.title,
    links: decisions.entities.links.map(({ link: { id, kind, from, to, state, strength, decided } }) => ({
      ...{ id, kind, from, to, state, strength },
      why: decided?.why ?? null,
    })),
    weights: ['count', ...weights],
    chosen: [
      ...decisions.views.map(({ name, spec }) => ({ name, weight: spec.weight, threshold: null, entities: spec.entities })),
      ...decisions.scenarios.map(({ name, spec }) => ({ name, weight: null, threshold: spec.threshold ?? null, entities: spec.entities })),
    ],
  };
}
