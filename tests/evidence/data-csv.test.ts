// A data file holds stored and canonical columns; the stored ones come back as they were, and the canonical ones are compared with what they give.
import { describe, expect, it, onTestFinished } from 'vitest';
import { readerStateOf } from '../../electron/engine/analysis/reader-state.ts';
import { DataProblem, dataCsvPieces, firstDerivedDifference, readDataCsv } from '../../electron/engine/evidence/data-csv.ts';
import { decisionsOf, memoryFacts, tablesOf } from '../../electron/engine/evidence/memory-facts.ts';
import type { Column } from '../../shared/columns/table.ts';
import type { DecidedDataset } from '../../shared/evidence/decisions.ts';
import { importCsv, openSample, withFacts } from './support.ts';

const valuesOf = (column: Column | undefined): unknown =>
  column?.type === 'number' ? [column.scale, ...column.values] : column && [column.dictionary, ...column.codes];

describe('a data file', () => {
  it('gives the stored columns of the sample case back, cell by cell, and has its derived columns confirmed', async () => {
    const { engine, close } = await openSample();
    onTestFinished(close);
    await withFacts(engine, (facts) => {
      const decisions = decisionsOf(facts);
      const state = readerStateOf(facts, 'test');
      const stored = tablesOf(facts);
      const read = new Map(
        decisions.datasets.map((decided) => [
          decided.dataset.id,
          readDataCsv([...dataCsvPieces(state, decided.dataset.id)].join(''), decided),
        ]),
      );
      const over = readerStateOf(memoryFacts(decisions, read), 'memory');
      for (const [id, { table, lineage, derived }] of read) {
        expect([...table.columns].map(([name, column]) => [name, valuesOf(column)])).toEqual(
          [...(stored.get(id)?.table.columns ?? [])].map(([name, column]) => [name, valuesOf(column)]),
        );
        expect(lineage).toEqual(stored.get(id)?.lineage);
        expect(derived.size).toBeGreaterThan(0);
        expect(firstDerivedDifference(over, id, derived)).toBeNull();
      }
    });
  });

  it('names row and column of what cannot be', async () => {
    const { decided, text } = await importCsv('provider,usd,country\na,8,DE\nb,0.5,Germany\n"c, d",,FR\n');
    const read = (changed: string) => () => readDataCsv(changed, decided as DecidedDataset);
    expect(read(text)().table.rows).toBe(3);
    expect(read(text.replace('0.5', '0.55'))).toThrow(new DataProblem('row 2 column usd: "0.55" is no number with 1 decimals'));
    expect(read(text.replace('1,2,a', 'x,2,a'))).toThrow(/row 1 column _record/);
    expect(read(`${text}4,5,e,1,DE,DE\n`)).toThrow('it has more rows than the 3 of the dataset');
    expect(read(text.split('\n').slice(0, 3).join('\n'))).toThrow('it has 2 rows, the dataset 3');
    expect(read(text.replace('_line', '_lines'))).toThrow('the column "_line" is missing');
    expect(read(text.replace('2,3,b,', '2,3,b,b,'))).toThrow(/row 2 has 7 cells, not 6/);
  });
});
