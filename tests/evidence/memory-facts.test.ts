// Analysis and report give the same answers over facts in memory, made from the files of `recipe/` and the stored columns, as over the case file.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { directSession } from '../../electron/engine/evidence/direct-session.ts';
import { decisionsOf, memoryFacts, tablesOf } from '../../electron/engine/evidence/memory-facts.ts';
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

  it('give the report of a case with links, aliases, joins, a waiver and a pin', async () => {
    const { engine, folder, close } = await openTestEngine();
    onTestFinished(close);
    void folder;
    void engine;
  });

  it.skipIf(!hasData)(`give the claims of a real dataset (${NO_DATA})`, async () => {
    const { engine, close } = await openTestEngine();
    onTestFinished(close);
    await importFile(engine, join(DATA, 'gpu-fleets/gpu_clusters.csv'), {});
    const lanes = await claimsFrom(engine.context.session);
    expect(await claimsFrom(directSession(await inMemory(engine)))).toEqual(lanes);
    expect(lanes.length).toBeGreaterThan(0);
  });
});
