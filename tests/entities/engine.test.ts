import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import type { ProposalRow } from '../../shared/case/entities.ts';
import { portfolioSchema } from '../../shared/case/portfolio.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

// Weights chosen so that shares are whole percents of 100 GPUs.
const ROWS = [
  ['fjord', 'Fjord Compute', '0xaaa', 'fjord.example', 20],
  ['glade', 'Glade GPU', '0xaaa', 'glade.example', 10],
  ['orbit-eu', 'Orbit EU', '0xbbb', 'orbit.example', 15],
  ['orbit-us', 'Orbit US', '0xccc', 'orbit.example', 15],
  ['orbit-ap', 'Orbit AP', '0xddd', 'orbit.example', 5],
  ['tundra', 'Tundra', '0xeee', 'tundra.example', 35],
] as const;

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing was thrown',
    (error) => error.data?.code ?? error.message,
  );

describe('entities through the engine', () => {
  let engine: Engine;
  let close: () => Promise<void>;
  let dataset: Dataset;
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-entities-'));
  const scope = () => ({ dataset: dataset.id, by: 'provider', weight: 'gpu_count' });
  const proposals = async (least = 0) => resultOf(await engine.client.entities.proposals({ scope: scope(), least }));
  const about = async (...names: string[]): Promise<ProposalRow> => {
    const row = (await proposals()).rows.find(({ accounts }) => names.every((name) => accounts.some(({ id }) => id === name)));
    if (!row) throw new Error(`nothing is proposed about ${names}`);
    return row;
  };
  const hhi = async (entities: 'none' | 'confirmed' | 'all-plausible') =>
    (await engine.client.views.open({ ...scope(), entities })).metrics.hhi.stated;

  beforeAll(async () => {
    ({ engine, close } = await openTestEngine());
    const file = join(folder, 'network.csv');
    const lines = ROWS.map(([id, name, wallet, domain, gpus]) => [id, name, wallet, domain, gpus, 'AS64500'].join(','));
    writeFileSync(file, `provider,operator,payout_address,contact_domain,gpu_count,asn\n${lines.join('\n')}\n`);
    dataset = await importFile(engine, file, { grain: 'provider' });
  });
  afterAll(async () => {
    await close?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it('proposes by shared facts and shows the effect before the decision: 2 x 20 x 10 = 400 points', async () => {
    const result = await proposals();
    expect(result.nameColumn).toBe('operator');
    expect(result.traits.map(({ column }) => column)).toEqual(['payout_address', 'contact_domain']);
    // 400 + 100 + 225 + 225 + 25 + 1,225
    expect(result.headlines.none.hhi).toBe(2200);
    expect(result.headlines.confirmed.hhi).toBe(2200);
    expect(result.headlines['all-plausible'].hhi).toBe(2600);
    const wallet = await about('fjord', 'glade');
    expect(wallet).toMatchObject({ strength: 'strong', deltaHhi: 400, share: 0.3, after: { hhi: 2600, entities: 5, cr1: 0.35 } });
    expect(wallet.collisions[0]).toMatchObject({ type: 'payout-address', key: '0xaaa', accounts: 2 });
    expect(wallet.links[0]?.evidence[0]?.source).toMatch(/column payout_address, row/);
    const domain = await about('orbit-eu', 'orbit-us', 'orbit-ap');
    // (15 + 15 + 5)^2 - 225 - 225 - 25 = 750
    expect(domain).toMatchObject({ strength: 'weak', deltaHhi: 750 });
  });

  it('counts small proposals without listing them', async () => {
    const result = await proposals(0.32);
    expect(result.total + result.below).toBe((await proposals()).total);
    expect(result.rows.every(({ share }) => share >= 0.32)).toBe(true);
    expect(result.below).toBeGreaterThan(0);
  });

  it('shows the breaking point before and after, by the removal test of the case', async () => {
    const portfolio = portfolioSchema.parse({ classes: [{ name: 'any GPU', gpus_per_node: 1, quantity: 100 }] });
    await engine.client.removal.saveScenario({
      name: 'All GPUs',
      spec: { dataset: dataset.id, by: 'provider', portfolio, threshold: '6/10' },
      removed: [],
    });
    const job = await engine.client.entities.breakingPoints({
      scope: scope(),
      groups: [
        ['fjord', 'tundra'],
        ['fjord', 'glade'],
      ],
    });
    const points = await resultOf(job);
    // Less than 60 served: today two must go (35 + 20); together fjord and tundra (55) one; glade makes no difference.
    expect(points).toEqual({
      test: 'All GPUs',
      now: { kLow: 2, k: 2, proven: true },
      after: [
        { kLow: 1, k: 1, proven: true },
        { kLow: 2, k: 2, proven: true },
      ],
    });
  });

  it('confirms, and views, removal test and stamps follow', async () => {
    const { links } = await about('fjord', 'glade');
    const done = await engine.client.entities.confirm({ scope: scope(), links, why: 'same wallet, asked on 2026-11-01' });
    expect([done.before.hhi, done.after.hhi]).toEqual([2200, 2600]);
    expect([await hhi('none'), await hhi('confirmed')]).toEqual([2200, 2600]);
    const opened = await engine.client.views.open(scope());
    expect(opened.stamp).toMatchObject({ entities: 'confirmed', merged: 1 });
    // its largest member
    expect(opened.top.map(({ key }) => key)).toContain('fjord');
    expect(opened.top.map(({ key }) => key)).not.toContain('glade');
    const portfolio = portfolioSchema.parse({ classes: [{ name: 'any GPU', gpus_per_node: 1, quantity: 100 }] });
    const spec = { dataset: dataset.id, by: 'provider', portfolio, threshold: '75%' };
    const together = await resultOf(await engine.client.removal.solve(spec));
    const apart = await resultOf(await engine.client.removal.solve({ ...spec, entities: 'none' }));
    expect([together.units, apart.units]).toEqual([5, 6]);
    expect(together.stamp.merged).toBe(1);
    // a network is no party
    expect((await engine.client.views.open({ ...scope(), by: 'asn' })).stamp.entities).toBeNull();
  });

  it('keeps who, why, evidence and effect in the ledger', async () => {
    const { entries } = await engine.client.entities.ledger({ window: { start: 0, end: 10 } });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ command: 'entities.confirm', inForce: true });
    expect(entries[0]?.input).toMatchObject({
      why: 'same wallet, asked on 2026-11-01',
      effect: { before: { hhi: 2200 }, after: { hhi: 2600 } },
      links: [{ from: 'fjord', to: 'glade', evidence: [{ type: 'payout-address', value: '0xaaa' }] }],
    });
    expect((await engine.client.history.verify()).intact).toBe(true);
  });

  it('never closes a chain through weak links without the whole list', async () => {
    const row = await about('orbit-eu', 'orbit-us', 'orbit-ap');
    expect(await codeOf(engine.client.entities.confirm({ scope: scope(), links: row.links }))).toBe('weak-group-unconfirmed');
    expect(await codeOf(engine.client.entities.group({ scope: scope(), links: row.links, members: ['orbit-eu', 'orbit-us'] }))).toBe(
      'weak-group-unconfirmed',
    );
    const members = ['orbit-ap', 'orbit-eu', 'orbit-us'];
    // 35 % of the weight: asked about again
    expect(await codeOf(engine.client.entities.group({ scope: scope(), links: row.links, members }))).toBe('group-limit');
    await engine.client.entities.group({ scope: scope(), links: row.links, members, acknowledged: ['large-share'] });
    // 2600 + 750
    expect(await hhi('confirmed')).toBe(3350);
  });

  it('keeps rejected pairs apart and shows the path', async () => {
    const link = (from: string, to: string) => ({
      kind: 'same-owner' as const,
      from,
      to,
      evidence: [{ type: 'filing' as const, value: 'register 7', source: null, dateSeen: null }],
    });
    const made = await engine.client.entities.link({ scope: scope(), link: link('tundra', 'glade'), state: 'proposed' });
    expect(made.after.hhi).toBe(made.before.hhi);
    const open = await about('tundra', 'glade');
    expect(open.accounts.find(({ id }) => id === 'glade')?.group).toBe('fjord');
    await engine.client.entities.reject({ scope: scope(), links: open.links, why: 'two firms in the register' });
    const refused = await engine.client.entities
      .link({ scope: scope(), link: link('tundra', 'fjord') })
      .catch((error) => error.data as { code: string; details: { path: string[]; between: string[] } });
    expect(refused).toMatchObject({ code: 'merge-refused', details: { between: ['tundra', 'glade'] } });
    expect((refused as { details: { path: string[] } }).details.path).toHaveLength(2);
  });

  it('a dependency never merges', async () => {
    const evidence = [{ type: 'announcement' as const, value: 'blog', source: null, dateSeen: null }];
    const before = await hhi('confirmed');
    await engine.client.entities.link({ scope: scope(), link: { kind: 'hosted-by', from: 'tundra', to: 'fjord', evidence } });
    expect(await hhi('confirmed')).toBe(before);
    expect(await hhi('all-plausible')).toBe(before);
    const { rows } = await engine.client.entities.links({ window: { start: 0, end: 10 }, search: 'hosted-by' });
    expect(rows.map(({ link }) => link.kind)).toEqual(['hosted-by']);
  });

  it('asks about what changes a conclusion first', async () => {
    const { questions, test } = await resultOf(await engine.client.entities.investigate({ scope: scope() }));
    expect(test).toBe('All GPUs');
    for (const [index, { flips, deltaHhi }] of questions.entries()) {
      const next = questions[index + 1];
      if (!next) continue;
      expect(flips.length > 0 || next.flips.length === 0).toBe(true);
      if (flips.length > 0 === next.flips.length > 0) expect(deltaHhi).toBeGreaterThanOrEqual(next.deltaHhi);
    }
  });

  it('asks about the lines of the packs that the case chose, and says so where it chose none', async () => {
    const ask = async () => resultOf(await engine.client.entities.investigate({ scope: scope() }));
    const lineFlips = (questions: { flips: { conclusion: string }[] }[]) => [
      ...new Set(
        questions.flatMap(({ flips }) => flips.map(({ conclusion }) => conclusion).filter((name) => /^(hhi_points|cr1)/.test(name))),
      ),
    ];
    // us-mg-2023 has one line that needs no merge, HHI above 1,800; us-hmg-2010 has HHI from 1,500 and above 2,500
    const standard = await ask();
    expect(standard.lines).toEqual({ packs: ['us-mg-2023'], standard: true });
    await engine.client.packs.choose({ id: 'us-hmg-2010', chosen: true });
    const chosen = await ask();
    expect(chosen.lines).toEqual({ packs: ['us-hmg-2010'], standard: false });
    for (const name of lineFlips(chosen.questions)) expect(['hhi_points > 2500', 'hhi_points >= 1500']).toContain(name);
    await engine.client.packs.choose({ id: 'us-hmg-2010', chosen: false });
    expect((await ask()).lines.standard).toBe(true);
  });

  it('leaves for later and finds it again', async () => {
    const evidence = [{ type: 'wallet' as const, value: '0xfff', source: null, dateSeen: null }];
    const link = { kind: 'same-owner' as const, from: 'tundra', to: 'orbit-eu', evidence };
    await engine.client.entities.link({ scope: scope(), link, state: 'proposed' });
    await engine.client.entities.defer({ scope: scope(), links: (await about('tundra', 'orbit-eu')).links });
    expect((await about('tundra', 'orbit-eu')).deferred).toBe(true);
    // strong and open: it counts under "all plausible" only
    expect(await hhi('all-plausible')).toBeGreaterThan((await hhi('confirmed')) ?? 0);
  });

  it('takes back any decision, not only the last, unless a later one stands on it', async () => {
    const { entries } = await engine.client.entities.ledger({ window: { start: 0, end: 100 } });
    const first = entries.at(-1);
    expect(first?.command).toBe('entities.confirm');
    await engine.client.entities.takeBack({ sequence: first?.sequence ?? 0 });
    // without fjord + glade
    expect(await hhi('confirmed')).toBe(2950);
    const now = await engine.client.entities.ledger({ window: { start: 0, end: 100 } });
    expect(now.total).toBe(entries.length + 1);
    expect(now.entries[0]).toMatchObject({ inForce: true, label: `Take back: ${first?.label}` });
    expect(now.entries.at(-1)?.inForce).toBe(false);
    expect(await codeOf(engine.client.entities.takeBack({ sequence: first?.sequence ?? 0 }))).toBe('decision-not-in-force');
    // the reversal is a decision like any other
    await engine.client.history.undo();
    expect(await hhi('confirmed')).toBe(3350);
    expect((await engine.client.entities.ledger({ window: { start: 0, end: 100 } })).entries.at(-1)?.inForce).toBe(true);
    const made = now.entries.find(({ command, label }) => command === 'entities.link' && label.includes('"tundra" to "glade"'));
    expect(await codeOf(engine.client.entities.takeBack({ sequence: made?.sequence ?? 0 }))).toBe('decided-later');
  });

  it('carries decisions into another case, and stops at a conflict until it is resolved', async () => {
    const { text, links } = await engine.client.entities.exportPack({ title: 'Northgrid operators' });
    // fjord + glade, two of orbit, the rejected pair, the dependency
    expect(links).toBe(5);
    const again = await engine.client.entities.importPack({ scope: scope(), text, fileName: 'pack.json' });
    expect(again).toMatchObject({ applied: true, added: [], settled: [], unchanged: 5, conflicts: [] });
    const other = JSON.parse(text);
    const turned = other.links.find((link: { from: string }) => link.from === 'fjord' || link.from === 'glade');
    turned.state = 'rejected';
    const changed = { scope: scope(), text: JSON.stringify(other), fileName: 'pack.json' };
    const stopped = await engine.client.entities.importPack(changed);
    expect(stopped.applied).toBe(false);
    expect(stopped.conflicts).toEqual([expect.objectContaining({ kind: 'decided-otherwise', link: turned.id })]);
    expect(await hhi('confirmed')).toBe(3350);
    expect((await engine.client.entities.importPack({ ...changed, resolve: { [turned.id]: 'here' } })).applied).toBe(true);
    expect(await hhi('confirmed')).toBe(3350);
    expect((await engine.client.entities.importPack({ ...changed, resolve: { [turned.id]: 'pack' } })).applied).toBe(true);
    expect(await hhi('confirmed')).toBe(2950);
  });
});
