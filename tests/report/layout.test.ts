import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { layoutOf, type ReportLayout, reportLayoutSchema } from '../../shared/case/report.ts';
import { layoutChangeWords } from '../../shared/case/report-changes.ts';
import { movedTo, withoutPartsLeft, withPin, withScenario, withView } from '../../shared/case/report-edits.ts';
import { lintFinding } from '../../shared/claims/lint-finding.ts';
import type { Claim } from '../../shared/evidence/claims-file.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

const full = layoutOf('full');
const without = (kind: string): ReportLayout => ({
  ...full,
  sections: full.sections.map((section) => (section.kind === kind ? { ...section, shown: false } : section)),
});

describe('the layout of a report', () => {
  let engine: Engine;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await openTestEngine();
    ({ engine, close } = opened);
    const path = join(opened.folder, 'providers.csv');
    // domain.md 4: HHI 2,325 to 4,950
    writeFileSync(path, 'operator,gpu_count\nBorealis,40\nTundra,25\nCirrus,10\n,25\n');
    const dataset = await importFile(engine, path, { name: 'Providers' });
    await engine.client.views.save({
      name: 'GPUs by operator',
      spec: { dataset: dataset.id, by: 'operator', weight: 'gpu_count', where: '' },
    });
  }, 60_000);
  afterAll(() => close());

  const codeOf = async (layout: ReportLayout) => {
    try {
      await engine.client.report.setLayout({ layout });
    } catch (error) {
      return errorValueOfCall(error)?.code;
    }
    return null;
  };
  const revision = async () => (await engine.client.history.list({ window: { start: 0, end: 1 } })).total;

  it('follows the template "full" until somebody decides', async () => {
    expect(await engine.client.report.layout()).toEqual({ layout: full, chosen: false });
  });

  it('is a decision of the case that undo takes back and redo makes again', async () => {
    const { client } = engine;
    const layout = { ...without('geography'), title: 'Northgrid in spring' };
    expect(await client.report.setLayout({ layout })).toEqual({ layout, chosen: true });
    const { entries } = await client.history.list({ window: { start: 0, end: 1 } });
    expect(entries[0]).toMatchObject({
      command: 'report.setLayout',
      label: 'Report: title "Northgrid in spring", leave out "Geography"',
    });
    await client.history.undo();
    expect(await client.report.layout()).toEqual({ layout: full, chosen: false });
    await client.history.redo();
    expect(await client.report.layout()).toEqual({ layout, chosen: true });
    await client.report.setLayout({ layout: null });
    expect((await client.report.layout()).chosen).toBe(false);
  });

  it('as it was already is no new decision', async () => {
    const { client } = engine;
    await client.report.setLayout({ layout: without('hardware') });
    const before = await revision();
    await client.report.setLayout({ layout: without('hardware') });
    expect(await revision()).toBe(before);
  });

  it('is refused without the limitations, with a section twice and with a finding twice', async () => {
    expect(await codeOf(without('limitations'))).toBe('limitations-left-out');
    expect(await codeOf({ ...full, sections: full.sections.filter(({ kind }) => kind !== 'limitations') })).toBe('limitations-left-out');
    const again = { kind: 'data' as const, shown: true, note: '' };
    expect(await codeOf({ ...full, sections: [...full.sections.slice(0, 16), again].filter(({ kind }) => kind !== 'answer') })).toBe(
      'section-twice',
    );
    const finding = { claim: 'V1.hhi', text: null };
    expect(await codeOf({ ...full, findings: [finding, finding] })).toBe('finding-twice');
  });

  it('finds its findings among the claims that the report prints', async () => {
    const { asOf, claims } = await resultOf(await engine.client.report.claims());
    expect(asOf).toBeNull();
    const hhi = claims.find(({ id }) => id === 'V1.hhi');
    expect(hhi?.statement).toContain(hhi?.display);
    expect(hhi?.value).toMatchObject({ low: expect.closeTo(2325, 6), high: expect.closeTo(4950, 6) });
  });
});

describe('the linter in the engine', () => {
  let engine: Engine;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const opened = await openTestEngine();
    ({ engine, close } = opened);
    const path = join(opened.folder, 'providers.csv');
    writeFileSync(path, 'operator,gpu_count,country\nBorealis,40,DE\nTundra,25,FI\nCirrus,10,US\n,25,US\n');
    await importFile(engine, path, { name: 'Providers' });
  }, 60_000);
  afterAll(() => close());

  const choose = (text: string | null) => engine.client.report.setLayout({ layout: { ...full, findings: [{ claim: 'VD1.hhi', text }] } });
  const lint = async () => (await resultOf(await engine.client.report.lint())).problems;

  it('takes every statement of the program as it prints it', async () => {
    const { claims } = await resultOf(await engine.client.report.claims());
    expect(claims.length).toBeGreaterThanOrEqual(8);
    const said = claims.flatMap((claim) => lintFinding(claim.statement, claim).filter(({ rule }) => rule !== 'base' && rule !== 'date'));
    expect(said).toEqual([]);
  });

  it('refuses a finding with another number than its claim, and so does the export', async () => {
    const { claims } = await resultOf(await engine.client.report.claims());
    const { statement, display } = claims.find(({ id }) => id === 'VD1.hhi') as Claim;
    await choose(statement.replace(display, '1,000'));
    expect((await lint()).filter(({ severity }) => severity === 'error')).toMatchObject([
      { rule: 'value', place: { kind: 'finding', id: 'VD1.hhi' }, words: '1,000' },
      { rule: 'value', place: { kind: 'finding', id: 'VD1.hhi' } },
    ]);
    const refused = await resultOf(await engine.client.report.export({ paper: 'a4' })).then(() => null, errorValueOfCall);
    expect(refused).toMatchObject({ code: 'report-refused', details: { problems: [{ rule: 'value' }, { rule: 'value' }] } });
    await choose(statement);
    expect((await lint()).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('warns of a dataset whose base and date nobody has stated', async () => {
    await choose(null);
    expect(await lint()).toMatchObject([
      { rule: 'base', severity: 'warning', place: { kind: 'claim' } },
      { rule: 'date', severity: 'warning', place: { kind: 'claim' } },
    ]);
  });
});

describe('parts of a report', () => {
  const findings = [
    { claim: 'V1.hhi', text: null },
    { claim: 'V2.hhi', text: 'Own words.' },
    { claim: 'R1.breaking-point', text: null },
  ];

  it('take the findings along that the program wrote when they are left out, and leave those of an author', () => {
    const layout = { ...full, findings };
    expect(withoutPartsLeft(layout, [])).toBe(layout);
    expect(withoutPartsLeft(layout, ['V1', 'V2']).findings).toEqual([
      { claim: 'V2.hhi', text: 'Own words.' },
      { claim: 'R1.breaking-point', text: null },
    ]);
    expect(withoutPartsLeft({ ...full, findings: [{ claim: 'V12.hhi', text: null }] }, ['V1']).findings).toHaveLength(1);
  });

  it('come into the report with the section that shows them', () => {
    const brief = layoutOf('brief');
    expect(withPin(brief, 'P1')).toMatchObject({ pins: ['P1'], sections: [{}, {}, {}, { kind: 'notes', shown: true }] });
    expect(withView(brief, 'V1').views).toBeNull();
    expect(withScenario({ ...brief, scenarios: ['R1'] }, 'R2').scenarios).toEqual(['R1', 'R2']);
    expect(withScenario({ ...brief, scenarios: ['R1'] }, 'R1').scenarios).toEqual(['R1']);
  });

  it('are moved inside their list only', () => {
    expect(movedTo(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(movedTo(['a', 'b', 'c'], 2, -1)).toEqual(['c', 'a', 'b']);
    expect(movedTo(['a'], 4, 0)).toEqual(['a']);
  });
});

describe('what a change of the layout is called', () => {
  const changed = (change: Partial<ReportLayout>) => layoutChangeWords(full, reportLayoutSchema.parse({ ...full, ...change }));

  it('names sections added, left out, moved and noted', () => {
    expect(layoutChangeWords(layoutOf('brief'), { ...without('method'), template: 'brief' })).toMatch(
      /^add "Removal result", .*"How to verify"$/,
    );
    expect(changed(without('method'))).toBe('leave out "Method"');
    const [answer, findings, ...rest] = full.sections;
    expect(changed({ sections: [findings, answer, ...rest] as ReportLayout['sections'] })).toBe('order of the sections');
    expect(changed({ sections: full.sections.map((each) => (each.kind === 'data' ? { ...each, note: 'As told.' } : each)) })).toBe(
      'note of "Supply base and data"',
    );
  });

  it('names findings by their claim', () => {
    const a = { claim: 'V1.hhi', text: null };
    const b = { claim: 'R1.breaking-point', text: null };
    const of = (before: ReportLayout['findings'], after: ReportLayout['findings']) =>
      layoutChangeWords({ ...full, findings: before }, { ...full, findings: after });
    expect(of(null, [a])).toBe('findings chosen by hand');
    expect(of([a], [a, b])).toBe('add the finding R1.breaking-point');
    expect(of([a, b], [b])).toBe('leave out the finding V1.hhi');
    expect(of([a, b], [b, a])).toBe('order of the findings');
    expect(of([a], [{ ...a, text: 'Own words.' }])).toBe('words of the finding V1.hhi');
    expect(of([a], null)).toBe('findings chosen by rule');
  });

  it('says when nothing changed', () => expect(layoutChangeWords(full, full)).toBe('no change'));
});
