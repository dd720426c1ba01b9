import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { declaredTestSchema } from '../../shared/case/scenarios.ts';
import { deviationsOf } from '../../shared/resilience/deviations.ts';

const node = { name: 'node', gpus_per_node: 8, quantity: 10 };
const card = { name: 'card', gpus_per_node: 1, quantity_share_of_capacity: '10%' };
const testOf = (classes: object[], changes: object = {}) =>
  declaredTestSchema.parse({ dataset: 'D1', by: 'operator', portfolio: parsePortfolio({ classes }), threshold: '4/5', ...changes });
const declared = testOf([node, card]);

describe('deviations from a declared test', () => {
  it('are none where both ask the same, however the threshold is written', () => {
    expect(deviationsOf(declared, testOf([node, card], { threshold: '80%' }))).toEqual([]);
    expect(deviationsOf(declared, testOf([{ quantity: 10, gpus_per_node: 8, name: 'node' }, card], { threshold: '0.80' }))).toEqual([]);
  });

  it('name each part with what was declared and what is used', () => {
    expect(
      deviationsOf(declared, testOf([node, card], { threshold: '0.7', by: 'country', mode: 'competing', metric: 'worst-class' })),
    ).toEqual([
      { field: 'threshold', declared: '80 %', used: '70 %' },
      { field: 'removal unit', declared: 'operator', used: 'country' },
      { field: 'placement', declared: 'independent', used: 'competing' },
      { field: 'result', declared: 'value', used: 'worst-class' },
    ]);
  });

  it('name classes that came, went or changed', () => {
    expect(
      deviationsOf(
        declared,
        testOf([
          { ...node, quantity: 9 },
          { name: 'new', gpus_per_node: 4, quantity: 3 },
        ]),
      ),
    ).toEqual([
      { field: 'quantity of class "node"', declared: '10', used: '9' },
      { field: 'class "card"', declared: '10% wanted', used: 'left out' },
      { field: 'class "new"', declared: 'not there', used: '3 wanted' },
    ]);
    expect(deviationsOf(declared, testOf([{ ...node, gpu_models: ['H100', 'H200'], quantity: 9 }, card]))).toEqual([
      { field: 'quantity of class "node"', declared: '10', used: '9' },
      { field: 'gpu_models of class "node"', declared: 'not set', used: 'H100, H200' },
    ]);
  });
});
