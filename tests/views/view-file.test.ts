import { describe, expect, it } from 'vitest';
import { ChokepointError } from '../../shared/case/error.ts';
import { viewSpecSchema } from '../../shared/case/view.ts';
import { readViewFile, viewFileText } from '../../shared/case/view-file.ts';

const spec = viewSpecSchema.parse({ dataset: 'D2', by: 'operator', weight: 'gpu_count', where: "country = 'DE'", entities: 'none' });
const datasets = [
  { id: 'D1', name: 'Tessera' },
  { id: 'D7', name: 'Northgrid' },
];

const problemOf = (text: string) => {
  try {
    readViewFile(text, datasets, 'D1');
  } catch (error) {
    if (error instanceof ChokepointError) return error.value;
    throw error;
  }
  return null;
};

describe('a view as a file', () => {
  it('comes back as it was, for the dataset of the same name, whatever its id is there', () => {
    expect(readViewFile(viewFileText('German operators', 'Northgrid', spec), datasets, 'D1')).toEqual({
      name: 'German operators',
      spec: { ...spec, dataset: 'D7' },
    });
  });
  it('is made for the chosen dataset where no dataset has its name', () => {
    expect(readViewFile(viewFileText('', 'Gone', spec), datasets, 'D1').spec.dataset).toBe('D1');
  });
  it('holds no id of a case', () => {
    expect(viewFileText('a', 'Northgrid', spec)).not.toContain('D2');
  });
});

describe('a copied view spec', () => {
  it('is read with its dataset where the case has it, and with the chosen one otherwise', () => {
    expect(readViewFile(JSON.stringify({ ...spec, dataset: 'D7' }), datasets, 'D1')).toEqual({
      name: '',
      spec: { ...spec, dataset: 'D7' },
    });
    expect(readViewFile(JSON.stringify(spec), datasets, 'D1').spec.dataset).toBe('D1');
  });
  it('may be written by hand with rows and weight alone', () => {
    expect(readViewFile('{"by": "country", "weight": "count"}', datasets, 'D1').spec).toEqual(
      viewSpecSchema.parse({ dataset: 'D1', by: 'country', weight: 'count' }),
    );
  });
});

describe('a text that is no view', () => {
  it('is refused with the reason and changes nothing', () => {
    expect(problemOf('by,weight')).toMatchObject({ code: 'view-file-unreadable', message: expect.stringContaining('not JSON') });
    expect(problemOf('{"by": "country"}')).toMatchObject({ message: expect.stringContaining('"weight"') });
    expect(problemOf('[1]')?.code).toBe('view-file-unreadable');
  });
});
