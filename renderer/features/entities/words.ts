import type { BreakingPoints, HeadlineNumbers, ProposalRow } from '../../../shared/case/entities.ts';
import { formatCount, formatHhi } from '../../../shared/format/index.ts';

/** Evidence as people say it. */
export function evidenceWords(type: string): string {
  const words: Record<string, string> = {
    domain: 'web site',
    'email-domain': 'mail domain',
    mailbox: 'mailbox',
    'host-suffix': 'host name',
    'tls-key': 'TLS key',
    'alias-list': 'list of aliases',
  };
  return words[type] ?? type.replaceAll('-', ' ');
}

/** The strongest evidence of a proposal in a line: `payout address 0xabc…`. */
export function evidenceLine({ collisions, links }: ProposalRow): { what: string; value: string; more: number } {
  const [first] = collisions;
  if (first)
    return {
      what: first.nameKey === null ? evidenceWords(first.type) : `name, ${first.nameKey}`,
      value: first.key,
      more: collisions.length - 1,
    };
  const [piece] = links[0]?.evidence ?? [];
  return { what: piece ? evidenceWords(piece.type) : 'by hand', value: piece?.value ?? '', more: (links[0]?.evidence.length ?? 1) - 1 };
}

/** Names of a proposal, the largest first; equal names once, with the number of their accounts. */
export function namesOf({ accounts, owners }: ProposalRow): string {
  const names = [...new Set(accounts.map(({ id, name }) => name ?? id))];
  const shown = names.length > 3 ? [...names.slice(0, 2), `${formatCount(names.length - 2)} more`] : names;
  const count = names.length < accounts.length ? `, ${formatCount(accounts.length)} accounts` : '';
  return `${shown.join(' + ')}${count}${owners.length > 0 ? ` → ${owners.join(', ')}` : ''}`;
}

/** A change of HHI: whole points, decimals below ten. */
export function pointsText(points: number): string {
  if (points === 0) return '0';
  return points < 0.01 ? '< 0.01' : `+${points < 10 ? points.toFixed(points < 1 ? 2 : 1) : formatHhi(points)}`;
}

/** A Nakamoto coefficient. */
export function kText(headline: HeadlineNumbers | undefined, threshold: string): string {
  const k = headline?.nakamoto[threshold];
  return k === null || k === undefined ? '—' : formatCount(k);
}

/** A breaking point: one number where it is proven, else its bracket. */
export function breakingText(point: BreakingPoints['now']): string {
  if (point === null) return '—';
  const { kLow, k } = point;
  if (k === null) return 'never';
  return kLow === k || kLow === null ? formatCount(k) : `${formatCount(kLow)} to ${formatCount(k)}`;
}
