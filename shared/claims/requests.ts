import type { ClaimResult, RequestedField } from '../case/claims.ts';
import { ASKED, ASKED_BESIDE, FORMATS } from './asked.ts';
import { unmappedWords } from './unmapped.ts';

const KNOWN = new Map([...ASKED, ...ASKED_BESIDE].map((asked) => [asked.column, asked]));

/** Columns without which another one cannot be read: an uptime without its window, a country without its method. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { uptime: ['uptime_window_days'], country: ['country_method'] };

/** What is open in a claim whose view is by something else. */
const OPEN: Readonly<Record<string, string>> = { C4: 'uptime', C6: 'price_usd_per_gpu_hour' };

type Wish = { field: string; alternatives: string[]; need: RequestedField['need']; claim: string; why: string };

function wishesOf({ id, title, status, missing, unmapped = [], view, display, low, high }: ClaimResult): Wish[] {
  const about = `${id} ${title}`;
  if (status === 'not-disclosed' || status === 'not-mapped')
    return missing.flatMap((text): Wish[] => {
      const there = unmapped.filter(({ field }) => text.split(' or ').includes(field));
      if (there.length > 0)
        return there.map((each) => ({
          field: each.field,
          alternatives: [],
          need: 'mapping',
          claim: id,
          why: `${about} needs it, and the file may have it: ${unmappedWords([each])}. Look at the mapping before you ask.`,
        }));
      const [first = '', ...alternatives] = text.split(' or ');
      const field = KNOWN.has(first) ? first : (first.split(' ')[0] ?? first);
      const wish = (name: string, others: string[]): Wish => ({
        field: name,
        alternatives: others,
        need: 'required',
        claim: id,
        why: `${about} cannot be computed without it.`,
      });
      return [wish(field, alternatives), ...(TOGETHER[field] ?? []).map((other) => wish(other, []))];
    });
  if (status !== 'bounded' || view === null || (low === high && low !== null)) return [];
  return [
    {
      field: OPEN[id] ?? view.by,
      alternatives: [],
      need: 'sharper',
      claim: id,
      why: `${about} is a range, ${display}: fill the records that have none, or name it in full.`,
    },
  ];
}

/**
 * Fields to ask a network for: what claims that are not disclosed need, then what would close the ranges of the others, then what the file may
 * have under a column that is not mapped; each field once.
 *
 * Source: domain 2 (the scorecard doubles as a request list).
 */
export function requestList(claims: readonly ClaimResult[]): RequestedField[] {
  const fields = new Map<string, RequestedField>();
  for (const need of ['required', 'sharper', 'mapping'] as const)
    for (const wish of claims.flatMap(wishesOf).filter((each) => each.need === need)) {
      const before = fields.get(wish.field);
      if (before) {
        if (!before.claims.includes(wish.claim)) before.claims.push(wish.claim);
        if (before.need === wish.need) before.why = `${before.why} ${wish.why}`;
        continue;
      }
      const known = KNOWN.get(wish.field);
      fields.set(wish.field, {
        field: wish.field,
        meaning: known?.meaning ?? `Value of "${wish.field}" for every record.`,
        why: wish.why,
        claims: [wish.claim],
        need: wish.need,
        alternatives: wish.alternatives,
        format: FORMATS[wish.field] ?? 'text',
        example: known?.example ?? '',
      });
    }
  return [...fields.values()];
}

/** The request list as a text to send; what the file may have already is not asked for. */
export function requestText(dataset: string, asOf: string | null, fields: readonly RequestedField[]): string {
  const line = ({ field, alternatives, claims, meaning, why, format, example }: RequestedField): string =>
    [
      `- ${field}${alternatives.length > 0 ? ` (or ${alternatives.join(', ')})` : ''}, for ${claims.join(', ')}`,
      `  ${meaning}`,
      `  Why: ${why}`,
      `  Format: ${format}.${example === '' ? '' : ` Example: ${example}`}`,
    ].join('\n');
  const part = (title: string, need: RequestedField['need']): string[] => {
    const list = fields.filter((each) => each.need === need);
    return list.length === 0 ? [] : [title, '', ...list.map(line), ''];
  };
  return `${[
    `Data request for "${dataset}"${asOf === null ? '' : `, as of ${asOf.slice(0, 10)}`}`,
    '',
    ...(fields.every(({ need }) => need === 'mapping')
      ? [`${fields.length === 0 ? 'Every claim of the scorecard is computed; nothing' : 'Nothing'} is asked for.`, '']
      : []),
    ...part('Not disclosed: these claims cannot be computed', 'required'),
    ...part('Disclosed in part: these would close a range', 'sharper'),
    'Leave a cell empty when it is not known: empty counts as not disclosed. Please do not estimate.',
  ].join('\n')}\n`;
}
