import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { networkOfTests, resultOf } from './support.ts';

const network = networkOfTests();
const gang = (name: string, models: string[], gpus: number) => ({ name, gpu_models: models, gpus_per_node: gpus, quantity: 1 });

describe('verification of competing placement', () => {
  // removal-test.md 9.2, example 9: the flow of GPUs serves 4, whole jobs 3, so the test fails before any removal
  it('closes a bracket that the flow of GPUs leaves open', async () => {
    const dataset = await network.imported('two nodes', ['provider,gpu_model,gpu_count', 'p1,A1,2', 'p2,B1,2'], { grain: 'node' });
    const portfolio = parsePortfolio({ classes: [gang('A', ['A1', 'B1'], 2), gang('B', ['A1'], 1), gang('C', ['B1'], 1)] });
    const spec = { dataset: dataset.id, by: 'provider', portfolio, threshold: '1', mode: 'competing' as const };
    const { client } = network.engine;
    expect((await resultOf(client.removal.solve(spec))).breakingPoint).toMatchObject({ low: 0, high: 1 });
    const verified = await resultOf(client.removal.verify(spec));
    expect(verified).toMatchObject({ status: 'agrees', low: 0, high: 0, members: [] });
    expect(verified.words).toMatch(/^HiGHS .* closes the bracket of the search: k\* = 0 providers\.$/);
  });

  // Each of three nodes of 5 GPUs hosts both jobs, of 2 and of 3, so only the loss of all three breaks the test.
  it('certifies what it closes, by placements that the checker counts again', async () => {
    const dataset = await network.imported('three nodes', ['provider,gpu_model,gpu_count', 'p1,A1,5', 'p2,A1,5', 'p3,A1,5'], {
      grain: 'node',
    });
    const portfolio = parsePortfolio({ classes: [gang('two', ['A1'], 2), gang('three', ['A1'], 3)] });
    const spec = { dataset: dataset.id, by: 'provider', portfolio, threshold: '1', mode: 'competing' as const };
    const { client } = network.engine;
    expect((await resultOf(client.removal.solve(spec))).breakingPoint).toMatchObject({ low: 2, high: 3, proven: false });
    const { closed, ...verified } = await resultOf(client.removal.verify(spec));
    expect(verified).toMatchObject({ status: 'agrees', low: 3, high: 3 });
    const { certificate } = closed?.pessimistic ?? {};
    expect(certificate).toMatchObject({ k: 3, kLow: 3, status: 'proven' });
    expect(closed?.optimistic).toBeNull();
    const check = await resultOf(client.removal.check({ ...spec, certificates: [certificate ?? {}] }));
    expect(check).toEqual([{ valid: true, findings: [] }]);
  });

  it('keeps what it closes as a decision of the case, which a test shows from then on and undo takes back', async () => {
    const dataset = await network.imported('kept', ['provider,gpu_model,gpu_count', 'q1,A1,5', 'q2,A1,5', 'q3,A1,5'], { grain: 'node' });
    const portfolio = parsePortfolio({ classes: [gang('two', ['A1'], 2), gang('three', ['A1'], 3)] });
    const spec = { dataset: dataset.id, by: 'provider', portfolio, threshold: '1', mode: 'competing' as const };
    const { client } = network.engine;
    const { solver, closed } = await resultOf(client.removal.verify(spec));
    if (!closed?.pessimistic) throw new Error('the solver closes the bracket');
    // a certificate that was changed on the way is not kept
    const { certificate, sentence } = closed.pessimistic;
    const changed = { certificate: { ...certificate, R: ['q1', 'q2', 'nobody'] }, sentence };
    await expect(client.removal.keepBracket({ ...spec, solver, closed: { ...closed, pessimistic: changed } })).rejects.toMatchObject({
      data: { code: 'bracket-does-not-hold' },
    });
    const kept = await client.removal.keepBracket({ ...spec, solver, closed });
    expect(await client.removal.brackets()).toEqual([kept]);
    const shown = await resultOf(client.removal.solve(spec));
    expect(shown).toMatchObject({
      breakingPoint: { low: 3, high: 3, proven: true, members: ['q1', 'q2', 'q3'] },
      kept: { id: kept.id, solver },
    });
    expect(shown.certificate).toEqual(certificate);
    expect(shown.sentence).toContain('proven by');
    // another threshold is another test; nothing of the bracket counts there
    expect((await resultOf(client.removal.solve({ ...spec, threshold: '1/2' }))).kept).toBeUndefined();
    await client.history.undo();
    expect(await client.removal.brackets()).toEqual([]);
    expect((await resultOf(client.removal.solve(spec))).breakingPoint).toMatchObject({ low: 2, high: 3, proven: false });
    await client.history.redo();
    expect((await resultOf(client.removal.solve(spec))).kept?.id).toBe(kept.id);
  });

  it('is what the report says of the test, with the certificate that closed the bracket', async () => {
    const dataset = await network.imported('reported', ['provider,gpu_model,gpu_count', 'r1,A1,5', 'r2,A1,5', 'r3,A1,5'], {
      grain: 'node',
    });
    const portfolio = parsePortfolio({ classes: [gang('two', ['A1'], 2), gang('three', ['A1'], 3)] });
    const spec = { dataset: dataset.id, by: 'provider', portfolio, threshold: '1', mode: 'competing' as const };
    const { client, files } = network.engine;
    await client.removal.saveScenario({ name: 'three nodes', spec, removed: [] });
    const reported = async () => {
      const report = await resultOf(client.report.export({ paper: 'a4' }));
      const file = report.files.find(({ name }) => name.endsWith('certificate.json'));
      return JSON.parse(readFileSync(files.path(file?.ref as string), 'utf8'));
    };
    expect((await reported()).certificate).toMatchObject({ k: 3, kLow: 2, status: 'bracket' });
    const { solver, closed } = await resultOf(client.removal.verify(spec));
    if (!closed?.pessimistic) throw new Error('the solver closes the bracket');
    await client.removal.keepBracket({ ...spec, solver, closed });
    const { certificate } = await reported();
    expect(certificate).toEqual(closed.pessimistic.certificate);
    expect(certificate).toMatchObject({ k: 3, kLow: 3, status: 'proven', lower: { method: 'hitting-set' } });
  }, 120_000);
});
