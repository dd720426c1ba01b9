import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// removal-test.md 9.2, example 2 (exact breaking point 2, both B), and one record without an owner, so that there are two readings.
const NETWORK = [
  'provider,gpu_model,gpu_count',
  ...[1, 2, 3, 4, 5, 6].map((unit) => `a${unit},A1,1`),
  'b1,B1,10',
  ',A1,1',
  'b2,B1,10',
].join('\n');
const PORTFOLIO = {
  classes: [
    { name: 'A', gpu_models: ['A1'], gpus_per_node: 1, quantity: 6, value: 1 },
    { name: 'B', gpu_models: ['B1'], gpus_per_node: 1, quantity: 10, value: 1 },
  ],
};

let folder: ReturnType<typeof temporaryFolder>;
let path: (name: string) => string;
let original: string;
const CERTIFICATE = 'out/removal-1-certificate.json';

beforeAll(async () => {
  folder = temporaryFolder();
  path = folder.path;
  writeFileSync(path('network.csv'), NETWORK);
  writeFileSync(path('portfolio.json'), JSON.stringify(PORTFOLIO));
  const of = ['--case', path('a.chokepoint')];
  await chokepoint('import', path('network.csv'), ...of, '--name', 'Example', '--grain', 'node');
  await chokepoint(
    'remove',
    ...of,
    '--by',
    'provider',
    '--portfolio',
    path('portfolio.json'),
    '--threshold',
    '0.8',
    '--save',
    'Two classes',
  );
  await chokepoint('report', ...of, '--out', path('out'));
  original = readFileSync(path(CERTIFICATE), 'utf8');
}, 60_000);
beforeEach(() => writeFileSync(path(CERTIFICATE), original));
afterAll(() => folder.remove());

type Kept = { certificate: Record<string, never>; certificateOfOptimisticReading: Record<string, never>; portfolio: never };

function tamper(change: (kept: Kept) => void): void {
  const kept = JSON.parse(original);
  change(kept);
  writeFileSync(path(CERTIFICATE), JSON.stringify(kept));
}

describe('check', () => {
  it('is the same as certificate check of the file', async () => {
    const one = await chokepoint('certificate', 'check', path(CERTIFICATE), '--json');
    const folderOfIt = await chokepoint('check', '--report', path(CERTIFICATE), '--json');
    expect([one.code, one.out]).toEqual([folderOfIt.code, folderOfIt.out]);
    expect(JSON.parse(one.out)).toMatchObject({ valid: true });
    tamper(({ certificate }) => {
      certificate.k = 1 as never;
    });
    expect((await chokepoint('certificate', 'check', path(CERTIFICATE))).code).toBe(2);
  });

  it.each([
    ['the inputs beside the certificate', []],
    ['the case', ['--case', 'a.chokepoint']],
  ])('finds that the certificates of both readings hold against %s', async (_what, [option, file]) => {
    const against = option === undefined ? [] : [option, path(file as string)];
    const { code, out, err } = await chokepoint('check', '--report', path('out'), ...against, '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      valid: true,
      certificates: [{ file: 'removal-1-certificate.json', claim: 'R1.breaking-point', valid: true, findings: [] }],
    });
    expect(JSON.parse(original).certificateOfOptimisticReading).not.toBeNull();
  });

  it('holds on the sample network, whose memory comes from GPU models and whose owners are partly unknown', async () => {
    const of = ['--case', path('sample.chokepoint')];
    await chokepoint('sample', '--network', 'northgrid', '--out', path('SAMPLE.csv'));
    await chokepoint('import', path('SAMPLE.csv'), ...of);
    for (const portfolio of ['W1', 'W2'])
      await chokepoint('remove', ...of, '--by', 'operator', '--portfolio', portfolio, '--save', portfolio);
    await chokepoint('report', ...of, '--out', path('sample'));
    for (const against of [[], of]) {
      const { code, out, err } = await chokepoint('check', '--report', path('sample'), ...against);
      expect([code, err], out).toEqual([0, '']);
    }
  }, 60_000);

  it('holds for classes served in full, against the inputs and against the case', async () => {
    const of = ['--case', path('full.chokepoint')];
    await chokepoint('import', path('network.csv'), ...of, '--name', 'Example', '--grain', 'node');
    const test = ['--by', 'provider', '--portfolio', path('portfolio.json'), '--threshold', '1/2', '--metric', 'all-or-nothing'];
    await chokepoint('remove', ...of, ...test, '--save', 'In full');
    await chokepoint('report', ...of, '--out', path('full'));
    const { certificate } = JSON.parse(readFileSync(path('full/removal-1-certificate.json'), 'utf8'));
    expect(certificate).toMatchObject({ metric: 'all-or-nothing', D: 2, below: 1 });
    for (const against of [[], of]) {
      const { code, out, err } = await chokepoint('check', '--report', path('full'), ...against);
      expect([code, err], out).toEqual([0, '']);
    }
    writeFileSync(
      path('full/removal-1-certificate.json'),
      JSON.stringify({ ...JSON.parse(original), certificate: { ...certificate, kLow: 1 } }),
    );
    expect((await chokepoint('check', '--report', path('full'))).code).toBe(2);
  }, 60_000);

  it('takes one certificate file and says its verdict in words', async () => {
    const { code, out } = await chokepoint('check', '--report', path(CERTIFICATE));
    expect(code).toBe(0);
    expect(out).toContain('holds  R1.breaking-point  removal-1-certificate.json');
    expect(out).toContain('all hold');
  });

  it.each<[string, (kept: Kept) => void, string]>([
    ['a smaller breaking point', ({ certificate }) => Object.assign(certificate, { k: 1, kLow: 1, R: ['b1'] }), 'does not break the limit'],
    ['another member', ({ certificate }) => Object.assign(certificate, { R: ['b1', 'a1'] }), 'supplyAfter'],
    ['another threshold', ({ certificate }) => Object.assign(certificate, { theta: [1, 2] }), 'below'],
    ['a claim of the favourable reading', ({ certificateOfOptimisticReading: high }) => Object.assign(high, { S0: 15 }), 'S0'],
    ['another grouping', ({ certificate }) => Object.assign(certificate, { grouping: 'operator' }), 'grouping'],
    ['another hash', ({ certificate }) => Object.assign(certificate, { inputs: 'a1b2' }), 'hash of the inputs'],
    ['a missing field', ({ certificate }) => Reflect.deleteProperty(certificate, 'Z'), 'no readable "Z"'],
    [
      'a portfolio that was not run',
      (kept) => Object.assign((kept.portfolio as { classes: object[] }).classes[0] as object, { quantity: 5 }),
      'portfolio',
    ],
  ])('refuses %s with exit code 2', async (_what, change, finding) => {
    tamper(change);
    const { code, out } = await chokepoint('check', '--report', path('out'), '--json');
    expect(code).toBe(2);
    const { valid, certificates } = JSON.parse(out);
    expect(valid).toBe(false);
    expect(certificates[0].findings.join('\n')).toContain(finding);
  });

  it('refuses a certificate of other data, also where they were changed with it', async () => {
    const inputs = readFileSync(path('out/removal-1-inputs.jsonl'), 'utf8');
    writeFileSync(path('out/removal-1-inputs.jsonl'), inputs.replace('["b2",10,10', '["b2",20,20'));
    const { code, out } = await chokepoint('check', '--report', path('out'));
    writeFileSync(path('out/removal-1-inputs.jsonl'), inputs);
    expect(code).toBe(2);
    expect(out).toContain('does not hold');
    expect(out).toContain('hash of the inputs');
  });

  it('refuses claims that say something else than their certificate', async () => {
    const claims = readFileSync(path('out/claims.json'), 'utf8');
    const changed = JSON.parse(claims);
    changed.claims[0].value.low += 1;
    writeFileSync(path('out/claims.json'), JSON.stringify(changed));
    const { code, out } = await chokepoint('check', '--report', path('out'));
    writeFileSync(path('out/claims.json'), claims);
    expect(code).toBe(2);
    expect(out).toContain('claims.json says');
  });

  it('says what to do where there is nothing to check, or nothing to check it with', async () => {
    const missing = await chokepoint('check', '--report', path('nowhere'), '--json');
    expect([missing.code, JSON.parse(missing.err).code]).toEqual([2, 'report-missing']);
    writeFileSync(path('alone-certificate.json'), original);
    const alone = await chokepoint('check', '--report', path('alone-certificate.json'), '--json');
    expect([alone.code, JSON.parse(alone.err).code]).toEqual([2, 'check-needs-data']);
    rmSync(path('alone-certificate.json'));
    const csv = await chokepoint('check', '--report', path('network.csv'), '--json');
    expect([csv.code, JSON.parse(csv.err).code]).toEqual([2, 'report-unreadable']);
  });
});
