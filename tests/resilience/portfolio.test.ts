import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorValueOf } from '../../shared/case/error.ts';
import { assertChoicesMade, missingChoices, parsePortfolio, readPortfolio } from '../../shared/case/portfolio.ts';
import { matchesModel } from '../../shared/resilience/models.ts';
import { prepareRemoval } from '../../shared/resilience/removal-test.ts';
import { inventoryOf } from './build.ts';

const errorOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return errorValueOf(error);
  }
  return null;
};
const workload = { name: 'W', gpus_per_node: 8, quantity: 2 };
const parse = (...classes: object[]) => errorOf(() => parsePortfolio({ classes }, 'p.json'));

describe('a portfolio file', () => {
  it('needs a name, the GPUs per node and a quantity, and one node is the default', () => {
    expect(parsePortfolio({ classes: [workload] })).toEqual({ classes: [{ ...workload, nodes: 1 }] });
  });

  it.each<[string, object, string, string]>([
    ['a text for a number', { ...workload, gpus_per_node: '8' }, 'gpus_per_node', 'found "8"'],
    ['part of a GPU', { ...workload, gpus_per_node: 0.5 }, 'gpus_per_node', 'whole number'],
    ['no GPUs', { name: 'W', quantity: 1 }, 'gpus_per_node', 'found nothing'],
    ['a negative quantity', { ...workload, quantity: -1 }, 'quantity', 'whole number from 0'],
    ['no quantity', { name: 'W', gpus_per_node: 1 }, 'quantity', 'is missing'],
    ['two quantities', { ...workload, quantity_share_of_capacity: '10%' }, 'quantity', 'keep one of the two'],
    ['a share of 0', { name: 'W', gpus_per_node: 1, quantity_share_of_capacity: '0%' }, 'quantity_share_of_capacity', 'share above 0'],
    [
      'a share that is no number',
      { name: 'W', gpus_per_node: 1, quantity_share_of_capacity: 'some' },
      'quantity_share_of_capacity',
      'share above 0',
    ],
    ['an unknown domain', { ...workload, domain: 'rack' }, 'domain', 'one of host, site, provider, region, none'],
    ['several nodes on one host', { ...workload, nodes: 2, domain: 'host' }, 'domain', 'several nodes'],
    ['uptime in percent', { ...workload, min_uptime: 99.5 }, 'min_uptime', '99.5 % is 0.995'],
    ['an empty model list', { ...workload, gpu_models: [] }, 'gpu_models', 'at least one GPU name'],
    ['a model without letters', { ...workload, gpu_models: ['--'] }, 'gpu_models', 'letter or digit'],
    ['an unknown field', { ...workload, min_vram: 80 }, 'min_vram', 'known fields are name, gpu_models, min_vram_gib'],
  ])('with %s is refused by class, field and rule', (_, bad, field, rule) => {
    const error = parse({ ...workload, name: 'first' }, { ...bad });
    expect(error).toMatchObject({ code: 'portfolio-invalid', details: { file: 'p.json', class: '2 "W"', field } });
    expect(error?.message).toMatch(/^p\.json, class 2 "W": field "/);
    expect(error?.message).toContain(rule);
  });

  it('is refused without classes, with a name used twice, or with an unknown key of its own', () => {
    expect(errorOf(() => parsePortfolio({ classes: [] }))?.message).toContain('at least one workload class');
    expect(errorOf(() => parsePortfolio([]))?.message).toContain('object with the field "classes"');
    expect(errorOf(() => parsePortfolio({ classes: [7] }))?.message).toContain('a class must be an object');
    expect(parse(workload, workload)?.message).toContain('is used by an earlier class');
    expect(errorOf(() => parsePortfolio({ classes: [workload], threshold: 0.9 }))).toMatchObject({
      details: { field: 'threshold', class: null },
    });
    expect(parse({ ...workload, a: 1, b: 2 })?.details.problems).toHaveLength(2);
  });

  it('names a misspelt field before the one that is missing for it, with the name that comes nearest', () => {
    const { gpus_per_node: eight, ...rest } = { ...workload, gpus_per_node: 8 };
    const error = parse({ ...rest, gpu_per_node: eight });
    expect(error?.message).toMatch(
      /^p\.json, class 1 "W": field "gpu_per_node" is not known here; "gpus_per_node" comes nearest; known fields are name, .*\. \(1 more in this file\)$/,
    );
    const nearestOf = (field: string) => /; "(\w+)" comes nearest/.exec(parse({ ...workload, [field]: 1 })?.message ?? '')?.[1];
    expect(['min_vram', 'vram', 'uptime', 'gpu_model', 'country', 'xyz'].map(nearestOf)).toEqual([
      'min_vram_gib',
      'min_vram_gib',
      'min_uptime',
      'gpu_models',
      'countries',
      undefined,
    ]);
    expect(errorOf(() => parsePortfolio({ classes: [workload], titel: 'x' }))?.message).toContain('"title" comes nearest');
  });

  it('that is not JSON is named as that', () => {
    expect(errorOf(() => readPortfolio('classes: []', 'p.yaml'))).toMatchObject({
      code: 'portfolio-not-json',
      details: { file: 'p.yaml' },
    });
    expect(readPortfolio(`\uFEFF${JSON.stringify({ classes: [workload] })}`).classes).toHaveLength(1);
  });
});

describe('the built-in templates', () => {
  const folder = 'resources/reference/portfolios';
  const templates = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readPortfolio(readFileSync(`${folder}/${file}`, 'utf8'), file));

  it('are W1 to W6', () => {
    expect(templates.map(({ id }) => id)).toEqual(['W1', 'W2', 'W3', 'W4', 'W5', 'W6']);
    for (const { title, note } of templates) expect([title, note].every((text) => (text ?? '').length > 10)).toBe(true);
  });

  it('leave the countries of W5 and the price of W6 to the analyst and do not run without them', () => {
    expect(templates.map((template) => missingChoices(template).map(({ field }) => field))).toEqual([
      [],
      [],
      [],
      [],
      ['countries'],
      ['max_usd_per_gpu_hour'],
    ]);
    const [w5] = templates.slice(4);
    expect(errorOf(() => prepareRemoval(inventoryOf([]), w5 as (typeof templates)[0], { threshold: '0.9' }))).toMatchObject({
      code: 'portfolio-choice-missing',
      message: expect.stringContaining('leaves the field "countries" to the analyst'),
      advice: expect.stringContaining('list of at least one country code'),
    });
    const set = { ...w5, classes: w5?.classes.map((entry) => ({ ...entry, countries: ['DE'] })) } as (typeof templates)[0];
    expect(errorOf(() => assertChoicesMade(set))).toBe(null);
  });
});

describe('a quantity as a share of capacity', () => {
  const resolve = (share: string, nodes: number) => {
    const portfolio = parsePortfolio({ classes: [{ name: 'W', gpus_per_node: 8, quantity_share_of_capacity: share }] });
    return prepareRemoval(inventoryOf([{ unit: 'a', gpus: 8, nodes }]), portfolio, { threshold: '0.9' });
  };

  it('is rounded down, is at least 1, and stands in the portfolio as a number afterwards', () => {
    expect(resolve('10%', 79).portfolio.classes[0]).toMatchObject({ quantity: 7 });
    expect(resolve('10%', 79).portfolio.classes[0]).not.toHaveProperty('quantity_share_of_capacity');
    expect(resolve('1/3', 2).resolved).toEqual([{ class: 'W', share: '1/3', capacity: 2, quantity: 1 }]);
    expect(resolve('0.29', 100).portfolio.classes[0]).toMatchObject({ quantity: 29 });
  });
});

describe('GPU names', () => {
  it.each([
    ['H100', 'NVIDIA H100 80GB HBM3', 2],
    ['H100', 'nvidia/h100-sxm-80', 2],
    ['h100', 'H100-SXM5', 2],
    ['RTX 4090', 'NVIDIA GeForce RTX 4090', 2],
    ['RTX-4090', 'rtx4090', 2],
    ['RTX4090', 'RTX 4090', 2],
    ['RTX 4070', 'nvidia/rtx4070-pcie-12', 2],
    ['RTX 4070', 'GeForce RTX 4070 Ti', 0],
    ['RTX 4070 Ti', 'GeForce RTX 4070 Ti', 2],
    ['RTX 4070 Ti', 'GeForce RTX 4070 Ti Super', 0],
    ['RTX 6000', 'RTX 6000 Ada Generation', 0],
    ['RTX 2080', 'RTX 2080 with Max-Q Design', 2],
    ['RTX 2080', 'RTX 2080 Max-Q', 0],
    ['A10', 'A100', 0],
    ['A10', 'NVIDIA A10G', 0],
    ['L40', 'L40S', 0],
    ['A100', 'A100 40/80', 2],
    ['V100M16', 'V100M16|V100M32', 1],
    ['H100', '', 0],
  ])('%s in the list and "%s" in the data give %i', (entry, name, expected) => {
    expect(matchesModel(name, [entry])).toBe(expected);
  });
});
