// Claims on weights of which records state bounds. Rule: domain.md 4 (a verdict only when it holds over the whole range).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { claimsOf } from '../../electron/engine/report/claims.ts';
import type { ReportInput } from '../../electron/engine/report/input.ts';
import { layoutOf } from '../../shared/case/report.ts';
import { importFile, view as opened, openTestEngine } from '../acceptance/support.ts';

let engine: Engine;
let folder: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ engine, folder, close } = await openTestEngine());
});
afterAll(() => close());

async function claimsFor(name: string, content: string) {
  const path = join(folder, `${name}.csv`);
  writeFileSync(path, content);
  const result = await opened(engine, await importFile(engine, path), 'provider', 'gpu_count');
  const layout = layoutOf('full');
  const view = { name, label: '1', result, groups: [], conclusions: {}, lines: {}, alternatives: [] };
  const nothing = { removals: [], scorecards: [], comparisons: [], datasets: [] };
  const claims = claimsOf({ ...nothing, layout, views: [view] } as unknown as ReportInput);
  return Object.fromEntries(claims.map((claim) => [claim.id.replace('V1.', ''), claim]));
}

describe('claims on records that state bounds', () => {
  it('name a largest holder that holds whatever the bounds leave open, and no share as if it were whole', async () => {
    const claims = await claimsFor('sure', 'provider,gpu_count\nalpha,>=100\nbeta,50\n');
    expect(claims.cr1?.statement).toContain('alpha is the largest holder');
    expect(claims.cr1?.statement).toContain('at least 66.7');
    expect(claims.cr1?.statement).toContain('without an upper bound');
    expect(claims['nakamoto-2-3']?.statement).not.toContain('beta');
    expect(claims['nakamoto-2-3']?.display).toMatch(/^1 to 2|^1–2/);
    expect(claims.cr1?.context).toContain('total 50 GPUs stated');
    expect(claims.cr1?.context).toContain('150 or more');
  });

  it('name no largest holder where it depends on the bounds', async () => {
    const claims = await claimsFor('open', 'provider,gpu_count\nalpha,50\nbeta,10-140\n');
    expect(claims.cr1?.statement).toContain('is undetermined');
    expect(claims.cr1?.parameters.leaders).toEqual([]);
    expect(claims['nakamoto-1-2']?.parameters.members).toEqual([]);
  });
});

describe('claims of a view that has no value', () => {
  it('say that they are not computed and why, with what the data bound, and never print a dash as a number', async () => {
    // 40 GPUs of nobody known may be in one hand or in 40: then more than 1/3, 1/2 and 2/3 of them take 14, 21 and 27
    const claims = await claimsFor('nobody', 'provider,operator,gpu_count\n,A,16\n,B,24\n');
    const texts = Object.values(claims).map(({ statement }) => statement);
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.filter((text) => text.includes('\u2014'))).toEqual([]);
    for (const text of texts) expect(text).toContain('not computed: the provider of all GPUs is unknown');
    const most = ['1-3', '1-2', '2-3'].map(
      (threshold) => /would be 1 to (\d+)/.exec(claims[`nakamoto-${threshold}`]?.statement ?? '')?.[1],
    );
    expect(most).toEqual(['14', '21', '27']);
    expect(claims.hhi?.statement).toMatch(/would be [\d.]+ to 10,000 points\.$/);
  });
});
