import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../../electron/engine/import/operations.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import type { LaneContext } from '../../electron/engine/lanes/protocol.ts';
import { type CaseFile, createCase } from '../../electron/engine/store/case-file.ts';
import { listRejects } from '../../electron/engine/store/catalogue.ts';
import { readTable } from '../../electron/engine/store/columns.ts';
import type { Dialect, Reject } from '../../shared/case/dataset.ts';
import { ChokepointError, type ErrorValue } from '../../shared/case/error.ts';
import { type RecipeChoices, recipeOf } from '../../shared/case/recipe.ts';
import { formatDecimal } from '../../shared/columns/decimal.ts';
import type { ImportResult } from '../../shared/contract/sources.ts';

export const AT = '2026-11-22T00:00:00.000Z';
export const IDLE: LaneContext = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };

/** A case in a folder of its own, with files beside it. */
export class TestCase {
  readonly folder = mkdtempSync(join(tmpdir(), 'chokepoint-import-'));
  readonly file: CaseFile;

  constructor() {
    this.file = createCase(join(this.folder, 'test.chokepoint'), { id: 'test', title: 'Test', question: '', sample: false, createdAt: AT });
  }

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  import(path: string, choices: RecipeChoices & { dialect?: Partial<Dialect>; preset?: string } = {}, context = IDLE): ImportResult {
    const fileName = path.split('/').at(-1) as string;
    const preview = previewFile(path, fileName, choices.dialect, choices);
    const input = { path, fileName, name: preview.proposal.name, recipe: recipeOf(preview, choices), at: AT, actor: 'test' };
    return importFile(this.file, input, context).result;
  }

  /** Writes and imports in one step. */
  importText(name: string, content: string | Uint8Array, choices: RecipeChoices & { dialect?: Partial<Dialect> } = {}): ImportResult {
    return this.import(this.write(name, content), choices);
  }

  /** Cells of a column as text, `null` = no value. */
  cells(dataset: string, name: string): (string | null)[] {
    const column = readTable(this.file, dataset, [name]).columns.get(name);
    if (!column) throw new Error(`no column ${name}`);
    return column.type === 'number'
      ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : formatDecimal({ units: BigInt(value), scale: column.scale })))
      : Array.from(column.codes, (code) => (code < 0 ? null : (column.dictionary[code] as string)));
  }

  rejects(dataset: string): Reject[] {
    return listRejects(this.file, dataset, { start: 0, end: 2000 }).rows;
  }

  close(): void {
    this.file.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The error value that `work` throws. */
export function errorOf(work: () => unknown): ErrorValue {
  try {
    work();
  } catch (error) {
    if (error instanceof ChokepointError) return error.value;
    throw error;
  }
  throw new Error('no error was thrown');
}

/** Typed arrays as arrays of numbers: how much memory lies around them does not count. */
export function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array);
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]))
    : value;
}

export const DATA = '../shared/data';
export const hasData = existsSync(DATA);
if (!hasData) console.warn(`${DATA} is not there: tests on real files are skipped`);
