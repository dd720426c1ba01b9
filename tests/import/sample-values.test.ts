import { afterAll, describe, expect, it } from 'vitest';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { sampleValues } from '../../electron/engine/import/sample-values.ts';
import { createEngine } from '../../electron/engine/index.ts';
import { type RecipeChoices, recipeOf } from '../../shared/case/recipe.ts';
import { AT, errorOf, TestCase } from './support.ts';

describe('what a recipe makes of the first texts of a column', () => {
  const test = new TestCase();
  afterAll(() => test.close());
  const valuesOf = (name: string, text: string, choices: RecipeChoices, aliases = {}) => {
    const path = test.write(name, text);
    const made = sampleValues({ path, fileName: name }, recipeOf(previewFile(path, name), choices), aliases);
    return new Map(
      made.map(({ header, samples }) => [
        header,
        samples.map(({ text: before, value, isRejected }) => [before, isRejected ? 'rejected' : value]),
      ]),
    );
  };

  it('shows canonical values for the fields that have a rule, and other texts as they stand', () => {
    const values = valuesOf(
      'nodes.csv',
      'who,card,place,cards,share\na,NVIDIA H100 80GB HBM3,Germany,8x,99.5 %\nb,odd card,DE,>=100,97 %\nc,odd card,Atlantis,-2,97 %\n',
      { mapping: { who: 'provider', card: 'gpu_model', place: 'country', cards: 'gpu_count', share: 'uptime' } },
    );
    expect(values.get('who')).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
    expect(values.get('place')).toEqual([
      ['Germany', 'DE'],
      ['DE', 'DE'],
      ['Atlantis', null],
    ]);
    expect(values.get('card')?.[0]?.[1]).toMatch(/^nvidia\/h100/);
    expect(values.get('card')?.[1]).toEqual(['odd card', null]);
    expect(values.get('cards')).toEqual([
      ['8x', '8'],
      ['>=100', '≥ 100'],
      ['-2', 'rejected'],
    ]);
    expect(values.get('share')).toEqual([
      ['99.5 %', '0.995'],
      ['97 %', '0.97'],
    ]);
  });

  it('gives the values that the import gives', () => {
    const text = 'who,place,cards\na,Poland,1\nb,PL,2\nc,n/a,3\n';
    const values = valuesOf('small.csv', text, { mapping: { place: 'country', cards: 'gpu_count' } });
    const { dataset } = test.import(test.write('small.csv', text), { mapping: { place: 'country', cards: 'gpu_count' } });
    expect(values.get('cards')?.map(([, value]) => value)).toEqual(test.cells(dataset.id, 'gpu_count'));
    expect(values.get('place')).toEqual([
      ['Poland', 'PL'],
      ['PL', 'PL'],
    ]);
  });

  it('takes decisions of the case for texts that no rule reads', () => {
    const aliases = { country: new Map([['Atlantis', 'PT']]) };
    const made = valuesOf('alias.csv', 'place\nAtlantis\n', { mapping: { place: 'country' } }, aliases);
    expect(made.get('place')).toEqual([['Atlantis', 'PT']]);
  });

  it('takes them from the open case when the workbench asks', async () => {
    const engine = createEngine({ caseDirectory: test.folder, host: 'test', actor: 'tester', now: () => AT, log: () => {} });
    try {
      const { ref } = engine.files.adopt(test.write('asked.csv', 'place\nAtlantis\nPoland\n'));
      const recipe = recipeOf(await engine.client.sources.preview({ file: ref }), { mapping: { place: 'country' } });
      const asked = async () => (await engine.client.sources.sampleValues({ file: ref, recipe }))[0]?.samples.map(({ value }) => value);
      expect(await asked()).toEqual([null, 'PL']);
      await engine.client.cases.create({ title: 'Aliases' });
      await engine.client.values.alias({ decisions: [{ kind: 'country', raw: 'Atlantis', value: 'PT' }] });
      expect(await asked()).toEqual(['PT', 'PL']);
    } finally {
      await engine.close();
    }
  });

  it('keeps a column of identifiers as text, leading zeros too', () => {
    expect(valuesOf('ids.csv', 'zip,n\n007,1\n012,2\n', {}).get('zip')).toEqual([
      ['007', '007'],
      ['012', '012'],
    ]);
  });

  it('refuses a recipe whose columns the file does not have', () => {
    expect(errorOf(() => valuesOf('gone.csv', 'a\n1\n', { types: { b: 'text' } })).code).toBe('recipe-drift');
  });
});
