import { dimensionNoun, OUTER_WORDS } from '../../../../shared/format/index.ts';
import { answeringTests } from '../answers.ts';
import { chosenFindings, FINDINGS_TABLE } from '../chosen-findings.ts';
import type { Block } from '../document.ts';
import type { ReportInput } from '../input.ts';
import { type Page, type PageKind, printedClaim } from '../page.ts';
import { scorecardBlocks } from './scorecard.ts';
import { wholeScorecardClaims } from './scorecard-claims.ts';

const MOST_FLIPS = 2;
const MOST_FLIPS_OF_BRIEF = 2;

function cards({ input, claims }: Page): Block[] {
  const brief = input.layout.template === 'brief';
  const chosen = chosenFindings(input.layout, claims);
  const groups = new Map<string, typeof chosen>();
  for (const each of chosen) groups.set(each.claim.context, [...(groups.get(each.claim.context) ?? []), each]);
  return [...groups].map(([context, members]) => ({
    type: 'claims',
    title: '',
    context,
    // a brief has what turns its findings in one list below them
    claims: members.map(({ claim, text }) => printedClaim(claim, text, true, !brief)),
  }));
}

/** Values of the findings whose own section is not in the report, so that each stands in a table with what it is relative to. */
function valueTable({ input, claims, csv }: Page): Block[] {
  const rows = chosenFindings(input.layout, claims).filter(({ claim }) => claim.evidence?.tables.includes(FINDINGS_TABLE));
  if (rows.length === 0) return [];
  return [
    {
      type: 'table',
      id: FINDINGS_TABLE,
      caption: 'Values of the findings; figures and tables behind them are in the full report',
      columns: [
        { label: 'Claim', align: 'left', width: 'auto' },
        { label: 'Measure', align: 'left', width: 'wide' },
        { label: 'Unit', align: 'left', width: 'auto' },
        { label: 'Value', align: 'right', width: 'auto' },
      ],
      rows: rows.map(({ claim: { id, measure, unit, display } }) => [id, measure, unit, display]),
      source: csv('claims'),
    },
  ];
}

/** The smallest changes that would turn a breaking point, in one list for the first pages. */
function turning(input: ReportInput): Block[] {
  const { removals, layout } = input;
  const most = layout.template === 'brief' ? MOST_FLIPS_OF_BRIEF : 2 * MOST_FLIPS;
  const answering = answeringTests(input, 2);
  const items = removals.flatMap(({ result, label, flips }, index) => {
    if (!answering.has(index)) return [];
    const turns = (flips?.flips ?? []).filter(({ turnsAt }) => turnsAt !== null).slice(0, MOST_FLIPS);
    return turns.map(
      ({ change, turnsAt, note }) =>
        `R${label}, ${result.stamp.dataset} by ${dimensionNoun(result.by, 1)}: ${change}. Turns at ${turnsAt}.${note === null ? '' : ` ${note}`}`,
    );
  });
  return items.length === 0
    ? []
    : [
        { type: 'heading', text: 'What would turn this' },
        { type: 'list', items: items.slice(0, most) },
      ];
}

/** Words that a reader needs before the first claim. */
function preface({ input, claims }: Page): string {
  return [
    'Each number stands with its unit, base, date and the range that the unknown mass leaves. Ids refer to claims.json, which is attached to this file.',
    ...(input.removals.length === 0
      ? []
      : ['The breaking point k* of a removal test is the smallest number of removed units that takes the service below its threshold.']),
    ...(input.layout.template === 'brief'
      ? []
      : ['At the right: computed = one value; bounded = unknown data leave a range; known-part = speaks of the known weight only.']),
    ...(claims.some(({ standing }) => standing !== undefined)
      ? [
          'Robust = the same conclusion under every alternative that was asked; conditional = another one under those that are named; fragile = one record, one open link or 1 % of the weight turns it.',
        ]
      : []),
    ...(input.views.some(({ result }) => (result.outer ?? []).length > 0) ? [OUTER_WORDS] : []),
  ].join(' ');
}

/** Findings with claim cards, scorecards, what would turn them; a brief has no scorecards, so that it stays brief. */
export const findingsPage: PageKind = {
  title: 'Findings',
  newPage: true,
  blocks: (page) => [
    { type: 'small', text: preface(page) },
    ...cards(page),
    ...valueTable(page),
    ...(page.input.layout.template === 'brief' ? [] : scorecardBlocks(page)),
    ...turning(page.input),
  ],
  more: (page) => (page.input.layout.template === 'brief' ? [] : wholeScorecardClaims(page)),
};
