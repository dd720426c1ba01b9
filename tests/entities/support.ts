import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import Papa from 'papaparse';
import type { Link, LinkKind, LinkState, Strength } from '../../shared/entities/link.ts';
import { linkId, linkSchema } from '../../shared/entities/link.ts';

/** Real datasets beside the repository; tests that need them are skipped where the folder is absent. */
export const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));
export const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: the folder ${DATA} with the real datasets is absent`);

/** Records of a CSV file of the data folder. */
export function readCsv(path: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(readFileSync(`${DATA}/${path}`, 'utf8'), { header: true, skipEmptyLines: true }).data;
}

type Choices = Partial<Pick<Link, 'share' | 'confidence' | 'validFrom' | 'validTo' | 'evidence'>> & { members?: string[]; kind?: LinkKind };

/** A link that the schema accepts; decided links were decided by a fixed person. */
export function linkOf(from: string, to: string, state: LinkState, strength: Strength, choices: Choices = {}): Link {
  const { members, kind = 'same-owner', ...rest } = choices;
  return linkSchema.parse({
    id: linkId(kind, from, to),
    kind,
    from,
    to,
    share: null,
    evidence: [{ type: strength === 'weak' ? 'name' : 'payout-address', value: `${from} ${to}`, source: null, dateSeen: null }],
    strength,
    confidence: null,
    validFrom: null,
    validTo: null,
    state,
    decided: state === 'proposed' ? null : { by: 'Ada', at: '2026-11-20T12:00:00Z', why: 'test', members: members ?? null },
    ...rest,
  });
}

export const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const name = fc.constantFrom(...NAMES);
const state = fc.constantFrom<LinkState>('proposed', 'confirmed', 'rejected', 'deferred');
const strength = fc.constantFrom<Strength>('proof', 'strong', 'weak');

/** Random links between eight accounts, at most one a pair. */
export const linksArbitrary = fc.array(fc.record({ from: name, to: name, state, strength }), { maxLength: 16 }).map((list) => {
  const links = list.filter(({ from, to }) => from !== to).map((each) => linkOf(each.from, each.to, each.state, each.strength));
  return [...new Map(links.map((link) => [link.id, link])).values()];
});

/** Weights of the eight accounts, small ones and ones beyond 2^53. */
export const unitsArbitrary = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.bigInt({ min: 0n, max: 40n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: 2n ** 52n, max: 2n ** 60n }) },
  ),
  { minLength: NAMES.length, maxLength: NAMES.length },
);
