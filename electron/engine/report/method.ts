import type { Section } from './document.ts';
import type { ReportInput } from './input.ts';

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

const LIMITS = [
  'The numbers describe the files named in this report at their as-of dates, not the network itself. Self-declared attributes were not verified.',
  'Operators are those that the data name and that links in this case join. Accounts that share an owner unknown to the data raise concentration and lower the breaking point.',
  'Independent mode is optimistic where classes compete for the same nodes.',
  'Reference levels, where drawn, were written for other purposes and are no verdict on this network.',
];

/** Method, conventions and limits; stands at the end of every report. */
export function methodSection(input: ReportInput): Section {
  return {
    title: 'Method, conventions and limits',
    blocks: [
      ...CONVENTIONS.flatMap(([name, text]) => [
        { type: 'heading' as const, text: name },
        { type: 'paragraph' as const, text },
      ]),
      { type: 'heading', text: 'Limits' },
      ...LIMITS.map((text) => ({ type: 'paragraph' as const, text })),
      { type: 'heading', text: 'How to check this report' },
      {
        type: 'paragraph',
        text: `The attachments of this file hold claims.json and every table with full precision. Made with Chokepoint ${input.version}; the same case gives the same bytes. From the case file: chokepoint report --case CASE --out FOLDER. Certificates can be checked without the search that made them: chokepoint check --report FOLDER.`,
      },
    ],
  };
}
