// Names become pseudonyms and every number stays: the same claims from the case and from its redacted facts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CaseFacts } from '../../electron/engine/analysis/facts.ts';
import { directSession } from '../../electron/engine/evidence/direct-session.ts';
import { decisionsOf, tablesOf } from '../../electron/engine/evidence/memory-facts.ts';
import { redactedFacts } from '../../electron/engine/evidence/redact.ts';
import { redactionSchema } from '../../shared/case/report.ts';
import { decisionFiles } from '../../shared/evidence/decisions.ts';
import { checkLedger, genesisHash, ledgerText } from '../../shared/evidence/ledger-chain.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';
import { claimsFrom, gathered, openSample, withFacts } from './support.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);
const asked = (columns: string[], more = {}) => redactionSchema.parse({ columns, ...more });

/** Everything of facts as text: records, decisions, ledger. */
function textOf(facts: CaseFacts): string {
  const records = [...tablesOf(facts).values()].map(({ table }) =>
    [...table.columns.values()].map((column) => [column.name, column.type === 'number' ? [...column.values] : column.dictionary]),
  );
  const { total } = facts.ledger({ start: 0, end: 0 });
  return [
    JSON.stringify(records),
    ...decisionFiles(decisionsOf(facts)).map(({ text }) => text),
    JSON.stringify(facts.ledger({ start: 0, end: total })),
  ].join('\n');
}

/** Texts of the columns of a case. */
function textsIn(facts: CaseFacts, wanted: (column: { name: string; field: string | null }) => boolean): Set<string> {
  const texts = new Set<string>();
  for (const { id, columns } of facts.datasets())
    for (const info of columns) {
      const column = wanted(info) ? facts.table(id, [info.name]).columns.get(info.name) : undefined;
      if (column?.type === 'text') for (const text of column.dictionary) texts.add(text);
    }
  return texts;
}

const isIn = (names: Iterable<string>, ...texts: string[]) =>
  [...names].filter((name) => texts.some((text) => text.toLowerCase().includes(name.toLowerCase())));

describe('redaction', () => {
  it('leaves every number of the sample case as it is and every name of an operator and provider out', async () => {
    const { engine, close } = await openSample();
    onTestFinished(close);
    await withFacts(engine, async (facts) => {
      const redacted = redactedFacts(facts, asked(['operator', 'provider']), KEY);
      if (redacted === null) throw new Error('there are names to hide');
      const names = textsIn(facts, ({ field }) => field === 'operator' || field === 'provider');
      names.delete('TOTAL');
      expect(names.size).toBeGreaterThan(50);
      expect(redacted.note.kept).toEqual([]);
      const before = await gathered(engine.context.session);
      const after = await gathered(directSession(redacted.facts));
      const long = [...names].filter((name) => name.length >= 4);
      expect(isIn(long, textOf(redacted.facts), JSON.stringify(after))).toEqual([]);
      const numbers = async (session: Parameters<typeof claimsFrom>[0]) =>
        (await claimsFrom(session)).map(({ id, value, status, display }) => ({
          id,
          value,
          status,
          display: hasName(display) ? '' : display,
        }));
      const hasName = (text: string) => /(operator|provider)-[a-z2-7]{8}/.test(text) || [...names].some((name) => text.includes(name));
      expect(await numbers(directSession(redacted.facts))).toEqual(await numbers(engine.context.session));
      expect(after.views.map(({ result }) => result.metrics)).toEqual(before.views.map(({ result }) => result.metrics));
      expect(redacted.note.names).toBeGreaterThanOrEqual(names.size);
    });
  });

  it('hides names in notes, filters, links, ledger and neighbouring columns, and addresses, while every number stays', async () => {
    const { engine, folder, close } = await openTestEngine();
    onTestFinished(close);
    const { client } = engine;
    const written = (name: string, lines: string[]) => {
      writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
      return importFile(engine, join(folder, name));
    };
    const { id } = await written('Borealis nodes.csv', [
      'provider,operator,endpoint,contact,gpu_model,gpu_count,country',
      'acct-boreal-1,Borealis,10.1.2.3:8080,ops@borealis.example,H100 SXM 80GB,8,DE',
      'acct-boreal-2,Borealis,gpu2.borealis.example,ops@borealis.example,H100 SXM 80GB,16,FR',
      'acct-tundra,Tundra,2001:db8::7,root@tundra.example,A100 80GB PCIe,32,FR',
      'acct-nimbus,Nimbus Ltd.,node at 192.168.7.9,hi@nimbus.example,A100 80GB PCIe,4,FR',
      'ql,QL,plain,hi@ql.example,A100 80GB PCIe,2,US',
      ',,free,,A100 80GB PCIe,2,US',
    ]);
    const side = await written('prices.csv', ['account,price', 'acct-boreal-1,2.5', 'acct-tundra,1.5', 'ql,1.25']);
    await client.joins.add({ dataset: id, with: side.id, on: [{ column: 'provider', matches: 'account' }], take: 'price', how: 'latest' });
    const base = { dataset: id, by: 'operator', weight: 'gpu_count', entities: 'confirmed' } as const;
    await client.entities.link({
      scope: { dataset: id, by: 'operator', weight: 'gpu_count', where: '' },
      link: {
        kind: 'same-owner',
        from: 'Borealis',
        to: 'Nimbus Ltd.',
        evidence: [{ type: 'filing', value: 'register HRB 4711', source: 'https://register.example/nimbus', dateSeen: null }],
      },
      why: 'Nimbus was bought by Borealis',
      acknowledged: ['large-share'],
    });
    const filters = [
      "operator like 'Bore%'",
      "operator != 'Tundra' and gpu_count >= 4",
      "operator > 'N' or provider in ('acct-boreal-1', 'ql')",
      "not (operator = 'QL')",
      '"operator.group" = \'Borealis\'',
      "endpoint like '%borealis%'",
      "price >= 1.5 and country = 'FR'",
      "operator like 'nobody%'",
    ];
    for (const [at, where] of filters.entries()) await client.views.save({ name: `View ${at} of Borealis`, spec: { ...base, where } });
    const spec = {
      ...{ dataset: id, by: 'provider', where: "operator != 'QL'", threshold: '1/2', entities: 'none' as const },
      portfolio: { classes: [{ name: 'one', gpus_per_node: 1, nodes: 1, quantity: 20 }] },
      combinations: [{ name: 'Both of Borealis', members: ['acct-boreal-1', 'acct-boreal-2'] }],
      costs: { 'acct-tundra': 3 },
    };
    await client.removal.saveScenario({ name: 'Without Tundra', spec, removed: ['acct-tundra'] });
    await client.quality.waive({ dataset: id, check: 'base-stated', reason: 'Tundra says so', name: 'A. Analyst' });
    const { layout } = await client.report.layout();
    const sections = layout.sections.map((section) => ({ ...section, note: 'BOREALIS runs 10.1.2.3 and QL, not QLever.' }));
    await client.report.setLayout({ layout: { ...layout, title: 'On Borealis', sections } });
    await withFacts(engine, async (facts) => {
      const redacted = redactedFacts(facts, asked(['operator', 'provider']), KEY);
      if (redacted === null) throw new Error('there are names to hide');
      const names = textsIn(facts, ({ name }) => ['operator', 'provider', 'account'].includes(name));
      const hidden = [...names].filter((name) => name.length > 3);
      const addresses = ['10.1.2.3', '2001:db8::7', '192.168.7.9', 'borealis.example', 'HRB 4711', 'register.example'];
      const before = await gathered(engine.context.session);
      const after = await gathered(directSession(redacted.facts));
      const text = textOf(redacted.facts);
      expect(isIn([...hidden, ...addresses], text, JSON.stringify(after))).toEqual([]);
      expect(text).not.toMatch(/\bQL\b/);
      expect(text).toContain('not QLever');
      expect(redacted.note).toMatchObject({ records: 8, weight: 'D1: 62 of 64 gpu_count; D2: 3 of 3 records', kept: [] });
      expect(redacted.note.columns).toEqual(['account', 'contact', 'endpoint', 'operator', 'provider']);
      const rows = (views: typeof after.views) => views.map(({ result: { rows: count, total, metrics } }) => ({ count, total, metrics }));
      expect(rows(after.views)).toEqual(rows(before.views));
      expect(rows(before.views).map(({ count }) => count)).toEqual([2, 3, 4, 4, 3, 1, 1, 0]);
      const tested = ({ removals }: typeof after) =>
        removals.map(({ result, byHand }) => [result.breakingPoint.low, result.breakingPoint.high, result.curves, byHand?.served]);
      expect(tested(after)).toEqual(tested(before));
      const ledger = redacted.facts.ledger({ start: 0, end: 1000 }).entries;
      expect(ledger.find(({ command }) => command === 'entities.link')).toMatchObject({ redacted: true, label: '(redacted)', input: null });
      expect(ledger.filter((entry) => !entry.redacted).length).toBeGreaterThan(0);
      // the chain of a redacted ledger is whole
      const { case: about } = decisionsOf(redacted.facts);
      const checked = checkLedger(ledgerText(about.id, ledger.toReversed()), genesisHash(about.id), null);
      expect([checked.intact, checked.entries.length]).toEqual([true, ledger.length]);
    });
  });

  it('gives a name the same pseudonym again, and another one under another key', async () => {
    const { engine, close } = await openSample();
    onTestFinished(close);
    await withFacts(engine, (facts) => {
      const named = (key: Uint8Array) => {
        const redacted = redactedFacts(facts, asked(['operator']), key);
        return redacted === null ? [] : [...textsIn(redacted.facts, ({ field }) => field === 'operator')];
      };
      const [names, again, others] = [named(KEY), named(KEY.slice()), named(KEY.toReversed())];
      expect(names.length).toBeGreaterThan(10);
      expect(again).toEqual(names);
      expect(names.filter((name) => name !== 'TOTAL' && others.includes(name))).toEqual([]);
    });
  });

  it('refuses columns that rules read, and columns that are not there', async () => {
    const { engine, close } = await openSample();
    onTestFinished(close);
    await withFacts(engine, (facts) => {
      expect(() => redactedFacts(facts, asked(['country']), KEY)).toThrow(/pseudonym would change numbers/);
      expect(() => redactedFacts(facts, asked(['nobody']), KEY)).toThrow(/No dataset has a column "nobody"/);
    });
  });

  it('hides addresses unless they are asked for, and touches nothing where there are none', async () => {
    const { engine, folder, close } = await openTestEngine();
    onTestFinished(close);
    const write = (text: string) => {
      writeFileSync(join(folder, 'hosts.csv'), text);
      return importFile(engine, join(folder, 'hosts.csv'));
    };
    await write('provider,release,gpu_count\na,1.2.3,8\nb,2.0 at 10:20:30,4\n');
    await withFacts(engine, (facts) => expect(redactedFacts(facts, asked([]), KEY)).toBeNull());
    await write('provider,host,gpu_count\na,10.0.0.1,8\nb,fe80::1,4\nc,inside,2\n');
    await withFacts(engine, (facts) => {
      expect(redactedFacts(facts, asked([], { addresses: 'clear' }), KEY)).toBeNull();
      const redacted = redactedFacts(facts, asked([]), KEY);
      expect(redacted?.note).toMatchObject({ columns: ['host'], names: 2, records: 2, weight: 'D2: 12 of 14 gpu_count' });
      expect(redacted && [...textsIn(redacted.facts, ({ name }) => name === 'host')].toSorted()).toEqual([
        expect.stringMatching(/^host-[a-z2-7]{8}$/),
        expect.stringMatching(/^host-[a-z2-7]{8}$/),
        'inside',
      ]);
    });
  });
});
