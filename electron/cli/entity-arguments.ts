import type { ProposalsResult } from '../../shared/case/entities.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import type { Link } from '../../shared/entities/link.ts';
import { Merging } from '../../shared/entities/merging.ts';
import type { ScopedLink } from '../../shared/entities/scope.ts';

/** `name=value` as a pair; @throws ChokepointError `usage` */
export function readEvidence(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw new ChokepointError(
    'usage',
    `"${text}" is not of the form NAME${mark}VALUE.`,
    'For example: --evidence filing=https://register.example/123',
    {
      text,
    },
  );
}

/**
 * Open links that hold the named accounts together: those of the proposals and those of the case.
 *
 * @throws ChokepointError `accounts-not-proposed` naming the accounts that no open link reaches
 */
export function openLinksBetween(accounts: readonly string[], { rows }: ProposalsResult, stored: readonly ScopedLink[]): Link[] {
  const named = new Set(accounts);
  const links = new Map<string, Link>();
  for (const link of [...stored.map((each) => each.link), ...rows.flatMap((row) => row.links)])
    if (named.has(link.from) && named.has(link.to) && !links.has(link.id)) links.set(link.id, link);
  const open = [...links.values()].filter(({ state }) => state !== 'confirmed');
  const merging = new Merging([]);
  for (const { from, to } of links.values()) merging.join(from, to);
  const apart = accounts.filter((account) => merging.find(account) !== merging.find(accounts[0] as string));
  if (open.length > 0 && apart.length === 0) return open;
  const missing = apart.length > 0 ? apart : accounts;
  throw new ChokepointError(
    'accounts-not-proposed',
    `Nothing proposes that ${missing.map((name) => `"${name}"`).join(', ')} belong${missing.length === 1 ? 's' : ''} together with ${apart.length > 0 ? `"${accounts[0]}"` : 'each other'}.`,
    'See the proposals with: entities propose. To confirm without one, name the evidence: --evidence filing=URL.',
    { accounts: [...accounts] },
  );
}
