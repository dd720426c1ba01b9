import type { ReportLayout } from '../case/report.ts';
import type { Claim } from '../evidence/claims-file.ts';
import { listOf } from '../format/index.ts';
import { lintFinding } from './lint-finding.ts';
import { numbersOf, withoutNames } from './lint-numbers.ts';
import type { LintPlace, LintProblem, TextProblem } from './lint-problem.ts';
import { lintNote, namesOf } from './lint-text.ts';
import type { ThresholdPack } from './pack.ts';
import { packWarnings } from './pack-state.ts';

/** What a layout is checked against: the claims as the report prints them, and the packs of the case on the day of the facts. */
export type LintSubject = {
  readonly layout: ReportLayout;
  readonly claims: readonly Claim[];
  readonly packs: readonly ThresholdPack[];
  /** YYYY-MM-DD of the facts; `null` = not stated */
  readonly day: string | null;
};

/** Rules that only warn, by the kind of text: a note may speak of other things than the numbers of the report. */
const ONLY_WARNS: Record<LintPlace['kind'], readonly TextProblem['rule'][]> = {
  // the claim prints that neither is stated, and a text cannot mend it
  finding: ['base', 'date'],
  title: ['base', 'date', 'unit', 'value'],
  note: ['base', 'date', 'unit', 'value'],
  claim: ['base', 'date', 'evidence'],
};

const placed = (place: LintPlace, problems: readonly TextProblem[]): LintProblem[] =>
  problems.map((problem) => ({ ...problem, place, severity: ONLY_WARNS[place.kind].includes(problem.rule) ? 'warning' : 'error' }));

const NOT_IN_FORCE = ['expired', 'not-in-force-yet', 'superseded'];

/** Lines of packs that are not in force on the day of the facts, where neither the claim nor its text says so. */
export function packProblems(texts: readonly string[], packs: readonly ThresholdPack[], day: string | null): TextProblem[] {
  return packs.flatMap((pack) => {
    const footnote = packWarnings(pack, day).find(({ code }) => NOT_IN_FORCE.includes(code));
    if (footnote === undefined) return [];
    const named = new RegExp(`(?<![\\w-])${pack.id}(?![\\w-])`);
    if (!texts.some((text) => named.test(text)) || texts.some((text) => text.includes(footnote.message))) return [];
    return [
      {
        ...{ rule: 'pack' as const, words: pack.id, at: null, instead: footnote.message },
        message: `The pack ${pack.id} is not in force for these facts, and nothing says so.`,
        advice: 'Add its footnote, or choose another pack on the screen Views.',
      },
    ];
  });
}

/** A claim in the words of the program: figure or table, base, date, packs. */
export function lintClaim(claim: Claim, packs: readonly ThresholdPack[] = [], day: string | null = null): TextProblem[] {
  const { id, stamp, evidence, lines = [] } = claim;
  const advice = `Describe the dataset "${stamp.dataset}" on the screen Sources.`;
  const whole = { words: '', at: null, instead: null };
  // "not disclosed" is relative to nothing
  const hasNumber = claim.status !== 'not-computed';
  return [
    ...(evidence && evidence.figures.length + evidence.tables.length === 0
      ? [
          {
            ...whole,
            rule: 'evidence' as const,
            message: `${id} has neither figure nor table.`,
            advice: 'Show the section that draws it, or leave the finding out.',
          },
        ]
      : []),
    ...(stamp.base === null && hasNumber
      ? [{ ...whole, rule: 'base' as const, message: `Nobody has said which supply base "${stamp.dataset}" is.`, advice }]
      : []),
    ...(stamp.asOf === null && hasNumber
      ? [{ ...whole, rule: 'date' as const, message: `Nobody has said as of which day "${stamp.dataset}" is.`, advice }]
      : []),
    ...packProblems([claim.statement, claim.context, ...lines], packs, day),
  ];
}

/** The same problem of many claims of one dataset, once. */
function once(problems: readonly LintProblem[]): LintProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ place, message }) => {
    if (place.kind !== 'claim') return true;
    if (seen.has(message)) return false;
    seen.add(message);
    return true;
  });
}

/** Numbers of a free text that no claim prints: they are the author's own, and nothing behind them is computed. */
function unstated(text: string, claims: readonly Claim[], names: readonly string[]): TextProblem[] {
  const inText = (words: string) => numbersOf(withoutNames(words, names)).filter(({ kind }) => kind === 'digits');
  const printed = new Set(
    claims
      .flatMap(({ display, statement, context, lines = [] }) => [display, statement, context, ...lines])
      .flatMap((words) => inText(words).map(({ value }) => value)),
  );
  const [first, ...more] = inText(text).filter(({ value }) => !printed.has(value));
  if (first === undefined) return [];
  return [
    {
      ...{ rule: 'value', words: first.words, at: first.at, instead: null },
      message: `No claim of this report states ${listOf([first, ...more].map(({ words }) => `"${words}"`))}.`,
      advice: 'It is printed as a number of the author, which nothing checks.',
    },
  ];
}

/**
 * Everything that the linter says of a report: findings, notes and title of the author, and the claims themselves. The dissent is printed as the
 * reviewer wrote it and never checked.
 *
 * @returns in the order of the report; no `error` = the report can be written
 * Source: domain.md 9, experience.md 9.3.
 */
export function lintReport({ layout, claims, packs, day }: LintSubject): LintProblem[] {
  const names = [...new Set(claims.flatMap(namesOf))];
  const findings = (layout.findings ?? []).flatMap(({ claim: id, text }): LintProblem[] => {
    const place = { kind: 'finding' as const, id };
    const claim = claims.find((each) => each.id === id);
    if (claim === undefined)
      return placed(place, [
        {
          ...{ rule: 'claim', words: '', at: null, instead: null },
          message: `The claim ${id} is gone: its view, test, comparison or dataset is not in the report${text === null ? '' : `, and "${text}" is printed nowhere`}.`,
          advice: `Bring it back, or leave the finding out${text === null ? '' : '; until then your words are kept'}.`,
        },
      ]);
    const own =
      text === null || text.trim() === '' ? [] : [...lintFinding(text, claim), ...packProblems([text, ...(claim.lines ?? [])], packs, day)];
    // the sections that draw the findings of a brief are in its attachments alone
    const bare = layout.template === 'brief' ? [] : lintClaim(claim).filter(({ rule }) => rule === 'evidence');
    // base and date of the claim itself are told below, once a dataset
    return placed(place, [...own.filter(({ rule }) => rule !== 'base' && rule !== 'date'), ...bare]);
  });
  const notes = layout.sections
    .filter(({ shown, note }) => shown && note.trim() !== '')
    .flatMap(({ kind, note }) =>
      placed({ kind: 'note', id: kind }, [...lintNote(note, names), ...unstated(note, claims, names), ...packProblems([note], packs, day)]),
    );
  const title =
    layout.title === ''
      ? []
      : placed({ kind: 'title', id: 'title' }, [...lintNote(layout.title, names), ...unstated(layout.title, claims, names)]);
  const ofClaims = claims.flatMap((claim) => placed({ kind: 'claim', id: claim.id }, lintClaim(claim, packs, day)));
  return [...title, ...findings, ...notes, ...once(ofClaims)];
}
