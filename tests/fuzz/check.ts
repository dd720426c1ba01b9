import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../../electron/engine/import/operations.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import type { LaneContext } from '../../electron/engine/lanes/protocol.ts';
import { type CaseFile, createCase } from '../../electron/engine/store/case-file.ts';
import { readTable } from '../../electron/engine/store/columns.ts';
import { readSource } from '../../electron/engine/store/sources.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { type FuzzFile, fuzzFile } from './mutate.ts';

const AT = '2026-11-22T00:00:00.000Z';
const IDLE: LaneContext = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };
const TABLES = [
  'source',
  'source_block',
  'dataset',
  'dataset_column',
  'column_chunk',
  'dictionary_chunk',
  'lineage_chunk',
  'reject',
  'finding',
];
/** A case is left for a new one after so many files, and read page by page. */
const FILES_PER_CASE = 100;

/** What became of a file: imported, or refused with an error that has this code. */
export type Outcome = { imported: true } | { imported: false; code: string };

/** Imports fuzz files into cases of its own and checks what must hold whatever a file contains. */
export class FuzzImport {
  readonly #folder = mkdtempSync(join(tmpdir(), 'chokepoint-fuzz-'));
  #file: CaseFile | null = null;
  #files = 0;

  /**
   * Sniffs, previews and imports the file of a seed.
   *
   * @returns how it ended
   * @throws Error for whatever must not happen: an error that is not made for people, a part of a dataset, rows that do not add up
   */
  run(seed: number): Outcome {
    if (this.#files++ % FILES_PER_CASE === 0) this.#newCase();
    const file = this.#file as CaseFile;
    const fuzz = fuzzFile(seed);
    const path = join(this.#folder, fuzz.name);
    writeFileSync(path, fuzz.bytes);
    const before = this.#counts();
    try {
      this.#import(file, path, fuzz);
      return { imported: true };
    } catch (error) {
      if (!(error instanceof ChokepointError)) throw error;
      const { code, message, advice } = error.value;
      if (message === '' || advice === '') throw new Error(`the error ${code} says nothing`);
      const after = this.#counts();
      if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error(`the error ${code} left something: ${before} became ${after}`);
      return { imported: false, code };
    } finally {
      rmSync(path, { force: true });
    }
  }

  close(): void {
    this.#closeCase();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #import(file: CaseFile, path: string, { name, dialect, bytes }: FuzzFile): void {
    const preview = previewFile(path, name, dialect);
    const input = { path, fileName: name, name: 'fuzz', recipe: recipeOf(preview), at: AT, actor: 'fuzz' };
    const { dataset, source } = importFile(file, input, IDLE).result;
    const { columns, rows } = readTable(file, dataset.id);
    if (rows !== dataset.rows || columns.size !== dataset.columns.length) throw new Error('the table is not the dataset');
    const rejects = file.database.prepare('SELECT count(*) FROM reject WHERE dataset = ?').pluck().get(dataset.id);
    if (rejects !== dataset.rejected) throw new Error(`${rejects} rejects are kept, ${dataset.rejected} are counted`);
    for (const info of dataset.columns) {
      const column = columns.get(info.name);
      const filled =
        column?.type === 'number'
          ? column.values.filter((value) => !Number.isNaN(value)).length
          : column?.codes.filter((code) => code >= 0).length;
      if (filled !== info.filled) throw new Error(`column "${info.name}" has ${filled} values, ${info.filled} are counted`);
    }
    if (!Buffer.concat([...readSource(file, source.id)]).equals(bytes)) throw new Error('the kept file is not the file');
  }

  #counts(): string {
    const file = this.#file as CaseFile;
    return TABLES.map((table) => file.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).join(' ');
  }

  #newCase(): void {
    this.#closeCase();
    const path = join(this.#folder, 'fuzz.chokepoint');
    rmSync(path, { force: true });
    this.#file = createCase(path, { id: 'fuzz', title: 'Fuzz', question: '', sample: false, createdAt: AT });
  }

  #closeCase(): void {
    if (!this.#file) return;
    const sound = this.#file.database.pragma('quick_check', { simple: true });
    this.#file.close();
    this.#file = null;
    if (sound !== 'ok') throw new Error(`the case is damaged: ${sound}`);
  }
}
