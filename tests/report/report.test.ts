import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { removalAnswer } from '../../electron/engine/report/answers.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { ReportFile } from '../../shared/contract/report.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { has, over } from './support.ts';

// Known 40, 25, 10, unknown 25 (domain.md 4): HHI 2,325 to 4,950, stated 4,133; largest share 40 % to 65 %.
const CSV = 'operator,gpu_count,note\nBorealis,40,"a ""quoted"", cell"\nTundra,25,中文\nCirrus,10,=1+1\n,25,unknown operator\n';

/** No blank in it, longer than its column of the table of sources. */
const LONG_NAME = 'providers_of_the_whole_network_exported_from_registry_without_any_blank_2026-11-20.csv';

let engine: Engine;
let close: () => Promise<void>;
let first: Map<string, Buffer>;
let listed: ReportFile[];

async function exportReport(paper: 'a4' | 'us-letter' = 'a4'): Promise<Map<string, Buffer>> {
  const { files } = await resultOf(await engine.client.report.export({ paper }));
  listed = files;
  return new Map(files.map(({ ref, name }) => [name, readFileSync(engine.files.path(ref))]));
}

beforeAll(async () => {
  const opened = await openTestEngine();
  ({ engine, close } = opened);
  const path = join(opened.folder, LONG_NAME);
  writeFileSync(path, CSV);
  const dataset = await importFile(engine, path, { name: 'Providers' });
  const spec = { dataset: dataset.id, by: 'operator', weight: 'gpu_count', where: '' };
  await engine.client.views.save({ name: 'GPUs by operator', spec });
  await engine.client.views.save({ name: 'Notes', spec: { ...spec, by: 'note' } });
  // worked example: one class, capacities 40, 25, 10 and 25 without an owner
  const portfolio = parsePortfolio({ title: 'One GPU each', classes: [{ name: 'one GPU', gpus_per_node: 1, quantity: 60 }] });
  await engine.client.removal.saveScenario({
    name: 'Largest operators',
    spec: { dataset: dataset.id, by: 'operator', where: '', portfolio, threshold: '1' },
    removed: [],
  });
  // the same test with units removed by hand, one of which the data do not hold
  await engine.client.removal.saveScenario({
    name: 'Without Tundra and Cirrus',
    spec: { dataset: dataset.id, by: 'operator', where: '', portfolio, threshold: '3/4' },
    removed: ['Tundra', 'Cirrus', 'Nobody'],
  });
  first = await exportReport();
}, 60_000);
afterAll(() => close());

describe('the report of a case whose data were corrected and waived', () => {
  it('prints waivers with reason and name and corrected records with their reason, and gives the same bytes again', async () => {
    const opened = await openTestEngine();
    try {
      const { client, files } = opened.engine;
      const path = join(opened.folder, 'rejects.csv');
      writeFileSync(path, 'provider,gpu_count\nAlpha,8\nBeta,2.5\nGamma,-1\n');
      const dataset = await importFile(opened.engine, path, { name: 'Providers' });
      await client.quality.waive({ dataset: dataset.id, check: 'base-stated', reason: 'one base only', name: 'A. Analyst' });
      const cells = { provider: 'Beta', gpu_count: '2' };
      await client.sources.readmit({ dataset: dataset.id, number: 0, cells, reason: 'half a GPU is a slip' });
      const made = async () => {
        const report = await resultOf(await client.report.export({ paper: 'a4' }));
        return new Map(report.files.map(({ ref, name }) => [name, readFileSync(files.path(ref))]));
      };
      const once = await made();
      const again = await made();
      expect([...once].every(([name, bytes]) => again.get(name)?.equals(bytes))).toBe(true);
      const parse = (name: string) =>
        Papa.parse<Record<string, string>>(String(once.get(name)), { header: true, skipEmptyLines: true }).data;
      expect(parse('waived-checks.csv')).toMatchObject([
        { check: 'base-stated', title: 'Supply base is stated', effect: 'note', reason: 'one base only', name: 'A. Analyst' },
      ]);
      expect(parse('corrected-records.csv')).toMatchObject([
        { line: '3', corrected_cells: '["Beta","2"]', reason: 'half a GPU is a slip', text_in_file: 'Beta,2.5' },
      ]);
      expect(parse('sources.csv')).toMatchObject([{ records_imported: '2', records_rejected: '1', records_corrected: '1' }]);
      if (!has('pdftotext')) return;
      const text = over(once.get('report.pdf') as Buffer, 'pdftotext', '{}', '-').text.replace(/\s+/g, ' ');
      expect(text).toContain('Waived checks');
      expect(text).toContain('A. Analyst');
      expect(text).toContain('Corrected records');
      expect(text).toContain('half a GPU is a slip');
      // line 3 was taken in, line 4 is still left out
      expect(text).toContain('1 of 3 records not imported. rejects.csv, line 4');
      expect(text).not.toContain('rejects.csv, line 3');
    } finally {
      await opened.close();
    }
  });
});

describe('the report of a dataset with open values', () => {
  it('says what is named in part, what it may be, and the bounds of weights', async () => {
    const opened = await openTestEngine();
    const path = join(opened.folder, 'models.csv');
    writeFileSync(path, 'provider,gpu_model,gpu_count\na,H100 SXM5 80GB,60\nb,H100,20\nc,RTX 4090,20\nd,RTX 4090,4-8\n');
    const dataset = await importFile(opened.engine, path);
    const spec = { dataset: dataset.id, weight: 'gpu_count', where: '' };
    await opened.engine.client.views.save({ name: 'Models', spec: { ...spec, by: 'gpu_model' } });
    const { files } = await resultOf(await opened.engine.client.report.export({ paper: 'a4' }));
    const text = (name: string) => readFileSync(opened.engine.files.path(files.find((file) => file.name === name)?.ref as string), 'utf8');
    const { claims } = JSON.parse(text('claims.json')) as { claims: { id: string; context: string }[] };
    expect(claims.find(({ id }) => id === 'V1.hhi')?.context).toMatch(
      /20 GPUs \(20\.0 %\) are named in part: they count for every GPU model that fits; 1 record states bounds/,
    );
    const [partial] = Papa.parse<Record<string, string>>(text('view-1-named-in-part.csv'), { header: true, comments: '#' }).data;
    expect(partial).toMatchObject({ gpu_model: 'nvidia/h100-?-?', gpu_count: '20' });
    expect(partial?.may_be).toContain('nvidia/h100-sxm-80');
    const ranking = Papa.parse<Record<string, string>>(text('view-1-gpu-count-by-gpu-model.csv'), { header: true, comments: '#' }).data;
    expect(ranking[1]).toMatchObject({ gpu_model: 'nvidia/rtx4090-pcie-24', gpu_count: '20', gpu_count_low: '24', gpu_count_high: '28' });
    await opened.close();
  }, 60_000);
});

describe('the report', () => {
  it('gives the same bytes for the same case, file by file, and says their hash', async () => {
    const hashes = new Map(listed.map(({ name, sha256 }) => [name, sha256]));
    const second = await exportReport();
    expect([...second.keys()]).toEqual([...first.keys()]);
    for (const [name, bytes] of second) {
      expect(bytes.equals(first.get(name) as Buffer), name).toBe(true);
      expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(hashes.get(name));
    }
  });

  it('keeps the numbers of the worked example in claims.json, unrounded and in words', () => {
    const { claims, asOf, sample } = JSON.parse((first.get('claims.json') as Buffer).toString());
    expect(asOf).toBe('2026-11-20');
    expect(sample).toBeUndefined();
    const hhi = claims.find(({ id }: { id: string }) => id === 'V1.hhi');
    expect(hhi.value).toEqual({ low: 2325, stated: expect.closeTo(4133.3333333, 6), high: 4950 });
    expect(hhi.display).toBe('4,133 (2,325 to 4,950)');
    expect(hhi.status).toBe('bounded');
    expect(hhi.context).toContain('2026-11-20');
    const largest = claims.find(({ id }: { id: string }) => id === 'V1.cr1');
    expect([largest.value.low, largest.value.high]).toEqual([0.4, 0.65]);
  });

  it('has a CSV and a JSON of each table that parse back to the same cells', () => {
    const tables = [...first.keys()].filter((name) => name.endsWith('.csv') && name !== 'claims.csv');
    expect(tables).toEqual(
      expect.arrayContaining([
        'removal-1-curves.csv',
        'removal-2-curves.csv',
        'view-1-gpu-count-by-operator.csv',
        'view-1-metrics.csv',
        'view-2-gpu-count-by-note.csv',
        'view-2-metrics.csv',
        'sources.csv',
        ...['R1', 'R2', 'V1', 'L1', 'V2', 'L2'].map((figure) => `figure-${figure}.csv`),
      ]),
    );
    for (const name of tables) {
      const text = (first.get(name) as Buffer).toString('utf8');
      expect(text).not.toContain('\r');
      const [header, ...rows] = Papa.parse<string[]>(text.trimEnd()).data;
      const json = JSON.parse((first.get(name.replace('.csv', '.json')) as Buffer).toString());
      expect(header).toEqual(json.columns.map(({ name: column }: { name: string }) => column));
      expect(rows).toEqual(json.rows.map((row: (string | number | null)[]) => row.map((cell) => (cell === null ? '' : String(cell)))));
    }
    expect((first.get('view-1-gpu-count-by-operator.csv') as Buffer).toString()).toContain('\n,25,0.25,,1,not_disclosed\n');
  });

  it('says what is served after the units of a scenario are removed by hand, in both readings', () => {
    const { claims } = JSON.parse((first.get('claims.json') as Buffer).toString());
    const byHand = claims.filter(({ id }: { id: string }) => id.endsWith('removed-by-hand'));
    // Borealis alone serves 40 of 60; the record without an owner stays with its 25 in the favourable reading: 65, of which 60 are asked for
    expect(byHand).toEqual([
      expect.objectContaining({
        id: 'R2.removed-by-hand',
        value: { low: 40, high: 60 },
        display: '40 to 60 of 60 (66.7 to 100.0 %)',
        status: 'bounded',
        parameters: expect.objectContaining({ removed: ['Tundra', 'Cirrus'], absent: ['Nobody'], below: 45 }),
      }),
    ]);
    expect(byHand[0].statement).toBe(
      'Without Tundra and Cirrus (2 operators removed by hand), 40 to 60 of 60 (66.7 to 100.0 %) of the demand can be served, from the adverse to the favourable reading of unknown values: below the threshold in the adverse reading, met in the favourable (threshold 75 %).',
    );
  });

  it('says of Gini with unknown weight that it speaks of the known part, not that it is settled', () => {
    const { claims } = JSON.parse((first.get('claims.json') as Buffer).toString());
    const status = (id: string) => claims.find((claim: { id: string }) => claim.id === id).status;
    expect([status('V1.gini'), status('V1.hhi'), status('V2.gini')]).toEqual(['known-part', 'bounded', 'computed']);
    expect((first.get('view-1-metrics.csv') as Buffer).toString()).toMatch(
      /^gini,population_gini,0\.2666\d+,,,known_part,low: no-range; high: no-range$/m,
    );
  });

  it('keeps the certificate of each removal test, which the independent checker accepts', async () => {
    const { certificate, portfolio } = JSON.parse((first.get('removal-1-certificate.json') as Buffer).toString());
    expect(certificate).toMatchObject({ D: 60, below: 60, grouping: 'operator' });
    expect(portfolio.classes[0]).toMatchObject({ name: 'one GPU', quantity: 60 });
    const [dataset] = await engine.client.datasets.list();
    const spec = { dataset: dataset?.id as string, by: 'operator', where: '', portfolio, threshold: '1' };
    const check = async (certificates: Record<string, unknown>[]) => resultOf(await engine.client.removal.check({ ...spec, certificates }));
    expect(await check([certificate])).toEqual([{ valid: true, findings: [] }]);
    const [tampered] = await check([{ ...certificate, S0: certificate.S0 - 1 }]);
    expect(tampered).toMatchObject({ valid: false, findings: [expect.stringContaining('S0')] });
  });

  it('keeps the inputs beside each certificate, whose hash the certificate names', () => {
    const { certificate } = JSON.parse((first.get('removal-1-certificate.json') as Buffer).toString());
    const [header, ...rows] = (first.get('removal-1-inputs.jsonl') as Buffer).toString().trimEnd().split('\n');
    const canonical = [header, ...rows.sort()].map((line) => `${line}\n`).join('');
    expect(createHash('sha256').update(canonical).digest('hex')).toBe(certificate.inputs);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const controller = new AbortController();
    const job = await engine.client.report.export({ paper: 'a4' }, { signal: controller.signal });
    await expect(
      (async () => {
        for await (const event of job) if (event.type === 'progress') controller.abort();
      })(),
    ).rejects.toThrow();
    expect(await exportReport()).toEqual(first);
  });

  it('sets pages for the preview', async () => {
    const { pages } = await resultOf(await engine.client.report.preview({ paper: 'us-letter' }));
    expect(pages.length).toBeGreaterThanOrEqual(4);
    const svg = readFileSync(engine.files.path((pages[0] as ReportFile).ref), 'utf8');
    expect(svg).toMatch(/^<svg /);
    expect(svg.slice(0, 200)).toContain('width="612pt" height="792pt"');
  });
});

describe('the cover', () => {
  const result = (low: number | null, high: number | null) =>
    ({
      by: 'operator',
      units: 20,
      demand: 100,
      served0: 50,
      threshold: '9/10',
      certificateHigh: {},
      breakingPoint: { low, high, proven: true, members: ['Borealis'] },
    }) as never;
  const portfolio = { title: 'One GPU each', classes: [] };

  it.each([
    [
      2,
      2,
      'The loss of 2 operators is enough to take service of the portfolio "One GPU each" below 90 % of its demand; the loss of any one is not.',
    ],
    [1, 1, 'The loss of 1 operator is enough'],
    [3, 7, 'It takes the loss of 3 to 7 operators'],
    [0, 0, 'Already before any removal, 50.0 % of the portfolio'],
    [
      0,
      9,
      'Already below the threshold before any removal in the adverse reading; losing 9 operators breaks it in the favourable reading.',
    ],
    [4, null, 'Losing 4 operators breaks it in the adverse reading; no removal breaks it in the favourable reading.'],
    [null, null, 'No removal of operators can'],
  ])('says a breaking point of %s to %s without terms of the trade', (low, high, words) => {
    const answer = removalAnswer({ result: result(low, high), portfolio });
    expect(answer).toContain(words);
    expect(answer).not.toContain('k*');
  });
});

/** Words of a PDF with their boxes, page by page. */
function boxes(pdf: Uint8Array): { text: string; left: number; right: number; top: number; page: number }[] {
  const pages = over(pdf, 'pdftotext', '-bbox', '{}', '-').text.split('<page ');
  return pages.flatMap((page, number) =>
    [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)<\/word>/g)].map((found) => ({
      text: found[4] as string,
      left: Number(found[1]),
      right: Number(found[3]),
      top: Number(found[2]),
      page: number,
    })),
  );
}

describe.skipIf(!has('pdfinfo') || !has('pdftotext') || !has('pdfdetach'))(
  'report.pdf (needs poppler: pdfinfo, pdftotext, pdfdetach)',
  () => {
    const pdf = () => first.get('report.pdf') as Buffer;

    it('is tagged and dated with the as-of date of the case, never the clock', () => {
      const { text } = over(pdf(), 'pdfinfo', '-isodates', '{}');
      expect(text).toMatch(/Tagged:\s+yes/);
      expect(text).toMatch(/Title:\s+Test/);
      expect(text).toMatch(/CreationDate:\s+2026-11-20T00:00:00/);
      expect(text).toMatch(/ModDate:\s+2026-11-20T00:00:00/);
    });

    it('names the dataset that it answers about, and defines the breaking point before it writes k*', () => {
      const text = over(pdf(), 'pdftotext', '-layout', '{}', '-').text.replace(/\s+/g, ' ');
      const [cover = ''] = text.split('Findings Each number');
      expect(cover).toContain('Providers');
      expect(text.indexOf('Breaking point k*: smallest number of removed')).toBe(text.indexOf('k*') - 'Breaking point '.length);
    });

    it('wraps long names, so that no word runs into its neighbour or out of the page', () => {
      const words = boxes(pdf());
      expect(words.map(({ text }) => text).join('')).toContain(LONG_NAME);
      for (const word of words) {
        expect(word.right, word.text).toBeLessThan(595 - 50);
        const next = words.find(
          (other) =>
            other !== word &&
            other.page === word.page &&
            Math.abs(other.top - word.top) < 1 &&
            other.left >= word.left &&
            other.left < word.right - 1,
        );
        expect(next?.text, `${word.text} runs into it`).toBeUndefined();
      }
    });

    it('says PDF/A-3a in its metadata', () => {
      const { text } = over(pdf(), 'pdfinfo', '-meta', '{}');
      expect(text).toMatch(/<pdfaid:part>3</);
      expect(text).toMatch(/<pdfaid:conformance>A</);
    });

    it('prints every claim as claims.json displays it', () => {
      const text = over(pdf(), 'pdftotext', '-raw', '{}', '-').text.replace(/\s+/g, ' ');
      const { claims } = JSON.parse((first.get('claims.json') as Buffer).toString());
      // two breaking points, one removal by hand, seven numbers of each of two views, eight claims of the scorecard
      expect(claims.length).toBe(25);
      for (const { id, display } of claims) {
        expect(text).toContain(id);
        expect(text, id).toContain(display);
      }
    });

    it('names the units that a scenario removes by hand', () => {
      const text = over(pdf(), 'pdftotext', '-layout', '{}', '-').text.replace(/\s+/g, ' ');
      expect(text).toContain('Removed by hand Tundra; Cirrus');
      expect(text).toContain('40 (66.7 %) in the adverse reading, 60 (100.0 %) in the favourable reading');
      expect(text).toContain('Chosen, not in the data Nobody');
      expect(text).not.toMatch(/tolerance/i);
    });

    it('carries claims.json and the CSV files, byte for byte', () => {
      const list = over(pdf(), 'pdfdetach', '-list', '{}').text;
      const written = [...first.keys()].filter(
        (name) => name.endsWith('.csv') || name === 'claims.json' || /-(certificate\.json|inputs\.jsonl)$/.test(name),
      );
      expect(written.length).toBeGreaterThan(10);
      // readers of PDF refuse folders in names of attachments
      for (const name of written) {
        const attached = name === 'claims.json' ? name : `results--${name}`;
        expect(list).toContain(`: ${attached}\n`);
        const { text } = over(pdf(), 'pdfdetach', '-savefile', attached, '-o', '{saved}', '{}');
        expect(text, name).toBe((first.get(name) as Buffer).toString());
      }
    });

    it('embeds its fonts with Unicode maps and writes characters that they lack as code points', () => {
      const fonts = over(pdf(), 'pdffonts', '{}').text.trim().split('\n').slice(2);
      expect(fonts.length).toBeGreaterThan(0);
      for (const line of fonts) expect(line).toMatch(/\s+yes\s+yes\s+yes\s+/);
      expect(over(pdf(), 'pdftotext', '{}', '-').text).toContain('[U+4E2D][U+6587]');
    });

    it.skipIf(!has('qpdf'))('passes qpdf --check', () => {
      const { text, status } = over(pdf(), 'qpdf', '--check', '{}');
      expect(status, text).toBe(0);
    });

    it.skipIf(!has('qpdf'))('gives every figure its alternative text', () => {
      const json = JSON.parse(over(pdf(), 'qpdf', '--json', '{}').text);
      const objects = Object.values(json.qpdf[1]) as { value?: Record<string, unknown> }[];
      const figures = objects.filter(({ value }) => value?.['/S'] === '/Figure');
      // curve, ranked bars, Lorenz and tornado of two tests and two views
      expect(figures.length).toBe(8);
      for (const { value } of figures) expect(String(value?.['/Alt'] ?? '').length).toBeGreaterThan(40);
    });
  },
);
