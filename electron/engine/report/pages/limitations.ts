import type { ClaimState } from '../../../../shared/case/claims.ts';
import { dissentNotes } from '../../../../shared/case/report.ts';
import { plural } from '../../../../shared/format/index.ts';
import { leftOutBy } from '../../../../shared/quality/reject-findings.ts';
import type { Block } from '../document.ts';
import type { ReportInput } from '../input.ts';
import type { PageKind } from '../page.ts';

/** Limits that hold for every report. */
const LIMITS = [
  'The numbers describe the files named in this report at their as-of dates, not the network itself. Self-declared attributes were not verified.',
  'Operators are those that the data name and that links in this case join. Accounts that share an owner unknown to the data raise concentration and lower the breaking point.',
  'Reference levels, where drawn, were written for other purposes and are no verdict on this network.',
];

const NO_DISSENT = 'No reviewer has left a note of dissent.';

/** Limits of the very data and tests of this report. */
function ownLimits({ datasets, views, removals, decisions, scorecards, case: { sample } }: ReportInput): string[] {
  const baseless = datasets.filter(({ base }) => base === null);
  const undated = datasets.filter(({ asOf }) => asOf === null);
  const rejected = datasets
    .map(({ name, rejected: count, findings }) => ({ name, rejected: count - leftOutBy({ findings }).records }))
    .filter(({ rejected: count }) => count > 0);
  const leftOut = datasets.map((dataset) => ({ name: dataset.name, ...leftOutBy(dataset) })).filter(({ records }) => records > 0);
  const sampled = datasets.filter(({ sampling }) => sampling !== null && sampling !== undefined && sampling !== 'census');
  const unknown = views.filter(({ result }) => result.unknown.rows > 0);
  const independent = removals.filter(({ result }) => result.mode === 'independent' && result.portfolio.classes.length > 1);
  const bracketed = removals.filter(({ result: { breakingPoint } }) => !breakingPoint.proven);
  const inState = (state: ClaimState) =>
    scorecards.flatMap(({ name, card }) => {
      const ids = card.claims.filter(({ status }) => status === state).map(({ id }) => id);
      return ids.length === 0 ? [] : [`${name}: ${ids.join(', ')}`];
    });
  const silent = inState('not-disclosed');
  const unmapped = inState('not-mapped');
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join('; ');
  return [
    ...(sample ? ['This is a SAMPLE of a fictional network: no number in it is about a real one.'] : []),
    ...(baseless.length === 0
      ? []
      : [`The supply base is not stated by: ${names(baseless)}. Claimed, registered and online capacity may differ widely.`]),
    ...(undated.length === 0 ? [] : [`The date of the facts is not stated by: ${names(undated)}.`]),
    ...(sampled.length === 0 ? [] : [`These datasets are samples, not a census: ${names(sampled)}.`]),
    ...(rejected.length === 0
      ? []
      : [
          `Records that could not be read are in no number: ${rejected.map(({ name, rejected: count }) => `${name}, ${plural(count, 'record')}`).join('; ')}.`,
        ]),
    ...leftOut.map(({ name, records, reasons }) => `${name}: ${plural(records, 'record')} of the file left out. ${reasons.join(' ')}`),
    ...(unknown.length === 0
      ? []
      : [
          `Weight of unknown entity is in the ranges, never in a stated value: ${names(unknown)}. Only a conclusion that holds over the whole range is one.`,
        ]),
    ...(decisions.openLinks === 0
      ? []
      : [
          `${plural(decisions.openLinks, 'proposed link')} between accounts ${decisions.openLinks === 1 ? 'is' : 'are'} undecided; confirming them would join accounts.`,
        ]),
    ...(independent.length === 0
      ? []
      : [
          `Independent placement asks each workload alone and is optimistic where workloads compete for the same nodes: ${names(independent)}.`,
        ]),
    ...(bracketed.length === 0 ? [] : [`The breaking point is bounded, not proven: ${names(bracketed)}.`]),
    ...(unmapped.length === 0
      ? []
      : [`Not mapped, so not computed, although columns of the files may hold what is needed: ${unmapped.join('; ')}.`]),
    ...(silent.length === 0 ? [] : [`Not disclosed, so not computed: ${silent.join('; ')}.`]),
  ];
}

/** What differs from the tests that were declared before, with the reasons given. */
function deviationBlocks({ removals, decisions }: ReportInput): Block[] {
  const used = removals.flatMap(({ name, label, result }) =>
    (result.deviations ?? []).map(
      ({ field, declared, used: now }) => `R${label}, ${name}: ${field} was declared as ${declared}; ${now} is used.`,
    ),
  );
  const later = decisions.declarations.flatMap(({ deviations }) =>
    deviations.flatMap(({ changes, reason }) =>
      changes.map(
        ({ field, declared, used: now }) =>
          `${field} was declared as ${declared} and changed to ${now}. Reason: ${reason === '' ? 'none was given' : reason}.`,
      ),
    ),
  );
  const items = [...used, ...later];
  const text =
    decisions.declarations.length === 0
      ? 'No test was declared before its result was seen, so nothing can deviate from a declaration.'
      : 'Nothing deviates from the declared tests.';
  return [
    { type: 'heading', text: 'Deviations from what was declared' },
    items.length === 0 ? { type: 'paragraph', text } : { type: 'list', items },
  ];
}

/** Limits in plain words, deviations and dissent; every report has it. */
export const limitationsPage: PageKind = {
  title: 'Limitations and dissent',
  blocks: ({ input }) => {
    const { template } = input.layout;
    const notes = dissentNotes(input.layout).filter(({ text }) => text.trim() !== '');
    const deviations = deviationBlocks(input);
    const silent = notes.length === 0;
    const none = deviations.find((block) => block.type === 'paragraph');
    // where there is nothing to tell, a brief says so in one line
    if (template === 'brief' && silent && none?.type === 'paragraph')
      return [
        { type: 'list', items: [...ownLimits(input), ...LIMITS] },
        { type: 'paragraph', text: `${none.text} ${NO_DISSENT}` },
      ];
    return [
      { type: 'list', items: [...ownLimits(input), ...LIMITS] },
      ...deviations,
      { type: 'heading', text: 'Dissent' },
      ...(silent ? [{ type: 'paragraph' as const, text: NO_DISSENT }] : []),
      ...notes.map(({ name, text }) => ({ type: 'verbatim' as const, name: name === '' ? 'Reviewer, not named' : name, text })),
    ];
  },
};
