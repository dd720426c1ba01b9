import type { ComparedName } from './fingerprint.ts';
import { compareName } from './fingerprint.ts';
import type { Trait } from './keys.ts';
import { keysOfTrait, meansUnknown } from './keys.ts';
import type { Evidence, EvidenceType, Link, Strength } from './link.ts';
import { compareText, EVIDENCE_STRENGTH, linkId, strengthOf } from './link.ts';
import type { Rarity } from './similarity.ts';
import { jaroWinkler, levenshteinSimilarity, rarityOf, wordSimilarity } from './similarity.ts';

/** One account of a view with everything that may tell who is behind it. */
export type Account = {
  readonly id: string;
  /** `null` = not disclosed; a text that means unknown is read so too */
  readonly name: string | null;
  readonly traits: readonly Trait[];
  /** weight in the view, any unit; the heaviest account of a block stands for it. Default 0. */
  readonly weight?: bigint;
};

/** Which way of writing or sounding two names have in common, from the closest to the loosest. */
export const NAME_KEYS = ['fingerprint', 'without legal form', 'bigrams', 'letters', 'phonetic', 'numbered', 'rare word'] as const;
export type NameKey = (typeof NAME_KEYS)[number];

/** A key on which two accounts collided, and how many accounts have it. */
export type Collision = {
  readonly type: EvidenceType;
  /** for names: which key of the name */
  readonly nameKey: NameKey | null;
  readonly key: string;
  readonly accounts: number;
};

/** A suggestion that two accounts may be one; it merges nothing. */
export type Proposal = {
  /** id of the link that it becomes */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly strength: Strength;
  readonly collisions: readonly Collision[];
  readonly evidence: readonly Evidence[];
  /** how alike the names are, 0..1; `null` where one has no name. Orders a list, decides nothing. */
  readonly similarity: { readonly jaroWinkler: number; readonly levenshtein: number; readonly words: number } | null;
};

export type ProposalOptions = {
  /** nearest names that are suggested for each name of a block; default 3 */
  neighbours?: number;
  /** word similarity below which two names of a block are not suggested; default 0.6 */
  leastSimilarity?: number;
  /** weak keys that more accounts share are no evidence and only listed; default 50 */
  weakLimit?: number;
};

/** Suggestions, and the weak keys that too many accounts share to mean anything: candidates for a dependency, not for an owner. */
export type Proposals = { readonly proposals: readonly Proposal[]; readonly common: readonly Collision[] };

type Block = Collision & { readonly members: readonly number[] };
type Pair = { readonly a: number; readonly b: number; readonly blocks: Block[] };

const WINDOW = 8;
const RARE = 12;

class Pairs {
  private readonly byKey = new Map<number, Pair>();
  private readonly count: number;

  constructor(count: number) {
    this.count = count;
  }

  add(first: number, second: number, block: Block): void {
    if (first === second) return;
    const a = Math.min(first, second);
    const b = Math.max(first, second);
    const pair = this.byKey.get(a * this.count + b);
    if (!pair) this.byKey.set(a * this.count + b, { a, b, blocks: [block] });
    else if (!pair.blocks.includes(block)) pair.blocks.push(block);
  }

  values(): Pair[] {
    return [...this.byKey.values()];
  }
}

/** Members of each key: most keys have one member, which then needs no list. */
type Members = Map<string, number | number[]>;

function pushTo(map: Members, key: string, position: number): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, position);
  else if (typeof found === 'number') {
    if (found !== position) map.set(key, [found, position]);
  } else if (found.at(-1) !== position) found.push(position);
}

function blocksOfKeys(keys: Members, type: EvidenceType, nameKey: NameKey | null): Block[] {
  const blocks: Block[] = [];
  for (const [key, members] of keys)
    if (typeof members !== 'number') blocks.push({ type, nameKey, key, accounts: members.length, members });
  return blocks;
}

function traitBlocks(accounts: readonly Account[]): Block[] {
  const byType = new Map<EvidenceType, Members>();
  accounts.forEach(({ traits }, position) => {
    for (const trait of traits)
      for (const { evidence, key } of keysOfTrait(trait)) {
        let keys = byType.get(evidence);
        if (!keys) {
          keys = new Map();
          byType.set(evidence, keys);
        }
        pushTo(keys, key, position);
      }
  });
  return [...byType].flatMap(([type, keys]) => blocksOfKeys(keys, type, null));
}

const isRareWord = (word: string, rarity: Rarity): boolean => word.length > 3 && !/^\d+$/.test(word) && rarity.count(word) <= RARE;

function nameBlocks(names: readonly (ComparedName | null)[], rarity: Rarity): Block[] {
  const keyOf: Readonly<Record<Exclude<NameKey, 'rare word'>, (name: ComparedName) => string>> = {
    fingerprint: ({ fingerprint }) => fingerprint,
    'without legal form': ({ core }) => core,
    bigrams: ({ bigrams }) => bigrams,
    letters: ({ letters, squeezed }) => (squeezed.length > 4 ? letters : ''),
    phonetic: ({ phonetic }) => phonetic,
    numbered: ({ unnumbered }) => unnumbered.join(' '),
  };
  return NAME_KEYS.flatMap((nameKey) => {
    const keys: Members = new Map();
    names.forEach((name, position) => {
      if (!name) return;
      if (nameKey === 'rare word') {
        for (const word of name.words) if (isRareWord(word, rarity)) pushTo(keys, word, position);
        return;
      }
      const key = keyOf[nameKey](name);
      if (key !== '') pushTo(keys, key, position);
    });
    const blocks = blocksOfKeys(keys, 'name', nameKey);
    return nameKey === 'numbered' ? blocks.filter(({ members }) => differInNumber(members, names)) : blocks;
  });
}

/** Names with the same words and no number apart are one writing, found by the keys before. */
function differInNumber(members: readonly number[], names: readonly (ComparedName | null)[]): boolean {
  return members.some((position) => names[position]?.core !== names[members[0] as number]?.core);
}

/**
 * Whether names that share these words would meet by chance: names x product of the words' frequencies is at least 1. One word alone
 * is common where more than `limit` names hold it.
 */
function isCommonplace(words: readonly string[], rarity: Rarity, limit: number): boolean {
  if (words.length <= 1) return words.every((word) => rarity.count(word) > limit);
  return words.reduce((expected, word) => (expected * Math.max(1, rarity.count(word))) / rarity.names, rarity.names) >= 1;
}

const digitsOf = (text: string): string => text.replace(/\D+/g, ' ').trim();

/** Names of a block that are alike enough, the nearest of each; a large block is read through a window over its sorted names. */
function nearestNames(
  block: Block,
  names: readonly (ComparedName | null)[],
  rarity: Rarity,
  options: Required<ProposalOptions>,
  into: Pairs,
): void {
  const nameAt = (position: number): ComparedName => names[position] as ComparedName;
  const sorted = [...block.members].sort((a, b) => compareText(nameAt(a).squeezed, nameAt(b).squeezed) || a - b);
  const near = new Map<number, { other: number; like: number }[]>();
  const meet = (from: number, other: number, like: number) => {
    const list = near.get(from);
    if (list) list.push({ other, like });
    else near.set(from, [{ other, like }]);
  };
  for (let first = 0; first < sorted.length; first += 1)
    for (let second = first + 1; second < Math.min(sorted.length, first + 1 + WINDOW); second += 1) {
      const a = sorted[first] as number;
      const b = sorted[second] as number;
      const like = likeness(nameAt(a), nameAt(b), rarity, options.leastSimilarity);
      if (like === 0) continue;
      meet(a, b, like);
      meet(b, a, like);
    }
  for (const [from, list] of near) {
    list.sort((x, y) => y.like - x.like || x.other - y.other);
    for (const { other } of list.slice(0, options.neighbours)) into.add(from, other, block);
  }
}

/** 0 = not alike: too few rare words in common, and not the same writing but for a letter or two (numbers must agree). */
function likeness(a: ComparedName, b: ComparedName, rarity: Rarity, least: number): number {
  if (a.squeezed === b.squeezed) return 1;
  const byWords = wordSimilarity(a.words, b.words, rarity);
  if (byWords >= least) return byWords;
  if (digitsOf(a.squeezed) !== digitsOf(b.squeezed)) return 0;
  const byLetters = levenshteinSimilarity(a.squeezed, b.squeezed);
  return byLetters >= 0.85 ? byLetters : 0;
}

/** Position of the heaviest member, the first id among equals: it stands for the block, whatever the order of the accounts. */
function representative(members: readonly number[], accounts: readonly Account[]): number {
  const weightOf = (position: number): bigint => accounts[position]?.weight ?? 0n;
  return members.reduce((best, each) => (weightOf(each) > weightOf(best) ? each : best));
}

const byStrengthThenKey = (a: Collision, b: Collision): number =>
  STRENGTH_ORDER[EVIDENCE_STRENGTH[a.type]] - STRENGTH_ORDER[EVIDENCE_STRENGTH[b.type]] ||
  compareText(a.type, b.type) ||
  NAME_KEYS.indexOf(a.nameKey ?? 'fingerprint') - NAME_KEYS.indexOf(b.nameKey ?? 'fingerprint') ||
  compareText(a.key, b.key);
const STRENGTH_ORDER: Readonly<Record<Strength, number>> = { proof: 0, strong: 1, weak: 2 };

/**
 * Suggests which accounts may be one: blocks of equal keys, then the nearest within a block; nothing is merged.
 *
 * A key that several accounts share links each of them to the heaviest of them (n - 1 suggestions, not n squared); names are suggested
 * with their nearest names only. Keys of names: fingerprint, n-grams (1 and 2), sound, the same words with other numbers, a rare word.
 *
 * @param accounts with distinct ids, in any order, which changes nothing
 * @returns strongest first, then by id; each with every key that collided
 * Source: domain 5, blocking and scoring; methods known from OpenRefine.
 */
export function propose(accounts: readonly Account[], options: ProposalOptions = {}): Proposals {
  const settings = { neighbours: 3, leastSimilarity: 0.6, weakLimit: 50, ...options };
  const sorted = [...accounts].sort((a, b) => compareText(a.id, b.id));
  const names = sorted.map(({ name }) => (name === null || meansUnknown(name) ? null : compareName(name)));
  const rarity = rarityOf(names.flatMap((name) => (name ? [[...name.words, ...name.unnumbered]] : [])));
  const pairs = new Pairs(sorted.length);
  const exact: Block[] = [];
  const common: Block[] = [];
  for (const block of traitBlocks(sorted))
    (EVIDENCE_STRENGTH[block.type] === 'weak' && block.accounts > settings.weakLimit ? common : exact).push(block);
  const alike: Block[] = [];
  for (const block of nameBlocks(names, rarity)) {
    const { nameKey, accounts: members, key } = block;
    if (nameKey !== 'fingerprint' && nameKey !== 'without legal form' && nameKey !== 'numbered') alike.push(block);
    else if (nameKey === 'numbered' && isCommonplace(key.split(' '), rarity, settings.weakLimit)) continue;
    else (members > settings.weakLimit ? common : exact).push(block);
  }
  const blocksOf = sorted.map((): Block[] => []);
  for (const block of exact) {
    const centre = representative(block.members, sorted);
    for (const member of block.members) {
      pairs.add(centre, member, block);
      blocksOf[member]?.push(block);
    }
  }
  for (const block of alike) nearestNames(block, names, rarity, settings, pairs);
  // Two accounts may meet by name and also share a key whose block is centred on a third: every key that they share is told.
  for (const { a, b } of pairs.values())
    for (const block of blocksOf[a] as Block[]) if ((blocksOf[b] as Block[]).includes(block)) pairs.add(a, b, block);
  const traits = new TraitSources(sorted);
  const proposals = pairs.values().map((pair) => proposalOf(pair, sorted, names, rarity, traits));
  const order = STRENGTH_ORDER;
  return {
    proposals: proposals.sort((a, b) => order[a.strength] - order[b.strength] || compareText(a.id, b.id)),
    common: common.map(withoutMembers).sort(byStrengthThenKey),
  };
}

function withoutMembers({ type, nameKey, key, accounts }: Block): Collision {
  return { type, nameKey, key, accounts };
}

/** Where a shared key stands in the data of an account. */
class TraitSources {
  private readonly accounts: readonly Account[];

  constructor(accounts: readonly Account[]) {
    this.accounts = accounts;
  }

  of(position: number, { type, key }: Collision): Trait | undefined {
    return this.accounts[position]?.traits.find((trait) => keysOfTrait(trait).some((each) => each.evidence === type && each.key === key));
  }
}

function proposalOf(
  { a, b, blocks }: Pair,
  accounts: readonly Account[],
  names: readonly (ComparedName | null)[],
  rarity: Rarity,
  sources: TraitSources,
): Proposal {
  const from = accounts[a] as Account;
  const to = accounts[b] as Account;
  const left = names[a];
  const right = names[b];
  const collisions = blocks.map(withoutMembers).sort(byStrengthThenKey);
  const evidence: Evidence[] = collisions
    .filter(({ type }) => type !== 'name')
    .map((collision) => {
      const { source = null, dateSeen = null } = sources.of(a, collision) ?? {};
      return { type: collision.type, value: collision.key, source, dateSeen };
    });
  if (collisions.some(({ type }) => type === 'name'))
    evidence.push({ type: 'name', value: `${from.name} | ${to.name}`, source: null, dateSeen: null });
  return {
    id: linkId('same-owner', from.id, to.id),
    from: from.id,
    to: to.id,
    strength: strengthOf(evidence),
    collisions,
    evidence,
    similarity:
      left && right
        ? {
            jaroWinkler: jaroWinkler(left.squeezed, right.squeezed),
            levenshtein: levenshteinSimilarity(left.squeezed, right.squeezed),
            words: wordSimilarity(left.words, right.words, rarity),
          }
        : null,
  };
}

/** The open link that a suggestion becomes. */
export function linkOfProposal({ id, from, to, strength, evidence }: Proposal): Link {
  return {
    id,
    kind: 'same-owner',
    from,
    to,
    share: null,
    evidence: [...evidence],
    strength,
    confidence: null,
    validFrom: null,
    validTo: null,
    state: 'proposed',
    decided: null,
  };
}

/** Suggestions that say something new: about a pair without a link, or with evidence that its link does not have. */
export function newProposals(proposals: readonly Proposal[], links: readonly Link[]): Proposal[] {
  const known = new Map<string, Set<string>>();
  for (const { from, to, evidence } of links) {
    const id = linkId('same-owner', from, to);
    const seen = known.get(id) ?? new Set<string>();
    for (const { type, value } of evidence) seen.add(JSON.stringify([type, value]));
    known.set(id, seen);
  }
  return proposals.filter(({ id, evidence }) => {
    const seen = known.get(id);
    return !seen || evidence.some(({ type, value }) => !seen.has(JSON.stringify([type, value])));
  });
}
