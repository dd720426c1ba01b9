// Other decisions on a bundle: every claim beside what it would be, as a bundle that answers the first one.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { readArchive, writeArchive } from '../../electron/engine/evidence/archive.ts';
import { type Alternative, alternativeSchema, changesSchema } from '../../shared/evidence/alternative.ts';
import type { VerificationResult } from '../../shared/evidence/verification.ts';
import { verdictWords } from '../../shared/evidence/verification-words.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { chokepoint } from '../cli/support.ts';
import { bundleFiles, sealed, zipped } from './small-bundle.ts';

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let bundle: string;
let link: string;
const usualKeys = process.env.CHOKEPOINT_KEYS;
const path = (name: string) => join(opened.folder, name);

// 64, 8 and 8 of 80 GPUs: HHI 6,400 + 100 + 100 = 6,600; b and c as one: 6,400 + 400 = 6,800. Weighed by records: 3 x (1/3)^2 = 3,333.3.
beforeAll(async () => {
  opened = await openTestEngine();
  process.env.CHOKEPOINT_KEYS = path('keys');
  const { engine } = opened;
  writeFileSync(path('nodes.csv'), 'provider,gpu_model,gpu_count\na,H100 SXM 80GB,64\nb,H100 SXM 80GB,8\nc,H100 SXM 80GB,8\n');
  const { id } = await importFile(engine, path('nodes.csv'), { name: 'Nodes' });
  await engine.client.entities.link({
    scope: { dataset: id, by: 'provider', weight: 'gpu_count', where: '' },
    link: { kind: 'same-owner', from: 'b', to: 'c', evidence: [{ type: 'filing', value: 'register 12', source: null, dateSeen: null }] },
    why: 'one owner',
    acknowledged: ['large-share'],
  });
  bundle = path('bundle.zip');
  writeFileSync(bundle, zipped(await bundleFiles(engine)));
  for (const name of ['ada@example.org', 'rev@example.org']) await chokepoint('key', 'new', name);
  await chokepoint('sign', bundle, '--key', 'ada@example.org');
  const { out } = await chokepoint('dissent', 'choices', bundle, '--json');
  link = JSON.parse(out).links[0].id;
}, 300_000);
afterAll(async () => {
  if (usualKeys === undefined) delete process.env.CHOKEPOINT_KEYS;
  else process.env.CHOKEPOINT_KEYS = usualKeys;
  await opened.close();
});

async function tried(...args: string[]): Promise<Alternative> {
  const { code, out, err } = await chokepoint('dissent', 'try', bundle, ...args, '--json');
  expect([code, err]).toEqual([0, '']);
  return alternativeSchema.parse(JSON.parse(out));
}
const claim = ({ claims }: Alternative, id: string) => claims.find((each) => each.id === id);
const lowOf = (side: { value: unknown } | null | undefined) => (side?.value as { low: number } | undefined)?.low;

describe('a counter-case', () => {
  it('gives the claims without a merge that is rejected', async () => {
    const alternative = await tried('--reject', link);
    const hhi = claim(alternative, 'VD1.hhi');
    expect([lowOf(hhi?.stated), lowOf(hhi?.alternative), hhi?.changed]).toEqual([expect.closeTo(6800, 9), expect.closeTo(6600, 9), true]);
    expect(alternative.words).toEqual(['Reject the link b same owner c']);
    expect(alternative.claims.some(({ changed }) => !changed)).toBe(true);
  });

  it.each([
    [['--entities', 'none'], 6600],
    [['--weight', 'count', '--entities', 'none'], 10_000 / 3],
  ])('gives the claims with %j', async (args, expected) => {
    expect(lowOf(claim(await tried(...args), 'VD1.hhi')?.alternative)).toBeCloseTo(expected, 8);
  });

  it('moves the breaking point with the threshold of the tests', async () => {
    // half of 80 GPUs are asked for: without a 16 of 40 are left, 40 %
    const id = 'RD1.breaking-point';
    const kept = claim(await tried('--threshold', '2/5'), id);
    const broken = claim(await tried('--threshold', '9/10'), id);
    expect(lowOf(kept?.alternative)).toBe(2);
    expect([lowOf(broken?.stated), lowOf(broken?.alternative)]).toEqual([1, 1]);
  });

  it.each(['80 %', '0,8', ' 4 / 5 '])('reads the threshold %j as 4/5', async (threshold) => {
    const values = ({ claims }: Alternative) => claims.map(({ alternative }) => alternative?.value);
    expect(values(await tried('--threshold', threshold))).toEqual(values(await tried('--threshold', '4/5')));
  });

  it('reads a text otherwise', async () => {
    writeFileSync(path('changes.json'), JSON.stringify({ values: [{ kind: 'gpu', raw: 'H100 SXM 80GB', value: null }] }));
    const { words } = await tried('--changes', path('changes.json'));
    expect(words).toEqual(['Read "H100 SXM 80GB" as no value (gpu)']);
  });

  it('says what is missing', async () => {
    const code = async (...args: string[]) => JSON.parse((await chokepoint('dissent', 'try', bundle, ...args, '--json')).err).code;
    expect(await code()).toBe('nothing-changed');
    expect(await code('--reject', 'none such')).toBe('link-missing');
    expect(await code('--threshold', 'much')).toBe('usage');
    const { err } = await chokepoint('dissent', 'try', bundle, '--threshold', 'much', '--json');
    expect(JSON.parse(err).message).toContain('a share such as 3/4, 0.75 or 75 % is expected');
    writeFileSync(path('no.zip'), 'no zip');
    expect(JSON.parse((await chokepoint('dissent', 'try', path('no.zip'), '--entities', 'none', '--json')).err).code).toBe('not-a-bundle');
  });

  it('is the same over the contract', async () => {
    const { client, files } = opened.engine;
    const file = files.adopt(bundle).ref;
    const changes = changesSchema.parse({ links: [{ link, state: 'rejected' }] });
    expect(await resultOf(await client.evidence.alternative({ file, changes }))).toEqual(await tried('--reject', link));
    expect((await resultOf(await client.evidence.choices({ file }))).weights).toEqual(['count', 'gpu_count']);
    const { signature, alternative } = await resultOf(await client.evidence.dissent({ file, changes, reviewer: 'R. Reviewer' }));
    expect([signature, alternative.words.length]).toEqual([null, 1]);
  });
});

describe('a dissent', () => {
  const NOTE = 'The register entry is of another company.\nI would not merge them.';
  const write = (out: string) =>
    chokepoint(
      'dissent',
      'write',
      bundle,
      '--reject',
      link,
      '--name',
      'R. Reviewer',
      '--note',
      NOTE,
      '--key',
      'rev@example.org',
      '--out',
      out,
      '--json',
    );
  const verified = async (...args: string[]): Promise<{ code: number; result: VerificationResult }> => {
    const { code, out } = await chokepoint('verify', ...args, '--json');
    return { code, result: JSON.parse(out) };
  };

  beforeAll(async () => {
    const { code, err } = await write(path('dissent.zip'));
    expect([code, err]).toEqual([0, '']);
  });

  it('is signed, names the bundle that it answers, and is the same bytes again', async () => {
    await write(path('again.zip'));
    expect(readFileSync(path('again.zip'))).toEqual(readFileSync(path('dissent.zip')));
    const { code, result } = await verified(path('dissent.zip'));
    // its claims hang on a bundle that is not here
    expect([code, result.kind, result.status, result.trust]).toEqual([3, 'dissent', 'not-computed', ['L0', 'L1']]);
    expect(result.claims.length).toBeGreaterThan(0);
    expect(result.claims.every(({ match, recomputed, firstDifference }) => !match && recomputed === null && firstDifference === null)).toBe(
      true,
    );
    const changed = result.dissent?.claims.filter((each) => each.changed).length;
    expect(verdictWords(result)).toBe(
      `NOT COMPUTED: Dissent of R. Reviewer against bundle ${result.dissent?.answers.bundle.slice(0, 16)}, "Test": ${changed} claims otherwise; not computed again, the bundle it answers is not at hand.`,
    );
    expect(result.dissent).toMatchObject({ reviewer: 'R. Reviewer', note: NOTE, words: ['Reject the link b same owner c'] });
    expect(result.signatures).toMatchObject([{ ok: true, known: true, signer: 'rev@example.org' }]);
  });

  it('is told at a terminal without a mismatch, what is otherwise first', async () => {
    const { code, out } = await chokepoint('verify', path('dissent.zip'));
    expect(code).toBe(3);
    expect(out).toMatch(/VD1\.hhi +6,800 +6,600 +otherwise +not computed/);
    expect(out).toContain('I would not merge them.');
    expect(out).toContain('chokepoint verify DISSENT --against BUNDLE');
    expect(out).toMatch(/L2 {2}no {3}recomputed: none of the \d+ claims was computed again here/);
    expect(out).not.toContain('MISMATCH');
  });

  it('is computed again beside the bundle that it answers', async () => {
    const { code, result } = await verified(path('dissent.zip'), '--against', bundle);
    expect([code, result.status, result.trust]).toEqual([0, 'match', ['L0', 'L1', 'L2']]);
    expect(result.claims.find(({ id }) => id === 'VD1.hhi')).toMatchObject({ match: true });
  });

  it('is found out when a number in it is not what its changes give, and when it answers another bundle', async () => {
    const files = readArchive(readFileSync(path('dissent.zip')), 'dissent.zip');
    const text = new TextDecoder().decode(files.get('dissent.json'));
    files.set('dissent.json', new TextEncoder().encode(text.replace('6,600', '6,100')));
    writeFileSync(path('changed.zip'), writeArchive(files));
    const changed = await verified(path('changed.zip'), '--against', bundle);
    expect(changed.code).toBe(3);
    expect(changed.result.claims.find(({ id }) => id === 'VD1.hhi')?.match).toBe(false);
    expect(changed.result.files.find(({ name }) => name === 'dissent.json')).toMatchObject({ ok: false });
    await opened.engine.client.cases.describe({ title: 'Another title', question: '' });
    writeFileSync(path('other.zip'), zipped(await bundleFiles(opened.engine)));
    const other = await verified(path('dissent.zip'), '--against', path('other.zip'));
    expect(other.code).toBe(3);
    expect(other.result.files.find(({ name }) => name === 'dissent.json')?.problem).toContain('it answers the bundle');
  });

  it('held against something that is no bundle has an outcome that names it', async () => {
    writeFileSync(path('notes.txt'), 'no bundle');
    const { code, result } = await verified(path('dissent.zip'), '--against', path('notes.txt'));
    expect(code).toBe(2);
    expect(result).toMatchObject({
      status: 'not-a-bundle',
      kind: 'dissent',
      problem: expect.stringContaining('"notes.txt" is neither a zip nor a PDF'),
    });
  });

  it('does not answer a bundle that was changed on its way', async () => {
    const files = readArchive(readFileSync(bundle), 'bundle.zip');
    files.set('data/D1.csv', new TextEncoder().encode(new TextDecoder().decode(files.get('data/D1.csv')).replace(',64', ',65')));
    writeFileSync(path('tampered.zip'), writeArchive(files));
    for (const asked of [['try'], ['write', '--name', 'R. Reviewer', '--out', path('never.zip')]]) {
      const [command = '', ...more] = asked;
      const { code, err } = await chokepoint('dissent', command, path('tampered.zip'), '--threshold', '4/5', ...more, '--json');
      expect(code).toBe(2);
      expect(JSON.parse(err)).toMatchObject({
        code: 'bundle-unusable',
        message: expect.stringContaining('its file data/D1.csv was changed: its hash is not that of manifest.json'),
      });
    }
    expect(existsSync(path('never.zip'))).toBe(false);
  });

  it('does not answer a bundle that does not come out as stated, though its hashes were written anew', async () => {
    const files = readArchive(readFileSync(bundle), 'bundle.zip');
    const data = new TextEncoder().encode(new TextDecoder().decode(files.get('data/D1.csv')).replace(',64', ',65'));
    writeFileSync(path('rehashed.zip'), zipped(sealed(new Map([...files, ['data/D1.csv', data]]))));
    const { code, err } = await chokepoint('dissent', 'try', path('rehashed.zip'), '--threshold', '4/5', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({
      code: 'bundle-differs',
      message: expect.stringMatching(
        /"rehashed.zip" cannot be answered: it does not come out as stated\. MISMATCH: \d+ of \d+ claims differ/,
      ),
      details: { claims: expect.arrayContaining(['VD1.hhi']) },
    });
  });

  it('is printed in the report of a case, verbatim', async () => {
    const { client, files } = opened.engine;
    const { printed } = await client.evidence.readDissent({ file: files.adopt(path('dissent.zip')).ref });
    expect(printed.name).toBe('R. Reviewer');
    expect(printed.text.startsWith(`${NOTE}\n\nAnswers bundle `)).toBe(true);
    expect(printed.text).toContain('- Reject the link b same owner c');
    const said = await chokepoint('dissent', 'read', path('dissent.zip'));
    expect(said.out).toContain('I would not merge them.');
    expect(await client.evidence.readDissent({ file: files.adopt(bundle).ref }).catch(errorValueOfCall)).toMatchObject({
      code: 'not-a-dissent',
    });
    const own = path('own.chokepoint');
    await chokepoint('import', path('nodes.csv'), '--case', own);
    expect((await chokepoint('dissent', 'print', path('dissent.zip'), '--case', own)).code).toBe(0);
    const { out } = await chokepoint('history', '--case', own, '--json');
    expect(JSON.parse(out).entries[0]).toMatchObject({ command: 'report.setLayout', input: { layout: { dissent: [printed] } } });
    // another reviewer stands beside the first; the same one takes their own place
    for (const [name, out] of [
      ['S. Second', 'second.zip'],
      ['R. Reviewer', 'first.zip'],
    ] as const) {
      await chokepoint('dissent', 'write', bundle, '--threshold', '4/5', '--name', name, '--note', `${name} says so.`, '--out', path(out));
      const { out: said } = await chokepoint('dissent', 'print', path(out), '--case', own);
      expect(said).toContain(name === 'S. Second' ? 'beside that of R. Reviewer' : 'in place of what the same reviewer said before');
    }
    const { out: shown } = await chokepoint('report', 'layout', '--case', own, '--show');
    expect(shown).toContain('Dissent: of R. Reviewer, S. Second');
    const layout = JSON.parse((await chokepoint('history', '--case', own, '--json')).out).entries[0];
    expect(layout.label).toContain('dissent note of R. Reviewer');
    expect(layout.input.layout.dissent.map(({ text }: { text: string }) => text.split('\n')[0])).toEqual([
      'R. Reviewer says so.',
      'S. Second says so.',
    ]);
  });

  it('can be counter-signed by the author of the bundle', async () => {
    const alone = await chokepoint('sign', path('again.zip'), '--key', 'ada@example.org', '--json');
    expect(JSON.parse(alone.err)).toMatchObject({ code: 'not-recomputed', advice: expect.stringContaining('--against') });
    const { code, out } = await chokepoint('sign', path('again.zip'), '--key', 'ada@example.org', '--against', bundle, '--json');
    expect([code, JSON.parse(out).role]).toEqual([0, 'counter']);
    const { result } = await verified(path('again.zip'), '--against', bundle);
    expect(result.trust).toEqual(['L0', 'L1', 'L2', 'L3']);
  });
});
