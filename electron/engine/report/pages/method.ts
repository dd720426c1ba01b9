import { packWords } from '../../../../shared/claims/pack-words.ts';
import { formatCount } from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { ReportInput } from '../input.ts';
import type { PageKind } from '../page.ts';

const CONVENTIONS: [string, string][] = [
  [
    'HHI',
    'Sum of squared shares x 10,000, exact. Stated: of the known weight. Low: the unknown weight spread infinitely thin. High: all of it added to the largest known holder.',
  ],
  [
    'Nakamoto coefficient',
    'Smallest number of holders that together have strictly more than 1/3, 1/2 or 2/3 of the weight, compared in integers. High end: the unknown weight counted in pieces of one unit (1 GPU, 1 node, 1 record).',
  ],
  [
    'Gini',
    'Population Gini of the holders with positive weight, without the factor n/(n-1). No range: small new holders move it both ways.',
  ],
  ['Theil and entropy', 'Theil T = ln n - H in nats; Shannon entropy in bits. Zeros dropped.'],
  ['Effective number', 'Hill number of order 2, 1/HHI: as concentrated as that many equal holders.'],
  [
    'Removal test',
    'Inventory of nodes against a portfolio of workload classes. Independent mode asks each class alone: served = the smaller of demand and remaining capacity. The breaking point k* is the smallest number of units whose loss takes the served value below the threshold; it is found by enumeration over subsets of classes. The attached certificate names the set, the cut of classes that proves that it breaks the service, and what proves that no smaller set does, in integers that can be checked without a solver.',
  ],
  [
    'Entities',
    'Accounts count as one only by links between them. "Accounts as given": no link. "Entities confirmed": links that a person confirmed with evidence, listed in the ledger of the case. "Entities all plausible": also open links whose evidence is a document, a key, or a shared wallet, payout address or mailbox. A dependency, such as a shared cloud, never makes accounts one.',
  ],
  [
    'Named in part',
    'A value that names several, such as "H100" without form and memory, is in no stated value. In the ranges its weight goes to every value of the reference table that fits: low and high are the smallest and the largest over all such ways. Where there are too many ways to try, the range is an outer bound and says "within". A record that states bounds of its weight counts with the lower and the upper one.',
  ],
  [
    'Unknown data',
    'A missing attribute makes a node eligible in the favourable reading only; the adverse reading counts it out; the two readings give the two ends of k*. Records without a removal unit are never treated as one unit.',
  ],
];

/** Seeds and draws behind every random band. */
function seedWords({ removals }: ReportInput): Block[] {
  const items = removals.flatMap(({ name, label, result }) =>
    result.random
      ? [
          `R${label}, ${name}: ${formatCount(result.random.trials)} draws, seed ${result.random.seed}; generator xoroshiro128plus keyed by the name of each unit, so that removing one unit leaves the draws of the others as they are.`,
        ]
      : [],
  );
  return items.length === 0
    ? []
    : [
        { type: 'heading', text: 'Random removal' },
        { type: 'list', items },
      ];
}

/** The texts of the threshold packs that the case draws. */
function packBlocks({ packs }: ReportInput): Block[] {
  if (packs.length === 0)
    return [
      { type: 'heading', text: 'Threshold packs' },
      { type: 'paragraph', text: 'The case draws no threshold pack, so no reference level stands beside a number.' },
    ];
  return [
    { type: 'heading', text: 'Threshold packs' },
    ...packs.flatMap(({ pack, sha256, warnings }): Block[] => {
      const [title = '', ...lines] = packWords(pack);
      return [
        { type: 'paragraph', text: `${title}. SHA-256 of its file ${sha256.slice(0, 16)}.` },
        { type: 'list', items: [...lines, ...warnings.map(({ message }) => message)] },
      ];
    }),
  ];
}

/** Appendix: conventions with formulas, seeds, texts of packs. */
export const methodPage: PageKind = {
  title: 'Method and conventions',
  appendix: true,
  blocks: ({ input }) => [
    { type: 'facts', facts: CONVENTIONS.map(([label, value]) => ({ label, value })) },
    ...seedWords(input),
    ...packBlocks(input),
  ],
};
