// Analysis and report give the same answers over facts in memory, made from the files of `recipe/` and the stored columns, as over the case file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directSession } from '../../electron/engine/evidence/direct-session.ts';
import { decisionsOf, memoryFacts, tablesOf } from '../../electron/engine/evidence/memory-facts.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { type CaseDecisions, decisionFiles, decisionsFromFiles } from '../../shared/evidence/decisions.ts';
import { DATA, hasData, importFile, NO_DATA, openTestEngine } from '../acceptance/support.ts';
import { claimsFrom, gathered, openSample, withFacts } from './support.ts';

/** Facts of the open case that went through the text of their files. */
const inMemory = (engine: Engine) =>
  withFacts(engine, (facts) => {
    const files = new Map(decisionFiles(decisionsOf(facts)).map(({ path, text }) => [path, text]));
    return memoryFacts(decisionsFromFiles((path) => files.get(path) ?? null) as CaseDecisions, tablesOf(facts));
  });

describe('facts in memory', () => {
  it('give the report of the sample case', async () => {
    const { engine, close } = await openSample();
    onTestFinished(close);
    const lanes = await gathered(engine.context.session);
    const memory = await gathered(directSession(await inMemory(engine)));
    expect(memory).toEqual(lanes);
    expect(lanes.views.length).toBeGreaterThan(3);
  });

  it('give the report of a case with a join, an alias, a link, a waiver, a pin, a declaration and units removed by hand', async () => {
    const { engine, folder, close } = await openTestEngine();
    onTestFinished(close);
    const { client } = engine;
    const written = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return importFile(engine, join(folder, name));
    };
    const { id } = await written(
      'nodes.csv',
      'provider,gpu_model,gpu_count,country\na,H100 SXM 80GB,8,DE\nb,H100 SXM 80GB,8,Germany\nc,strange card,0.5,Nowhere\nd,A100 80GB PCIe,4,FR\n,A100 80GB PCIe,2,FR\n',
    );
    const side = await written('owners.csv', 'provider,operator\na,Borealis\nb,Borealis\nc,Tundra\n');
    const scope = { dataset: id, by: 'provider', weight: 'gpu_count', where: '' };
    await client.joins.add({
      dataset: id,
      with: side.id,
      on: [{ column: 'provider', matches: 'provider' }],
      take: 'operator',
      how: 'latest',
    });
    await client.values.alias({ decisions: [{ kind: 'country', raw: 'Nowhere', value: 'FR' }] });
    await client.entities.link({
      scope,
      link: { kind: 'same-owner', from: 'a', to: 'b', evidence: [{ type: 'filing', value: 'register 12', source: null, dateSeen: null }] },
      why: 'one owner',
      acknowledged: ['large-share'],
    });
    await client.quality.waive({ dataset: id, check: 'base-stated', reason: 'one base only', name: 'A. Analyst' });
    await client.claims.setNotApplicable({ dataset: id, claim: 'C8', reason: 'no uptime', name: 'A. Analyst' });
    const spec = { dataset: id, by: 'provider', weight: 'gpu_count', where: '' };
    await client.views.save({ name: 'by provider', spec });
    await client.views.save({ name: 'by country', spec: { ...spec, by: 'country' } });
    await client.views.pin(spec);
    const portfolio = { classes: [{ name: 'one', gpus_per_node: 4, nodes: 1, quantity: 5 }] };
    await client.removal.declare({ test: { dataset: id, by: 'provider', portfolio, threshold: '9/10' } });
    await client.removal.saveScenario({
      name: 'by hand',
      spec: { dataset: id, by: 'provider', portfolio, threshold: '1/2' },
      removed: ['d'],
    });
    const lanes = await gathered(engine.context.session);
    expect(lanes.removals[0]?.result.deviations).not.toEqual([]);
    expect(lanes.views[0]?.result.stamp).toMatchObject({ merged: 1 });
    expect(await gathered(directSession(await inMemory(engine)))).toEqual(lanes);
  });

  it.skipIf(!hasData)(hasData ? 'give the claims of a real dataset' : `give the claims of a real dataset (${NO_DATA})`, async () => {
    const { engine, close } = await openTestEngine();
    onTestFinished(close);
    await importFile(engine, join(DATA, 'gpu-fleets/gpu_clusters_2026-04.csv'), {});
    const lanes = await claimsFrom(engine.context.session);
    expect(await claimsFrom(directSession(await inMemory(engine)))).toEqual(lanes);
    expect(lanes.length).toBeGreaterThan(0);
  });
});
