import type { BreakingPoints, HeadlineNumbers, ProposalRow, ProposalsResult } from '../../../shared/case/entities.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { type Cluster, clusterLinks } from '../../../shared/entities/clusters.ts';
import { groupNames } from '../../../shared/entities/group-names.ts';
import { type Grouping, groupEntities, groupWeights, rejectedLinks } from '../../../shared/entities/groups.ts';
import { assertGuards, guardsBetween } from '../../../shared/entities/guard.ts';
import { breakingPointOfSupply, headlineOf } from '../../../shared/entities/impact.ts';
import { whatToInvestigate } from '../../../shared/entities/investigate.ts';
import { isOwnership, isValidAt, type Link, linkId } from '../../../shared/entities/link.ts';
import { createMergePreview, type Headline } from '../../../shared/entities/merge-preview.ts';
import { Merging } from '../../../shared/entities/merging.ts';
import { linkOfProposal, newProposals, type Proposals, propose } from '../../../shared/entities/propose.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import { toPoints } from '../../../shared/metrics/hhi.ts';
import { prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import type { ComputeState } from '../lanes/compute.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import type { AnswerKind } from './answers.ts';
import type { EntityScene } from './entity-operations.ts';
import type { StatedLines } from './packs.ts';
import type { RemovalSupply } from './removal-supply.ts';

/** Most rows of a list that a page gets; the number of all is told. */
const MOST_ROWS = 2000;
const MOST_QUESTIONS = 200;
const MOST_COMMON = 100;
/** Suggestions follow from facts alone, so a lane keeps the last ones. */
const PROPOSALS: AnswerKind<Proposals> = { most: 2 };

const proposalsOf = ({ answers }: ComputeState, { key, accounts }: EntityScene): Proposals =>
  answers.keep(PROPOSALS, [key], () => propose(accounts));

const numbersOf = ({ hhi, entities, cr1, nakamoto }: Headline): HeadlineNumbers => ({
  hhi: hhi && toNumber(toPoints(hhi)),
  entities,
  cr1: cr1 && toNumber(cr1),
  nakamoto: { ...nakamoto },
});

const ratio = (part: bigint, total: bigint): number => (total === 0n ? 0 : toNumber({ num: part, den: total }));

/** Group of every name: accounts, and owners that links brought in. */
function groupOfName({ entities, groupOf, groups }: Grouping): Map<string, number> {
  const found = new Map(entities.map((entity, index) => [entity, groupOf[index] as number]));
  groups.forEach(({ owners }, index) => {
    for (const owner of owners) found.set(owner, index);
  });
  return found;
}

/** The first rejected link that joining the ends would break, or `null`. */
function obstacleOf(merging: Merging, ends: readonly string[]): string | null {
  for (let a = 0; a < ends.length; a++)
    for (let b = a + 1; b < ends.length; b++) {
      const found = merging.obstacle(ends[a] as string, ends[b] as string);
      if (found) return found.id;
    }
  return null;
}

type ProposeInput = { scene: EntityScene; least: number };

function proposalRows(state: ComputeState, { scene, least }: ProposeInput, context: LaneContext): ProposalsResult {
  const { entities, units, rows, links, asOf, stamp } = scene;
  context.progress('compare names and facts', 0, 3);
  const { proposals, common } = proposalsOf(state, scene);
  context.checkpoint();
  context.progress('group', 1, 3);
  const inCase = new Set(links.map(({ id }) => id));
  const open = newProposals(proposals, links).filter(({ id }) => !inCase.has(id));
  const grouping = groupEntities(entities, links, 'confirmed', asOf, units);
  const names = groupNames(
    grouping,
    links,
    scene.accounts.map(({ weight = 0n }) => weight),
  );
  const groupOf = groupOfName(grouping);
  const weights = groupWeights(grouping, units);
  const preview = createMergePreview(weights);
  const rejected = rejectedLinks(links, asOf);
  const merging = new Merging(rejected);
  const linkOf = new Map(links.map((link) => [link.id, link]));
  for (const { links: joined } of grouping.groups)
    for (const id of joined) {
      const { from, to } = linkOf.get(id) as Link;
      merging.join(from, to);
    }
  context.checkpoint();
  context.progress('effects', 2, 3);
  const place = new Map(entities.map((entity, index) => [entity, index]));
  type Counted = Omit<ProposalRow, 'after'> & { readonly known: readonly number[] };
  const ofCluster = (cluster: Cluster): Counted | null => {
    const groups = [...new Set(cluster.ends.map((end) => groupOf.get(end) ?? end))];
    if (groups.length < 2) return null;
    const known = groups.filter((group) => typeof group === 'number');
    const accounts = cluster.ends.flatMap((id) => {
      const index = place.get(id);
      if (index === undefined) return [];
      const group = grouping.groupOf[index] as number;
      const { name } = scene.accounts[index] as { name: string | null };
      return [
        {
          id,
          name: name === id ? null : name,
          share: ratio(units[index] as bigint, preview.total),
          rows: rows[index] as number,
          group: grouping.groups[group]?.links.length ? (names[group] as string) : null,
        },
      ];
    });
    if (accounts.length === 0) return null;
    accounts.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
    const together = known.reduce((sum, group) => sum + (weights[group] as bigint), 0n);
    return {
      id: cluster.id,
      links: [...cluster.links],
      accounts,
      owners: cluster.ends.filter((end) => !place.has(end)),
      strength: cluster.strength,
      collisions: [...cluster.collisions],
      similarity: cluster.similarity,
      deferred: cluster.deferred,
      blockedBy: rejected.length === 0 ? null : obstacleOf(merging, cluster.ends),
      share: ratio(together, preview.total),
      deltaHhi: preview.total === 0n ? 0 : toNumber(toPoints({ num: preview.groupRise(known), den: preview.total * preview.total })),
      known,
    };
  };
  const stored = links.filter((link) => isOwnership(link) && isValidAt(link, asOf));
  const all = clusterLinks(open, stored)
    .map(ofCluster)
    .filter((row) => row !== null);
  const found = all.filter(({ share }) => share >= least);
  found.sort((a, b) => Number(a.deferred) - Number(b.deferred) || b.deltaHhi - a.deltaHhi || b.share - a.share || (a.id < b.id ? -1 : 1));
  const strong = open.filter(({ strength }) => strength !== 'weak').map(linkOfProposal);
  const plausible = groupEntities(entities, [...links, ...strong], 'all-plausible', asOf);
  return {
    stamp,
    headlines: {
      none: numbersOf(createMergePreview(units).before),
      confirmed: numbersOf(preview.before),
      'all-plausible': numbersOf(headlineOf(plausible, units)),
    },
    accounts: entities.length,
    ...(scene.sums === null ? {} : { sums: scene.sums }),
    total: found.length,
    below: all.length - found.length,
    rows: found.slice(0, MOST_ROWS).map(({ known, ...row }) => ({ ...row, after: numbersOf(preview.afterGroup(known)) })),
    common: common.slice(0, MOST_COMMON).map((each) => ({ ...each })),
    traits: scene.traits.map(({ column, trait, with: second }) => ({ column: second === null ? column : `${column} + ${second}`, trait })),
    nameColumn: scene.nameColumn,
  };
}

/** A removal test whose units are accounts, to be joined to groups. */
export type EntityRemoval = { name: string; spec: RemovalSpec; supply: RemovalSupply };

/** A link that stands for "these two are one" while its effect is worked out. */
function supposed(from: string, to: string): Link {
  return {
    id: linkId('same-owner', from, to),
    kind: 'same-owner',
    from,
    to,
    share: null,
    evidence: [{ type: 'document', value: 'supposed', source: null, dateSeen: null }],
    strength: 'proof',
    confidence: null,
    validFrom: null,
    validTo: null,
    state: 'confirmed',
    decided: { by: 'nobody', at: '1970-01-01', why: 'supposed', members: null },
  };
}

function breakingPointOf({ supply, spec }: EntityRemoval, context: LaneContext) {
  const { pessimistic, terms } = prepareRemoval(supply.inventory, spec.portfolio, { threshold: spec.threshold });
  return breakingPointOfSupply(pessimistic, terms, { checkpoint: () => context.checkpoint() });
}

type PointsInput = { scene: EntityScene; removal: EntityRemoval | null; groups: readonly (readonly string[])[] };

function breakingPoints({ scene, removal, groups }: PointsInput, context: LaneContext): BreakingPoints {
  if (removal === null) return { test: null, now: null, after: [] };
  const { entities, links, asOf } = scene;
  const of = breakingPointOf(removal, context);
  const now = of(groupEntities(entities, links, 'confirmed', asOf));
  const after = groups.map((members, index) => {
    context.checkpoint();
    context.progress('breaking point', index, groups.length);
    const together = members.slice(1).map((member) => supposed(members[0] as string, member));
    const ids = new Set(together.map(({ id }) => id));
    return of(groupEntities(entities, [...links.filter(({ id }) => !ids.has(id)), ...together], 'confirmed', asOf));
  });
  return { test: removal.name, now, after };
}

type DecideInput = {
  scene: EntityScene;
  /** links as they would be */
  links: readonly Link[];
  acknowledged: readonly ('many-members' | 'large-share')[];
};

/** Asks the guards and tells the effect of a decision before it is taken. */
function decide({ scene, links, acknowledged }: DecideInput): { before: HeadlineNumbers; after: HeadlineNumbers } {
  const { entities, units, asOf } = scene;
  const changed = new Map(links.map((link) => [link.id, link]));
  const present = new Set(scene.links.map(({ id }) => id));
  const next = [...scene.links.map((link) => changed.get(link.id) ?? link), ...links.filter(({ id }) => !present.has(id))];
  assertGuards(guardsBetween(entities, scene.links, next, asOf, units), acknowledged);
  const of = (some: readonly Link[]): HeadlineNumbers => numbersOf(headlineOf(groupEntities(entities, some, 'confirmed', asOf), units));
  return { before: of(scene.links), after: of(next) };
}

type InvestigateInput = Omit<PointsInput, 'groups'> & { stated: StatedLines };

function investigate(state: ComputeState, { scene, removal, stated }: InvestigateInput, context: LaneContext) {
  const { entities, units, links, asOf, unknownRecords } = scene;
  context.progress('compare names and facts', 0, null);
  const inCase = new Set(links.map(({ id }) => id));
  const open = newProposals(proposalsOf(state, scene).proposals, links).filter(({ id }) => !inCase.has(id));
  context.checkpoint();
  const all = [...links, ...open.map(linkOfProposal)];
  const grouping = groupEntities(entities, links, 'confirmed', asOf);
  const of = removal === null ? null : breakingPointOf(removal, context);
  const names = groupNames(
    grouping,
    links,
    scene.accounts.map(({ weight = 0n }) => weight),
  );
  const nameOf = new Map(grouping.groups.map(({ id }, index) => [id, names[index] as string]));
  const nameOfAccount = new Map(scene.accounts.map(({ id, name }) => [id, name]));
  const titleOf = (id: string): string => {
    const name = nameOfAccount.get(id) ?? id;
    return name === id ? id : `${name} (${id})`;
  };
  const questions = whatToInvestigate({
    grouping,
    units,
    links: all,
    unknownRecords,
    lines: stated.lines,
    ...(of && {
      breakingPoint: (merged: readonly [string, string] | null) => {
        context.checkpoint();
        return of(merged === null ? grouping : groupEntities(entities, [...links, supposed(merged[0], merged[1])], 'confirmed', asOf));
      },
    }),
  });
  // One wallet of forty accounts is one question, asked about its most valuable pair.
  const clusterOf = new Map(clusterLinks(open, links).flatMap(({ id, links: some }) => some.map((link) => [link.id, id] as const)));
  const asked = new Map<string, { question: (typeof questions)[number]; more: number }>();
  for (const question of questions) {
    const about = clusterOf.get(question.id) ?? `${question.kind} ${question.id}`;
    const before = asked.get(about);
    if (before) before.more += 1;
    else asked.set(about, { question, more: 0 });
  }
  return {
    stamp: scene.stamp,
    test: removal?.name ?? null,
    lines: { packs: stated.packs, standard: stated.standard },
    total: asked.size,
    questions: [...asked.values()].slice(0, MOST_QUESTIONS).map(({ question, more }) => ({
      ...question,
      more,
      groups: question.groups.map((id) => titleOf(nameOf.get(id) ?? id)),
      links: [...question.links],
      flips: question.flips.map((flip) => ({ ...flip })),
      deltaHhi: toNumber(toPoints(question.deltaHhi)),
    })),
  };
}

/** Proposals, guards and effects on a compute lane: values in, values out. */
export const entityComputations = {
  'entities.propose': proposalRows,
  'entities.breakingPoints': (_state: ComputeState, input: PointsInput, context: LaneContext): BreakingPoints =>
    breakingPoints(input, context),
  'entities.decide': (_state: ComputeState, input: DecideInput) => decide(input),
  'entities.investigate': investigate,
} satisfies OperationTable<ComputeState>;
