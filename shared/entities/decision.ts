import { ChokepointError } from '../case/error.ts';
import type { Decided, Link, LinkState } from './link.ts';

/** What a person decides about links, as a value for the ledger. Every decision has an inverse, made by `decide`. */
export type Decision =
  | {
      readonly action: 'confirm';
      readonly links: readonly string[];
      readonly by: string;
      readonly at: string;
      readonly why: string;
      /** the full list of members, when links are confirmed as one group; `null` = one by one */
      readonly members: readonly string[] | null;
    }
  | {
      readonly action: 'reject' | 'defer';
      readonly links: readonly string[];
      readonly by: string;
      readonly at: string;
      readonly why: string;
    }
  | { readonly action: 'add'; readonly links: readonly Link[] }
  | { readonly action: 'remove'; readonly links: readonly string[] }
  | {
      readonly action: 'restore';
      readonly links: readonly { readonly id: string; readonly state: LinkState; readonly decided: Decided | null }[];
    };

const STATE_AFTER = { confirm: 'confirmed', reject: 'rejected', defer: 'deferred' } as const;

function unknownLinks(ids: readonly string[]): ChokepointError {
  return new ChokepointError(
    'link-unknown',
    `${ids.length === 1 ? 'A link' : `${ids.length} links`} of this decision ${ids.length === 1 ? 'is' : 'are'} not in the case: ${ids.join(', ')}.`,
    'Open the list of links again and decide about one of them.',
    { links: ids },
  );
}

/**
 * Links after a decision, and the decision that takes it back. Guards are not asked here (`guardDecision`).
 *
 * @param links in any order, which stays
 * @returns new list and the inverse; deciding the inverse restores every link, added links at the end of the list
 * @throws ChokepointError `link-unknown`, `link-exists` for an added id that is there
 */
export function decide(links: readonly Link[], decision: Decision): { links: readonly Link[]; inverse: Decision } {
  const byId = new Map(links.map((link) => [link.id, link]));
  if (decision.action === 'add') {
    const present = decision.links.filter(({ id }) => byId.has(id)).map(({ id }) => id);
    if (present.length > 0)
      throw new ChokepointError(
        'link-exists',
        `The case already has a link ${present.join(', ')}.`,
        'Decide about the link that is there, or add evidence to it.',
        { links: present },
      );
    return { links: [...links, ...decision.links], inverse: { action: 'remove', links: decision.links.map(({ id }) => id) } };
  }
  const ids = decision.links.map((each) => (typeof each === 'string' ? each : each.id));
  const missing = ids.filter((id) => !byId.has(id));
  if (missing.length > 0) throw unknownLinks(missing);
  const touched = ids.map((id) => byId.get(id) as Link);
  if (decision.action === 'remove') {
    const removed = new Set(ids);
    return { links: links.filter(({ id }) => !removed.has(id)), inverse: { action: 'add', links: touched } };
  }
  const inverse: Decision = { action: 'restore', links: touched.map(({ id, state, decided }) => ({ id, state, decided })) };
  const next = new Map<string, Pick<Link, 'state' | 'decided'>>(
    decision.action === 'restore'
      ? decision.links.map(({ id, state, decided }) => [id, { state, decided }])
      : ids.map((id) => {
          const { by, at, why } = decision;
          const members = decision.action === 'confirm' && decision.members ? [...decision.members] : null;
          return [id, { state: STATE_AFTER[decision.action], decided: { by, at, why, members } }];
        }),
  );
  return { links: links.map((link) => ({ ...link, ...next.get(link.id) })), inverse };
}
