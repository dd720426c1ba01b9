/** Run as a process of its own: opens the case named in the arguments, writes most of an import, says so, and then waits to be killed. */
import { openCase, writeTransaction } from '../../electron/engine/store/case-file.ts';
import { beginDataset } from '../../electron/engine/store/columns.ts';
import { addSource } from '../../electron/engine/store/sources.ts';

const file = openCase(process.argv[2] as string, { mode: 'write' });
// So little memory for pages that most of the import is in the log before the end.
file.database.pragma('cache_size = 10');
writeTransaction(file, () => {
  const source = addSource(file, { fileName: 'big.csv', format: 'csv', encoding: 'utf-8', addedAt: 'now' });
  source.write(Buffer.from('big'));
  const writer = beginDataset(file, { sourceId: source.finish().source.id });
  const rows = 65536;
  const ordinals = Int32Array.from({ length: rows }, (_, row) => row);
  for (let chunk = 0; chunk < 8; chunk++) {
    const values = Float64Array.from({ length: rows }, (_, row) => row * 2 ** 33);
    writer.chunk({ rows, records: ordinals, lines: ordinals, columns: [{ encoding: 'numbers', values, scale: 0 }] });
  }
  process.stdout.write('written');
  // Synchronous work, as an import is: nothing but the end of the process stops it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
