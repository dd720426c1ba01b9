import { describe, expect, it } from 'vitest';
import { emptyStep, STEP_KINDS, type StepForm, stepOf } from '../../../renderer/features/mapping/stepForm.ts';
import { stepSchema } from '../../../shared/case/steps.ts';

const form = (patch: Partial<StepForm>): StepForm => ({ ...emptyStep(['place', 'gpus']), ...patch });

describe('the fields of a step', () => {
  it('offer every kind of step that a recipe knows', () => {
    expect(STEP_KINDS.map(({ id }) => id).sort()).toEqual(stepSchema.options.map(({ shape }) => shape.step.value).sort());
  });

  it.each([
    [form({ kind: 'part', as: ' land ' }), { step: 'part', from: 'place', by: ',', part: -1, as: 'land' }],
    [form({ kind: 'scale', from: 'gpus', factor: '1e-9', as: 'sol' }), { step: 'scale', from: 'gpus', by: '1e-9', as: 'sol' }],
    [form({ kind: 'member', key: 'ram', as: 'ram' }), { step: 'member', from: 'place', key: 'ram', as: 'ram' }],
    [
      form({ kind: 'names', members: 'vendor, model,', as: 'gpu' }),
      { step: 'names', from: 'place', members: ['vendor', 'model'], as: 'gpu' },
    ],
    [form({ kind: 'keep', where: 'gpus > 1', reason: 'why' }), { step: 'keep', where: 'gpus > 1', reason: 'why' }],
    [form({ kind: 'largest', reason: 'why' }), { step: 'largest', per: 'place', of: 'gpus', reason: 'why' }],
  ])('say %o', (fields, step) => {
    expect(stepOf(fields)).toEqual(step);
  });

  it.each([
    form({ kind: 'part', as: '' }),
    form({ kind: 'part', part: 0, as: 'x' }),
    form({ kind: 'scale', factor: 'twice', as: 'x' }),
    form({ kind: 'names', members: ' , ', as: 'x' }),
    form({ kind: 'keep', where: 'a = 1', reason: ' ' }),
  ])('say nothing yet while one is empty or wrong', (fields) => {
    expect(stepOf(fields)).toBeNull();
  });
});
