import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isContractProcedure } from '@orpc/contract';
import { isProcedure } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { router } from '../../electron/engine/router.ts';
import { contract } from '../../shared/contract/index.ts';

/** `subject.entry` of everything in a router or contract that `isEntry` knows. */
function entriesOf(tree: object, isEntry: (item: unknown) => boolean): string[] {
  return Object.entries(tree).flatMap(([subject, entries]) =>
    Object.entries(entries as object)
      .filter(([, item]) => isEntry(item))
      .map(([entry]) => `${subject}.${entry}`),
  );
}

function testsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

describe('the contract', () => {
  const entries = entriesOf(contract, isContractProcedure);

  it('has exactly one handler for every entry, and no handler without one', () => {
    expect(entriesOf(router, isProcedure).sort()).toEqual([...entries].sort());
  });

  it('keeps the handlers of a subject in the file of its name', () => {
    for (const subject of Object.keys(contract)) {
      expect(readFileSync(`electron/engine/handlers/${subject}.ts`, 'utf8')).toContain(`export const ${subject} = {`);
    }
  });

  it.each(entries)('%s is called by at least one test', (entry) => {
    const called = new RegExp(`client\\.${entry.replace('.', '\\.')}\\(`);
    expect(testsBelow('tests').some((text) => called.test(text))).toBe(true);
  });

  it.each(entries)('%s fails with the one error of the contract', (entry) => {
    const [subject = '', name = ''] = entry.split('.');
    const item = (contract as unknown as Record<string, Record<string, { '~orpc': { errorMap: object } }>>)[subject]?.[name];
    expect(Object.keys(item?.['~orpc'].errorMap ?? {})).toEqual(['CHOKEPOINT']);
  });
});
