// What a redaction leaves: told before the export, refused where a name would stay, dropped or emptied on demand, and counted again by Verify.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive, writeArchive } from '../../electron/engine/evidence/archive.ts';
import type { RedactionPlan } from '../../shared/case/report.ts';
import { sha256Hex } from '../../shared/evidence/hash.ts';
import type { Manifest } from '../../shared/evidence/manifest.ts';
import { HostFinder, tellingFirstWords, untellingFirstWords } from '../../shared/evidence/name-finder.ts';
import { BUNDLE_PATHS } from '../../shared/evidence/paths.ts';
import { isPseudonym } from '../../shared/evidence/pseudonyms.ts';
import { chokepoint, temporaryFolder } from '../cli/support.ts';

let folder: ReturnType<typeof temporaryFolder>;
const path = (name: string) => folder.path(name);
const decode = (content: Uint8Array | undefined) => new TextDecoder().decode(content);

/** GPUs of each operator by month: a pivoted table has names as headers. */
const PIVOTED = [
  'operator,gpu_count,Quixotry,gpus Zubrowka Compute,notes,rack',
  'Zubrowka Compute,64,1,60,met at the fair and talked for an hour,r1',
  'Quixotry,32,30,2,runs beside Zubrowka for now and then,r2',
  'Vexillum GmbH,8,3,4,,r3',
];

async function done(...args: string[]): Promise<string> {
  const { code, out, err } = await chokepoint(...args);
  expect([code, err], args.join(' ')).toEqual([0, '']);
  return out;
}

async function imported(name: string, lines: readonly string[]): Promise<string[]> {
  writeFileSync(path(`${name}.csv`), `${lines.join('\n')}\n`);
  const of = ['--case', path(`${name}.chokepoint`)];
  await done('import', path(`${name}.csv`), ...of);
  return of;
}

const bundleOf = (out: string) => readArchive(readFileSync(path(`${out}/claim-bundle.zip`)), 'bundle');

let pivoted: string[];

beforeAll(async () => {
  folder = temporaryFolder();
  pivoted = await imported('pivoted', PIVOTED);
  await done(
    'view',
    ...pivoted,
    '--by',
    'operator',
    '--weight',
    'Quixotry',
    '--where',
    '"gpus Zubrowka Compute" >= 3',
    '--save',
    'One month',
  );
  await done('report', ...pivoted, '--out', path('out'), '--bundle', '--redact', 'operator');
  await done('report', ...pivoted, '--out', path('clear'));
}, 300_000);
afterAll(() => folder.remove());

describe('names in headers', () => {
  it('become the pseudonym of that name in data, descriptions and recipe, and every claim stays', () => {
    const files = bundleOf('out');
    const [header = '', ...records] = decode(files.get('data/D1.csv')).split('\n');
    const [, , operator, , one = '', other = ''] = header.split(',');
    expect(operator).toBe('operator');
    expect(one).toMatch(/^operator-[a-z2-7]{8}$/);
    expect(other).toMatch(/^gpus operator-[a-z2-7]{8}$/);
    // records of the file in their order: Zubrowka Compute, then Quixotry
    expect(records.slice(0, 2).map((record) => record.split(',')[2])).toEqual([other.slice('gpus '.length), one]);
    for (const file of ['datapackage.json', 'recipe/datasets.json', 'recipe/views.json'])
      expect(decode(files.get(file)), file).toContain(one);
    const valuesIn = (out: string) =>
      (JSON.parse(readFileSync(path(`${out}/claims.json`), 'utf8')) as { claims: { id: string; value: unknown }[] }).claims.map(
        ({ id, value }) => [id, value],
      );
    expect(valuesIn('out')).toEqual(valuesIn('clear'));
  });
});

describe('columns left in clear text', () => {
  it('are listed before the export, free text first, and stated in the manifest', async () => {
    const plan = JSON.parse(await done('report', ...pivoted, '--redact', 'operator', '--plan', '--json')) as RedactionPlan;
    // notes: two cells, of which the one with the short form Zubrowka is changed
    expect(plan.left).toEqual([
      { dataset: 'D1', column: 'notes', cells: 2, changed: 1, distinct: 1, isFree: true, held: null },
      { dataset: 'D1', column: 'rack', cells: 3, changed: 0, distinct: 3, isFree: false, held: null },
    ]);
    expect(plan.exposed).toEqual([]);
    const { redaction } = JSON.parse(decode(bundleOf('out').get(BUNDLE_PATHS.manifest))) as Manifest;
    expect(redaction?.kept).toEqual(['free text in clear: notes of D1 (1 of 2 cells changed)']);
  });

  it.each([
    ['drop', false],
    ['blank', true],
  ])('can be left out with --%s, and no text of them is in the bundle', async (how, stays) => {
    await done('report', ...pivoted, '--out', path(how), '--bundle', '--redact', 'operator', `--${how}`, 'notes');
    const files = bundleOf(how);
    for (const [name, content] of files) expect(decode(content).includes('talked for an hour'), name).toBe(false);
    expect(decode(files.get('data/D1.csv')).split('\n')[0]?.includes('notes')).toBe(stays);
    expect((JSON.parse(decode(files.get(BUNDLE_PATHS.manifest))) as Manifest).redaction?.kept).toEqual([]);
  });

  it('are chosen by the name that the case knows, also where it holds a hidden name', async () => {
    const named = await imported('named', ['operator,gpu_count,talk with Quixotry', 'Quixotry,4,seen at the fair in May', 'Vexillum,8,']);
    const asked = ['report', ...named, '--redact', 'operator'];
    const plan = JSON.parse(await done(...asked, '--plan', '--json')) as RedactionPlan;
    const left = { dataset: 'D1', column: 'talk with Quixotry', cells: 1, changed: 0, distinct: 1, isFree: true, held: null };
    expect(plan.left).toEqual([left]);
    await done(...asked, '--out', path('named'), '--bundle', '--blank', left.column);
    const files = bundleOf('named');
    expect(decode(files.get('data/D1.csv'))).toMatch(/talk with operator-/);
    for (const [name, content] of files) expect(/quixotry|seen at the fair/i.test(decode(content)), name).toBe(false);
  });

  it('say which of them have to stay', async () => {
    const used = await imported('used', ['operator,gpu_count,batch,notes', 'Quixotry,4,one,a', 'Vexillum,8,two,b']);
    await done('view', ...used, '--by', 'operator', '--weight', 'gpu_count', '--where', "batch = 'one'", '--save', 'First');
    const plan = JSON.parse(await done('report', ...used, '--redact', 'operator', '--plan', '--json')) as RedactionPlan;
    expect(plan.left.map(({ column, held }) => [column, held])).toEqual([
      ['notes', null],
      ['batch', 'the view "First"'],
    ]);
  });

  it('cannot be left out where numbers hang on them', async () => {
    const ran = await chokepoint('report', ...pivoted, '--out', path('no'), '--drop', 'operator');
    expect([ran.code, ran.err]).toEqual([
      2,
      expect.stringMatching(/cannot be left out, since numbers would change: it serves the field operator/),
    ]);
  });
});

describe('a name that a rule reads', () => {
  it('stops the export until the person accepts where it stays, and then stands in the manifest', async () => {
    const named = await imported('read', ['operator,gpu_model,gpu_count', 'Tesla,Tesla V100 16GB,8', 'Quixotry,A100 80GB PCIe,4']);
    const asked = ['report', ...named, '--out', path('read'), '--bundle', '--redact', 'operator'];
    const refused = await chokepoint(...asked);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/would stay in clear: .*column gpu_model of D1/);
    await done(...asked, '--accept-kept');
    const manifest = JSON.parse(decode(bundleOf('read').get(BUNDLE_PATHS.manifest))) as Manifest;
    expect(manifest.redaction?.kept.join()).toMatch(/column gpu_model of D1/);
    expect(manifest.options).toMatchObject({ redaction: { acceptKept: true } });
  });
});

describe('counts of a redaction', () => {
  it.each([
    ['records', 2, /redaction.records states 2, the pseudonyms in the records give 3/],
    ['values', 9, /redaction.values states 9/],
    ['names', 1, /redaction.names states 1, fewer than/],
    ['kept', [], /redaction.kept states ""/],
    ['weight', 'D1: 1 of 104 gpu_count', /redaction.weight states/],
  ])('are counted again: %s', async (field, value, problem) => {
    const files = new Map(bundleOf('out'));
    const manifest = JSON.parse(decode(files.get(BUNDLE_PATHS.manifest))) as Manifest;
    expect(manifest.redaction).toMatchObject({ records: 3, weight: 'D1: 104 of 104 gpu_count' });
    const changed = { ...manifest, redaction: { ...manifest.redaction, [field]: value } };
    const content = new TextEncoder().encode(`${JSON.stringify(changed, null, 1)}\n`);
    const was = sha256Hex(files.get(BUNDLE_PATHS.manifest) as Uint8Array);
    files.set(BUNDLE_PATHS.manifest, content);
    files.set(BUNDLE_PATHS.hashes, new TextEncoder().encode(decode(files.get(BUNDLE_PATHS.hashes)).replace(was, sha256Hex(content))));
    writeFileSync(path('forged.zip'), writeArchive(files));
    const ran = await chokepoint('verify', path('forged.zip'));
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(problem);
  });

  it('know a pseudonym by its form', () => {
    expect(
      ['operator-7k2mq4xz', 'host-org-7k2mq4xz7k2m', 'mailbox-7k2mq4xz@domain-abcdefgh.invalid'].filter((text) => !isPseudonym(text)),
    ).toEqual([]);
    expect(['operator', 'operator-7k2mq4x', 'Operator-7k2mq4xz', 'a b-7k2mq4xz', 'n1-01234567'].filter(isPseudonym)).toEqual([]);
  });
});

describe('first words of names', () => {
  it('tell a name unless they are common words or several unlike names share them', () => {
    const names = [
      'Cloud Nine GmbH',
      'North Compute',
      'Data Barn',
      'Borealis Compute',
      'Borealis Compute Ltd.',
      'Tundra East',
      'Tundra West',
      'Zürich Rechenzentrum AG',
    ];
    expect([...tellingFirstWords(names).keys()].sort()).toEqual(['borealis', 'zurich']);
    expect(untellingFirstWords(names)).toEqual(['Cloud', 'Data', 'North', 'Tundra']);
    const hosts = new HostFinder(names);
    expect(
      ['gw.cloudflare.example', 'north-sea.example', 'https://data.example/x', 'tundra.example'].filter((host) => hosts.holds(host)),
    ).toEqual([]);
    const told = [
      'n1.borealis.example',
      'ops@zurich.example',
      'cloudnine-gmbh.example',
      'https://north-compute.example/',
      'tundra-east.example',
    ];
    expect(told.filter((host) => !hosts.holds(host))).toEqual([]);
  });
});
