// What the linter offers it has to take, and no number gets past it because the right one stands behind it: for every claim of the sample, and those of
// the examples of domain.md 9.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintFinding } from '../../shared/claims/lint-finding.ts';
import { numbersOf, withoutNames } from '../../shared/claims/lint-numbers.ts';
import { type TextProblem, withOffered } from '../../shared/claims/lint-problem.ts';
import { namesOf } from '../../shared/claims/lint-text.ts';
import type { Claim } from '../../shared/evidence/claims-file.ts';
import { resultOf } from '../acceptance/support.ts';
import { openSample } from '../evidence/support.ts';
import { EXAMPLES } from './lint-examples.ts';

let sample: Claim[] = [];
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openSample();
  close = opened.close;
  sample = [...(await resultOf(await opened.engine.client.report.claims())).claims];
}, 120_000);
afterAll(() => close());

const all = () => [...EXAMPLES, ...sample];
/** Base and date are printed with the claim, and what somebody has not stated no text can mend. */
const lint = (text: string, claim: Claim) => lintFinding(text, claim).filter(({ rule }) => rule !== 'base' && rule !== 'date');
const told = (problems: readonly TextProblem[]) => problems.map(({ rule, words, message }) => `${rule} ${words}: ${message}`);

describe('the words of a claim', () => {
  it('pass: its statement, its number as it is printed, and both behind words of an author', () => {
    expect(sample.length).toBeGreaterThan(50);
    for (const claim of all())
      for (const text of [claim.statement, claim.display, `Measured. ${claim.display}`, `Measured. ${claim.statement}`])
        expect(told(lint(text, claim)), `${claim.id}: ${text}`).toEqual([]);
  });
});

describe('what the linter offers', () => {
  const beginnings = ['', 'The supply is spread widely', 'Measured as usual.', 'Tests leave it open', 'A legal limit, proved! It survives'];
  it('passes once it is taken', () => {
    for (const claim of all())
      for (const beginning of beginnings) {
        let text = beginning;
        for (let step = 0; step < 12; step++) {
          const offered = lint(text, claim).find(({ instead }) => instead !== null);
          if (offered === undefined) break;
          const next = withOffered(text, offered);
          expect(next, text).not.toBe(text);
          text = next;
        }
        expect(told(lint(text, claim)), `${claim.id}: ${text}`).toEqual([]);
      }
  });
});

describe('a number of a claim in another role', () => {
  it('is refused in the place of its value, also where the right value stands behind it', () => {
    for (const claim of all()) {
      const names = namesOf(claim);
      const printed = withoutNames(claim.display, names);
      const values = numbersOf(printed);
      const own = new Set(values.map(({ value }) => value));
      const texts = [claim.statement, claim.context, ...(claim.lines ?? []), ...(claim.standing?.because ?? [])];
      const others = texts
        .flatMap((text) => numbersOf(withoutNames(text, names)))
        .filter(({ value, kind }) => kind === 'digits' && !own.has(value));
      for (const { words } of others)
        for (const value of values.filter(({ kind }) => kind === 'digits')) {
          const wrong = claim.display.slice(0, value.at) + words + claim.display.slice(value.at + value.words.length);
          for (const lead of ['The result is ', ''])
            expect(told(lint(`${lead}${wrong}. ${claim.display}`, claim)), `${claim.id}: ${lead}${wrong}`).not.toEqual([]);
        }
    }
  });
});
