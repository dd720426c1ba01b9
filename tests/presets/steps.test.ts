import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { reference } from '../../electron/engine/analysis/reference.ts';
import { PRESETS } from '../../electron/engine/import/presets/index.ts';
import { memberOf, namesOf, partOf, scaled } from '../../electron/engine/import/steps/cells.ts';
import { conditionOf } from '../../electron/engine/import/steps/condition.ts';
import { UNKNOWN_TOKENS } from '../../shared/case/recipe.ts';
import type { Step } from '../../shared/case/steps.ts';
import { columnsOfWhere, parseWhere } from '../../shared/columns/where.ts';
import { normaliseGpu } from '../../shared/normalise/gpu.ts';
import { errorOf, TestCase } from '../import/support.ts';

const POINT = { decimalMark: '.' } as const;

describe('steps that add a column', () => {
  it('takes a part of a cell, from either end, and nothing where there is none', () => {
    expect([partOf('Europe,IM,Douglas', ',', 2), partOf('Czechia, CZ', ',', -1), partOf('Europe', ',', 2)]).toEqual(['IM', 'CZ', '']);
  });

  it('scales exactly, beyond 2^53 and with either decimal mark; what is no number stays as it is', () => {
    expect([
      scaled('407830384374701010', '1e-9', POINT),
      scaled('1,5', '1000', { decimalMark: ',' }),
      scaled('1,204', '2', { decimalMark: '.', thousandsMark: ',' }),
      scaled('n/a', '2', POINT),
    ]).toEqual(['407830384.37470101', '1500', '2408', 'n/a']);
  });

  it('scales back to the same number (law: x * 1000 * 0.001 = x)', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (units) => {
        expect(scaled(scaled(`${units}`, '1000', POINT), '0.001', POINT)).toBe(`${units}`);
      }),
    );
  });

  it('reads a key of an object, and of a list of keys and values', () => {
    expect(memberOf('{"region":"eu-west","tier":1}', 'tier')).toBe('1');
    expect(memberOf('[{"key":"country","value":"PL","auditedBy":[]}]', 'country')).toBe('PL');
    expect([memberOf('not json', 'a'), memberOf('{"a":null}', 'a'), memberOf('{}', 'toString')]).toEqual(['', '', '']);
  });

  it('names the elements of a list as a set that the GPU normaliser reads', () => {
    const names = namesOf(
      '[{"vendor":"nvidia","model":"h100","ram":"80Gi","interface":"SXM5"},{"vendor":"nvidia","model":"rtx4090","ram":"24Gi","interface":"PCIe"}]',
      ['vendor', 'model', 'ram', 'interface'],
    );
    expect(names).toBe('nvidia h100 80Gi SXM5 | nvidia rtx4090 24Gi PCIe');
    const read = normaliseGpu(names, reference.gpus, []);
    expect(read.known && read.value.ids).toEqual(['nvidia/h100-sxm-80', 'nvidia/rtx4090-pcie-24']);
  });

  it('reads names that stand as a path, the longest of one model once', () => {
    const attributes = JSON.stringify([
      { key: 'capabilities/gpu/vendor/nvidia/model/a100', value: 'true' },
      { key: 'capabilities/gpu/vendor/nvidia/model/a100/ram/80Gi', value: 'true' },
      { key: 'capabilities/gpu/vendor/nvidia/model/a100/ram/80Gi/interface/sxm', value: 'true' },
      { key: 'region', value: 'us-west' },
    ]);
    expect(namesOf(attributes, ['vendor', 'model', 'ram', 'interface'], 'key')).toBe('nvidia a100 80Gi sxm');
  });
});

describe('steps that leave records out', () => {
  const test = new TestCase();
  afterAll(() => test.close());
  const OFFERS = 'id,machine,gpus,price\n1,m1,1,0.5\n2,m1,8,4\n3,m1,4,2\n4,m2,2,1\n5,,1,0.4\n6,,1,0.4\n7,m2,2,1\n';
  const importing = (name: string, text: string, steps: Step[]) => {
    const path = test.write(name, text);
    return test.import(path, { steps });
  };

  it('keeps the largest record per key, the first of equals, and every record without a key; the others are kept with their text', () => {
    const { dataset, findings } = importing('offers.csv', OFFERS, [
      { step: 'largest', per: 'machine', of: 'gpus', reason: 'A machine is listed as slices; the largest counts.' },
    ]);
    expect(test.cells(dataset.id, 'id')).toEqual(['2', '4', '5', '6']);
    expect([dataset.rows, dataset.rejected]).toEqual([4, 3]);
    expect(test.rejects(dataset.id).map(({ code, line, raw }) => [code, line, raw.trim()])).toEqual([
      ['left-out', 2, '1,m1,1,0.5'],
      ['left-out', 4, '3,m1,4,2'],
      ['left-out', 8, '7,m2,2,1'],
    ]);
    expect(test.rejects(dataset.id)[0]?.fix).toContain('Line 3 counts for "m1" (gpus 8).');
    expect(findings.find(({ code }) => code === 'records-left-out')?.message).toBe(
      '3 of 7 records left out: A machine is listed as slices; the largest counts. Lines 2, 4, 8.',
    );
  });

  it('keeps the records that match a condition on texts and numbers, also on a column that a step before made', () => {
    const { dataset } = importing('places.csv', 'node,region,gpus\na,"Europe,DE",8\nb,"Europe,FR",2\nc,"Asia,JP",16\nd,,9\n', [
      { step: 'part', from: 'region', by: ',', part: 1, as: 'continent' },
      { step: 'keep', where: "continent = 'Europe' and gpus >= 4", reason: 'Not asked for.' },
    ]);
    expect([test.cells(dataset.id, 'node_id'), test.cells(dataset.id, 'continent'), dataset.rejected]).toEqual([['a'], ['Europe'], 3]);
  });

  it('runs in order: the largest of the records that were kept before', () => {
    const { dataset } = importing('ordered.csv', OFFERS, [
      { step: 'keep', where: 'gpus < 8', reason: 'Too large.' },
      { step: 'largest', per: 'machine', of: 'gpus', reason: 'Slices.' },
    ]);
    expect(test.cells(dataset.id, 'id')).toEqual(['3', '4', '5', '6']);
  });

  it('gives the same whether all records come in one batch or in many', () => {
    const lines = Array.from({ length: 20_000 }, (_, row) => `${row},m${row % 7000},${(row * 7) % 11}`);
    const { dataset } = importing('many.csv', `id,machine,gpus\n${lines.join('\n')}\n`, [
      { step: 'largest', per: 'machine', of: 'gpus', reason: 'Slices.' },
    ]);
    expect([dataset.rows, dataset.rejected]).toEqual([7000, 13_000]);
    const largest = new Map<string, number>();
    for (let row = 0; row < 20_000; row++) largest.set(`m${row % 7000}`, Math.max(largest.get(`m${row % 7000}`) ?? 0, (row * 7) % 11));
    const gpus = [...largest.values()].reduce((sum, value) => sum + value, 0);
    expect(dataset.columns.find(({ name }) => name === 'gpus' || name === 'gpu_count')?.sum).toBe(String(gpus));
  });

  it('stops at a step that reads what is not there, makes a name twice or cannot be read', () => {
    const code = (steps: Step[]) => errorOf(() => importing('codes.csv', OFFERS, steps)).code;
    expect([
      code([{ step: 'part', from: 'region', by: ',', part: 1, as: 'x' }]),
      code([{ step: 'part', from: 'machine', by: ',', part: 1, as: 'gpus' }]),
      code([{ step: 'keep', where: 'gpus >', reason: 'x' }]),
      code([{ step: 'keep', where: "Status = 'x'", reason: 'x' }]),
    ]).toEqual(['recipe-drift', 'step-name-taken', 'filter-syntax', 'unknown-column']);
  });
});

describe('steps of presets that leave records out', () => {
  const test = new TestCase();
  afterAll(() => test.close());

  it('keep a record whose cell is empty, except where the step asks for a cell that is filled', () => {
    const unknown = new Set(UNKNOWN_TOKENS);
    const keepsEmpty = PRESETS.flatMap(({ id, steps }) =>
      steps.flatMap((step) => {
        if (step.step !== 'keep') return [];
        const names = [...columnsOfWhere(parseWhere(step.where))];
        const condition = conditionOf(step.where, names, unknown, POINT);
        return [[id, condition?.matches(names.map(() => ['', 'n/a']))]];
      }),
    );
    expect(Object.fromEntries(keepsEmpty)).toEqual({
      'network-sheet': Uint8Array.of(1, 1),
      'epoch-clusters': Uint8Array.of(1, 1),
      // an instance type without an accelerator is no offer of one
      'skypilot-vms': Uint8Array.of(0, 0),
    });
  });

  it('leaves out the example of the sheet alone: a record without a network is supply', () => {
    const sheet =
      'network,provider,gpu_model,gpu_count,country_method\nEXAMPLE,p0,H100,1,address\n,p1,H100,8,address\nN,p2,H100,4,address\n';
    const { dataset } = test.import(test.write('ns.csv', sheet), { preset: 'network-sheet' });
    expect([test.cells(dataset.id, 'provider'), dataset.rejected]).toEqual([['p1', 'p2'], 1]);
  });

  it('leaves out planned and decommissioned clusters alone: one without a status counts, and a note says so', () => {
    const clusters =
      'Name,Status,Owner,H100 equivalents,Chip type (primary)\na,Existing,A,1,H100\nb,,B,2,H100\nc,Planned,C,3,H100\nd,Decommissioned,D,4,H100\n';
    const { dataset } = test.import(test.write('clusters.csv', clusters), { preset: 'epoch-clusters' });
    expect([test.cells(dataset.id, 'owner'), dataset.rejected]).toEqual([['A', 'B'], 2]);
    expect(PRESETS.find(({ id }) => id === 'epoch-clusters')?.notes.join(' ')).toContain(
      'Records whose Status is empty are kept and count',
    );
  });
});
