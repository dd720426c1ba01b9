import { codesOf } from '../columns/group.ts';
import type { Column } from '../columns/table.ts';
import { plural } from '../format/words.ts';
import { type Check, type CheckInput, firstField, named, numbersOf, type Outcome, rowsOfCodes } from './check.ts';

/** Headers of columns that tell who stands behind an account. */
const TRAITS = /wallet|payout|e-?mail|contact|coldkey|(^|_|\b)ip(_?addr(ess)?)?$|host_?(uri|name)|web_?site|domain/i;
const FEWEST_ACCOUNTS = 5;

const accountsOf = (input: CheckInput) => firstField(input, ['provider', 'operator']);

/** Accounts that fail, as an outcome: all their records are shown. */
function ofAccounts(
  codes: Int32Array,
  tested: number,
  failing: ReadonlySet<number>,
  columns: readonly string[],
  message: string,
  advice: string,
): Outcome {
  return {
    tested,
    failed: failing.size,
    unit: 'accounts',
    rows: rowsOfCodes(codes, (code) => failing.has(code)),
    columns,
    message: failing.size === 0 ? '' : message,
    advice,
  };
}

const sharedTraits: Check = {
  id: 'accounts-share-contact',
  title: 'No address, wallet or host stands behind several accounts',
  scope: 'cross-record',
  effect: 'note',
  claims: ['C1', 'C2', 'C4', 'C8'],
  run(input) {
    const account = accountsOf(input);
    const traits = input.dataset.columns.filter(({ field, header }) => field === null && TRAITS.test(header)).map(({ name }) => name);
    if (!account || traits.length === 0) return { needs: account ? 'a column with a wallet, mail or host' : 'provider' };
    const { codes, dictionary } = codesOf(account.column);
    const failing = new Set<number>();
    const examples: string[] = [];
    for (const name of traits) {
      const trait = codesOf(input.table.columns.get(name) as Column);
      const accounts: Set<number>[] = trait.dictionary.map(() => new Set());
      for (let row = 0; row < codes.length; row++) {
        const [who, what] = [codes[row] as number, trait.codes[row] as number];
        if (who >= 0 && what >= 0) accounts[what]?.add(who);
      }
      accounts.forEach((behind, what) => {
        if (behind.size < 2) return;
        if (examples.length < 3) examples.push(`${trait.dictionary[what]} (${behind.size} accounts)`);
        for (const who of behind) failing.add(who);
      });
    }
    return ofAccounts(
      codes,
      dictionary.length,
      failing,
      [account.name, ...traits],
      `A contact stands behind several accounts: ${examples.join(', ')}; ${plural(failing.size, 'account')} in all.`,
      'Look at the proposals on the Entities screen.',
    );
  },
};

const equalUptime: Check = {
  id: 'accounts-equal-uptime',
  title: 'Uptime differs between accounts',
  scope: 'cross-record',
  effect: 'note',
  claims: ['C4', 'C1'],
  run(input) {
    const account = accountsOf(input);
    const uptime = firstField(input, ['uptime']);
    if (!account || !uptime) return { needs: account ? 'uptime' : 'provider' };
    const { codes, dictionary } = codesOf(account.column);
    const values = numbersOf(uptime.column);
    const byValue = new Map<number, Set<number>>();
    for (let row = 0; row < codes.length; row++) {
      const value = values[row] as number;
      // full and no uptime are shared honestly
      if ((codes[row] as number) < 0 || Number.isNaN(value) || value === 0 || value === 1 || value === 100) continue;
      const accounts = byValue.get(value) ?? new Set();
      byValue.set(value, accounts.add(codes[row] as number));
    }
    const shared = [...byValue].filter(([, accounts]) => accounts.size >= FEWEST_ACCOUNTS && accounts.size * 20 >= dictionary.length);
    const failing = new Set(shared.flatMap(([, accounts]) => [...accounts]));
    return ofAccounts(
      codes,
      dictionary.length,
      failing,
      [account.name, uptime.name],
      `Identical uptime on ${shared
        .map(([value, accounts]) => `${accounts.size} accounts (${value})`)
        .slice(0, 3)
        .join(', ')}.`,
      'Equal numbers to the last digit may come from one machine room or one estimate: ask how uptime was measured.',
    );
  },
};

/** A text as its beginning and the number at its end. */
function numbered(text: string): { stem: string; number: number } | null {
  const found = /^(.*?)(\d{1,9})$/.exec(text);
  return found ? { stem: found[1] as string, number: Number(found[2]) } : null;
}

const consecutiveAccounts: Check = {
  id: 'accounts-consecutive',
  title: 'No run of numbered accounts with the same machines',
  scope: 'cross-record',
  effect: 'note',
  claims: ['C1', 'C2'],
  run(input) {
    const account = accountsOf(input);
    if (!account) return { needs: 'provider' };
    const { codes, dictionary } = codesOf(account.column);
    const specs = (['gpu_model', 'gpu_count', 'country'] as const).flatMap((field) => firstField(input, [field]) ?? []);
    if (specs.length === 0) return { needs: 'gpu_model, gpu_count or country' };
    const seen: string[] = dictionary.map(() => '');
    const cells = specs.map(({ column }) => codesOf(column).codes);
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] as number;
      if (code >= 0) seen[code] += `${cells.map((column) => column[row]).join(' ')};`;
    }
    const byStem = new Map<string, { number: number; code: number }[]>();
    dictionary.forEach((text, code) => {
      const parts = numbered(text);
      if (parts) byStem.set(parts.stem, [...(byStem.get(parts.stem) ?? []), { number: parts.number, code }]);
    });
    const failing = new Set<number>();
    const examples: string[] = [];
    for (const [, accounts] of byStem) {
      accounts.sort((a, b) => a.number - b.number);
      for (let start = 0, at = 1; at <= accounts.length; at++) {
        const [before, here] = [accounts[at - 1], accounts[at]];
        if (before && here && here.number === before.number + 1 && seen[here.code] === seen[before.code]) continue;
        if (at - start >= FEWEST_ACCOUNTS) {
          const run = accounts.slice(start, at);
          for (const { code } of run) failing.add(code);
          examples.push(`${dictionary[(run[0] as { code: number }).code]} to ${dictionary[(run.at(-1) as { code: number }).code]}`);
        }
        start = at;
      }
    }
    return ofAccounts(
      codes,
      dictionary.length,
      failing,
      [account.name, ...specs.map(({ name }) => name)],
      `The same machines under accounts with consecutive names: ${named(examples)}; ${plural(failing.size, 'account')} in all.`,
      'One operator may hold many accounts: look at the proposals on the Entities screen.',
    );
  },
};

const roundTotals: Check = {
  id: 'accounts-round-totals',
  title: 'Totals of accounts are not heaped on round numbers',
  scope: 'cross-record',
  effect: 'note',
  claims: ['C1', 'C2'],
  run(input) {
    const account = accountsOf(input);
    const count = firstField(input, ['gpu_count', 'node_count']);
    if (!account || !count) return { needs: account ? 'gpu_count' : 'provider' };
    const { codes, dictionary } = codesOf(account.column);
    const values = numbersOf(count.column);
    const totals = new Float64Array(dictionary.length);
    for (let row = 0; row < codes.length; row++) {
      const value = values[row] as number;
      if ((codes[row] as number) >= 0 && !Number.isNaN(value))
        totals[codes[row] as number] = (totals[codes[row] as number] as number) + value;
    }
    const large = [...totals.keys()].filter((code) => (totals[code] as number) >= 20);
    const round = large.filter((code) => (totals[code] as number) % 10 === 0);
    // by chance one total in ten ends in 0; counts of machines with 8 GPUs do so a fifth of the time
    const heaped = large.length >= 20 && round.length * 2 > large.length;
    return ofAccounts(
      codes,
      large.length,
      new Set(heaped ? round : []),
      [account.name, count.name],
      `${round.length} of ${large.length} accounts with 20 or more have a total that ends in 0.`,
      'Round totals are typical of estimates and statements; ask for a list of machines.',
    );
  },
};

/** Signs that several accounts are one operator, or that numbers were not counted. */
export const accountChecks: readonly Check[] = [sharedTraits, equalUptime, consecutiveAccounts, roundTotals];
