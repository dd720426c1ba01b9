// Verify finds and names whatever was changed in a bundle or a report, also where somebody wrote manifest and hash list anew to hide it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BundleFiles } from '../../electron/engine/evidence/archive.ts';
import { directSession } from '../../electron/engine/evidence/direct-session.ts';
import { signBundle } from '../../electron/engine/evidence/sign.ts';
import { verifyEvidence } from '../../electron/engine/evidence/verify.ts';
import { composeReport, compositionHash } from '../../electron/engine/report/compose.ts';
import type { Claim } from '../../shared/evidence/claims-file.ts';
import { BUNDLE_PATHS } from '../../shared/evidence/paths.ts';
import { publicKeyLine } from '../../shared/evidence/ssh-keys.ts';
import type { VerificationResult } from '../../shared/evidence/verification.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';
import { bundleFiles, pdfOf, resealed, sealed, zipped } from './small-bundle.ts';
import { gathered, withFacts } from './support.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (content: Uint8Array | undefined) => new TextDecoder().decode(content);

let bundle: BundleFiles;
let composed: string;

beforeAll(async () => {
  const { engine, folder, close } = await openTestEngine();
  const rows = Array.from(
    { length: 24 },
    (_, at) => `p${at % 9},${['H100 SXM 80GB', 'A100 80GB PCIe'][at % 2]},${8 + at},${['DE', 'Germany', 'FR'][at % 3]}`,
  );
  writeFileSync(join(folder, 'nodes.csv'), `provider,gpu_model,gpu_count,country\n${rows.join('\n')}\n`);
  const { id } = await importFile(engine, join(folder, 'nodes.csv'), { name: 'Nodes' });
  const { client } = engine;
  await client.entities.link({
    scope: { dataset: id, by: 'provider', weight: 'gpu_count' },
    link: { kind: 'same-owner', from: 'p1', to: 'p2', evidence: [{ type: 'filing', value: 'register 12', source: null, dateSeen: null }] },
    why: 'one owner',
    acknowledged: ['large-share'],
  });
  await client.views.save({ name: 'by provider', spec: { dataset: id, by: 'provider', weight: 'gpu_count' } });
  await client.views.save({ name: 'by country', spec: { dataset: id, by: 'country', weight: 'gpu_count' } });
  bundle = await bundleFiles(engine);
  composed = compositionHash(composeReport(await withFacts(engine, (facts) => gathered(directSession(facts)))));
  await close();
});

/** The bundle with one file changed, or left out with `null`. */
const withFile = (path: string, change: ((text: string) => string) | null, files = bundle): BundleFiles => {
  const changed = new Map(files);
  if (change === null) changed.delete(path);
  else {
    const before = decode(files.get(path));
    const after = change(before);
    expect(after).not.toBe(before);
    changed.set(path, encode(after));
  }
  return changed;
};
const verify = (files: BundleFiles) => verifyEvidence(zipped(files), 'bundle.zip');
const wrongFiles = ({ files }: VerificationResult) => files.filter(({ ok }) => !ok).map(({ name, problem }) => [name, problem]);
/** Files that are named but for the report, in which the file of before is attached still. */
const wrong = (result: VerificationResult) => wrongFiles(result).filter(([name]) => name !== 'report.pdf');
const differing = ({ claims }: VerificationResult) => claims.filter(({ match }) => !match).map(({ id }) => id);

const PAGES = expect.stringMatching(/pages of report.pdf.* were not set again/);

describe('a bundle as it was written', () => {
  it('matches: claims, files, ledger and trust', async () => {
    const result = await verify(bundle);
    expect([wrong(result), differing(result)]).toEqual([[], []]);
    expect(result).toMatchObject({ status: 'match', kind: 'bundle', title: 'Test', signatures: [], trust: ['L0', 'L2'] });
    expect(result.ledger).toEqual({ entries: 5, intact: true, brokenAt: null, redacted: 0 });
    expect(result.claims.length).toBeGreaterThan(10);
  });

  it('is checked by the export that set its pages by what they are set from', async () => {
    const setFrom = async (hash: string) =>
      verifyEvidence(zipped(bundle), 'bundle.zip', { host: { verifyPage: () => null, pages: { setFrom: hash } } });
    const otherwise = await setFrom('0'.repeat(64));
    expect(otherwise.status).toBe('mismatch');
    expect(wrongFiles(otherwise)).toEqual([['report.pdf', 'its pages were set from something else than comes out again']]);
    const matching = await setFrom(composed);
    expect(matching).toMatchObject({ status: 'match', notes: [PAGES] });
  });

  it('names the decisions behind each claim', async () => {
    const { claims, decisions } = await verify(bundle);
    const labels = (id: string) => claims.find((claim) => claim.id === id)?.decisions.map((at) => decisions[at - 1]?.label);
    expect(labels('V1.hhi')).toEqual([
      expect.stringContaining('Import nodes.csv'),
      expect.stringContaining('p1'),
      'Save the view "by provider"',
    ]);
    expect(labels('V2.hhi')?.at(-1)).toBe('Save the view "by country"');
  });

  it('matches by the attachments of its report alone', async () => {
    const result = await verifyEvidence(await pdfOf(bundle), 'report.pdf');
    expect([wrong(result), differing(result)]).toEqual([[], []]);
    expect(result).toMatchObject({ status: 'match', kind: 'pdf' });
  });

  it('says that a report without records cannot be computed again by itself', async () => {
    const result = await verifyEvidence(await pdfOf(withFile('data/D1.csv', null)), 'report.pdf');
    expect(result.status).toBe('mismatch');
    expect(wrong(result)).toEqual([]);
    expect(result.notes).toEqual([expect.stringContaining('records are not attached')]);
  });
});

describe('a changed byte', () => {
  it('in the records is named as file, and with its hash hidden as claim, row and column', async () => {
    const change = (text: string) => text.replace(',p3,', ',p4,');
    const plain = await verify(withFile('data/D1.csv', change));
    expect(plain.status).toBe('mismatch');
    expect(wrong(plain)).toContainEqual(['data/D1.csv', expect.stringContaining('was changed')]);
    const hidden = await verify(await resealed(withFile('data/D1.csv', change)));
    expect(hidden.status).toBe('mismatch');
    expect(differing(hidden)).toContain('V1.hhi');
    expect(hidden.claims.find(({ id }) => id === 'V1.hhi')?.firstDifference?.where).toBe('value.low');
    expect(wrong(hidden)).toContainEqual([
      'results/view-1-gpu-count-by-provider.csv',
      expect.stringMatching(/^row \d+ column \w+: it states/),
    ]);
  });

  it('in a canonical column of the records is named with its row', async () => {
    const result = await verify(await resealed(withFile('data/D1.csv', (text) => text.replace(/,DE\n/, ',FR\n'))));
    expect(wrong(result)).toContainEqual(['data/D1.csv', expect.stringMatching(/row 1 column country: it states "FR", they give "DE"/)]);
  });

  it('in the claims is named as claim with its first difference', async () => {
    const change = (text: string) => {
      const document = JSON.parse(text) as { claims: Claim[] };
      const claim = document.claims.find(({ id }) => id === 'V1.hhi') as Claim;
      Object.assign(claim.value, { high: 1 });
      return `${JSON.stringify(document, null, 2)}\n`;
    };
    expect(wrong(await verify(withFile('claims.json', change)))).toContainEqual(['claims.json', expect.stringContaining('was changed')]);
    const hidden = await verify(await resealed(withFile('claims.json', change)));
    expect(hidden).toMatchObject({ status: 'mismatch' });
    expect(differing(hidden)).toEqual(['V1.hhi']);
    expect(hidden.claims.find(({ id }) => id === 'V1.hhi')?.firstDifference).toMatchObject({ where: 'value.high', stated: 1 });
  });

  it('in a claim that was added or left out is named too', async () => {
    const edit = (work: (claims: Claim[]) => Claim[]) => (text: string) => {
      const document = JSON.parse(text) as { claims: Claim[] };
      return JSON.stringify({ ...document, claims: work(document.claims) });
    };
    const more = await verify(
      await resealed(
        withFile(
          'claims.json',
          edit((claims) => [...claims, { ...(claims[0] as Claim), id: 'V9.hhi' }]),
        ),
      ),
    );
    expect(more.claims.find(({ id }) => id === 'V9.hhi')).toMatchObject({ match: false, recomputed: null });
    const fewer = await verify(
      await resealed(
        withFile(
          'claims.json',
          edit((claims) => claims.slice(1)),
        ),
      ),
    );
    expect(fewer.claims.filter(({ match }) => !match)).toMatchObject([{ stated: null, firstDifference: { where: 'claim' } }]);
    const twice = await verify(
      await resealed(
        withFile(
          'claims.json',
          edit((claims) => [...claims, claims[0] as Claim]),
        ),
      ),
    );
    expect(twice.status).toBe('mismatch');
  });

  it('in the decisions is named as claim', async () => {
    const without = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), links: [] });
    const result = await verify(await resealed(withFile('recipe/entities.json', without)));
    expect(differing(result)).toContain('V1.hhi');
    const broken = await verify(await resealed(withFile('recipe/entities.json', () => '{"revision": "x"}')));
    expect(wrong(broken)).toEqual([['recipe/entities.json', expect.stringContaining('at revision')]]);
  });

  it('in the results is named with row and column', async () => {
    const path = 'results/view-2-gpu-count-by-country.csv';
    const result = await verify(await resealed(withFile(path, (text) => text.replace('FR', 'XX'))));
    expect(wrong(result)).toEqual([[path, expect.stringMatching(/^row \d column \w+: it states "XX", "FR" comes out again/)]]);
  });

  it('in what describes the bundle is named, also with its hash hidden', async () => {
    const other: [string, (text: string) => string, RegExp][] = [
      ['datapackage.json', () => '{}', /^\$schema states nothing/],
      ['datapackage.json', (text) => text.replace('"type": "integer"', '"type": "string"'), /schema\.fields\.\d+\.type states "string"/],
      ['README.txt', (text) => text.replace('sha256sum -c', 'sha256sum'), /^line \d+ is not what comes out again/],
      ['claims.json', (text) => text.replace('"title": "Test"', '"title": "Best"'), /^case\.title states "Best", "Test" comes out again/],
      ['claims.json', (text) => text.replace('"asOf": null', '"asOf": "2020-01-01"'), /^asOf states "2020-01-01"/],
      ['claims.json', (text) => text.replace('"asOf"', '"sample": "SAMPLE", "asOf"'), /^sample states "SAMPLE"/],
      ['manifest.json', (text) => text.replace('"title": "Test"', '"title": "Best"'), /^case\.title states "Best"/],
      ['manifest.json', (text) => text.replace('"asOf": null', '"asOf": "2020-01-01"'), /^asOf states "2020-01-01"/],
      ['manifest.json', (text) => text.replace('"sample": false', '"sample": true'), /^sample states true/],
    ];
    for (const [path, change, words] of other) {
      const result = await verify(await resealed(withFile(path, change)));
      expect(result).toMatchObject({ status: 'mismatch', title: 'Test', asOf: null });
      expect(wrong(result)).toContainEqual([path, expect.stringMatching(words)]);
    }
  });

  it('in the ledger is named as entry', async () => {
    const result = await verify(await resealed(withFile('ledger.jsonl', (text) => text.replace('one owner', 'two owners'))));
    expect(result).toMatchObject({ status: 'mismatch', ledger: { intact: false, brokenAt: 3 } });
    expect(wrong(result)).toEqual([['ledger.jsonl', 'entry 3 was changed after it was written']]);
  });

  it('is told where the manifest was taken out: hash list, signature or attachments say that there was one', async () => {
    const without = withFile('manifest.json', null);
    const gone = {
      status: 'mismatch',
      kind: 'bundle',
      files: [{ name: 'manifest.json', ok: false }],
      problem: expect.stringContaining('manifest.json is missing'),
    };
    expect(await verify(without)).toMatchObject(gone);
    const list = 'manifest-sha256.txt';
    expect(await verify(new Map([...without].filter(([name]) => name !== list)))).toMatchObject({ status: 'not-a-bundle' });
    const signature = new Map([...without, [`${list}.sig`, encode('a\n')]].filter(([name]) => name !== list) as [string, Uint8Array][]);
    expect(await verify(signature)).toMatchObject(gone);
    expect(await verifyEvidence(await pdfOf(without), 'report.pdf')).toMatchObject({ ...gone, kind: 'pdf' });
  });

  it('in the manifest is named', async () => {
    const title = await verify(withFile('manifest.json', (text) => text.replace('"Test"', '"Best"')));
    expect(wrong(title)).toEqual([['manifest.json', expect.stringMatching(/^was changed: its hash is not that of manifest-sha256.txt/)]]);
    const broken = await verify(withFile('manifest.json', (text) => text.replace('{', '[')));
    expect(broken).toMatchObject({ status: 'mismatch', problem: expect.stringContaining('manifest.json cannot be read') });
  });

  it('in an attachment of the report is named, in the bundle and alone', async () => {
    const changed = withFile('claims.json', (text) => text.replace('"Test"', '"Best"'));
    const inside = await verify(sealed(new Map([...bundle, [BUNDLE_PATHS.report, await pdfOf(changed)]])));
    expect(wrongFiles(inside)).toEqual([['report.pdf', 'its attachment claims.json is not the file claims.json of the bundle']]);
    const alone = await verifyEvidence(await pdfOf(changed), 'report.pdf');
    expect(wrong(alone)).toEqual([['claims.json', expect.stringMatching(/^was changed: its hash is not that of manifest.json/)]]);
  });
});

describe('what was taken away or put in', () => {
  it('is named: an entry of the ledger in the middle and at the end', async () => {
    const lines = decode(bundle.get('ledger.jsonl')).trimEnd().split('\n');
    const middle = await verify(await resealed(withFile('ledger.jsonl', () => `${lines.filter((_, at) => at !== 3).join('\n')}\n`)));
    expect(wrong(middle)).toEqual([['ledger.jsonl', 'entry 3 is missing: entry 4 stands in its place']]);
    const end = await verify(await resealed(withFile('ledger.jsonl', () => `${lines.slice(0, -1).join('\n')}\n`)));
    expect(wrong(end)).toEqual([['ledger.jsonl', 'it has 4 entries, the manifest states 5']]);
  });

  it('is named: a file', async () => {
    expect(wrong(await verify(withFile('results/view-1-metrics.csv', null)))).toEqual([['results/view-1-metrics.csv', 'is missing']]);
    const added = await verify(new Map([...bundle, ['results/more.csv', encode('a\n')]]));
    expect(wrong(added)).toEqual([['results/more.csv', expect.stringContaining('it was added')]]);
    const named = await verify(new Map([...bundle, ['manifest-sha256.txt.more.sig', encode('a\n')]]));
    expect(wrong(named)).toEqual([['manifest-sha256.txt.more.sig', expect.stringContaining('it was added')]]);
  });

  it('is named also where manifest, hash list and attachments were written anew: a table', async () => {
    const path = 'results/view-1-metrics.csv';
    const gone = await verify(await resealed(withFile(path, null)));
    expect(gone.status).toBe('mismatch');
    expect(wrong(gone)).toContainEqual([path, 'is missing: it comes out again, and no file states it']);
    const more = await verify(await resealed(new Map([...bundle, ['results/more.csv', encode('a\n')]])));
    expect(wrong(more)).toContainEqual(['results/more.csv', 'nothing of the report gives this file']);
  });

  it('is named: the report, and what has to be attached to it', async () => {
    const without = new Map(bundle);
    without.delete('report.pdf');
    expect(wrongFiles(await verify(sealed(without)))).toEqual([['report.pdf', 'is missing']]);
    const bare = await verify(sealed(new Map([...bundle, ['report.pdf', await pdfOf(new Map())]])));
    expect(wrongFiles(bare)).toEqual([['report.pdf', expect.stringMatching(/^the file .+ is not attached to it$/)]]);
  });
});

describe('a signature', () => {
  const key = (byte: number) => new Uint8Array(32).fill(byte);

  it('lifts the trust where it holds', async () => {
    const both = signBundle(signBundle(bundle, key(1)).files, key(2));
    const known = [1, 2].map((byte) => ({ name: `person ${byte}`, publicKey: publicKeyLine(ed25519.getPublicKey(key(byte))) }));
    const trusted = await verifyEvidence(zipped(both.files), 'bundle.zip', { known });
    expect(trusted).toMatchObject({ status: 'match', trust: ['L0', 'L1', 'L2', 'L3'] });
    // keys of strangers: the signatures hold, and no rung is reached by them
    expect(await verify(both.files)).toMatchObject({ status: 'match', trust: ['L0', 'L2'] });
  });

  it('of another bundle is named', async () => {
    const other = signBundle(await resealed(withFile('results/view-1-metrics.csv', null)), key(1));
    const result = await verify(new Map([...bundle, [other.name, other.files.get(other.name) as Uint8Array]]));
    expect(result).toMatchObject({
      status: 'mismatch',
      signatures: [{ ok: false, file: other.name, problem: expect.stringContaining('does not belong') }],
    });
    // whatever was signed: files and claims are those that come out
    expect(result.trust).toEqual(['L0', 'L2']);
  });
});

describe('what is no bundle', () => {
  const problemOf = async (content: Uint8Array) => {
    const { status, problem } = await verifyEvidence(content, 'x.zip');
    expect(status).toBe('not-a-bundle');
    return problem;
  };

  it('is told in words', async () => {
    expect(await problemOf(encode('provider,gpu_count\n'))).toContain('neither a zip nor a PDF');
    expect(await problemOf(encode('PK\u0003\u0004 and so on'))).toContain('cannot be read as a zip');
    expect(await problemOf(encode('%PDF-1.7 and so on'))).toContain('PDF');
    expect(await problemOf(zipSync({ 'a.txt': encode('a') }))).toContain('no manifest.json');
  });

  it('is refused before it is unpacked where it could do harm', async () => {
    expect(await problemOf(zipSync({ '../a.txt': encode('a') }))).toContain('leads out of it');
    expect(await problemOf(zipSync({ 'C:\\a.txt': encode('a') }))).toContain('leads out of it');
    const twice = zipSync({ 'a.txt': encode('a'), 'b.txt': encode('b') });
    for (let at = 0; at < twice.length - 4; at++) if (decode(twice.subarray(at, at + 5)) === 'b.txt') twice[at] = 'a'.charCodeAt(0);
    expect(await problemOf(twice)).toContain('two files named "a.txt"');
    const bomb = zipSync({ 'a.txt': encode('a'.repeat(10)) });
    const view = new DataView(bomb.buffer);
    for (let at = 0; at < bomb.length - 4; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 900_000_000, true);
    expect(await problemOf(bomb)).toContain('states a size that its bytes cannot have');
  });

  it('of a newer major format is refused with advice, of a newer minor one it opens with a notice', async () => {
    const format = (version: string) => resealed(withFile('manifest.json', (text) => text.replace('"1.0"', `"${version}"`)));
    expect(await verify(await format('2.0'))).toMatchObject({
      status: 'not-a-bundle',
      problem: expect.stringContaining('newer Chokepoint'),
    });
    expect(await verify(await format('1.7'))).toMatchObject({ status: 'match', notes: [expect.stringContaining('format 1.7'), PAGES] });
  });
});
