import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { familyColumn, filledColumn, isText, seriesColumn } from '../../../shared/claims/columns.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { settledCodes } from './measured.ts';

/** Columns that make a class of prices; `series` = list, spot ..., `null` = all prices are of one series. */
export type ClassColumns = { by: ColumnInfo; series: ColumnInfo | null };

/**
 * What a class of prices is: GPU family, or GPU model where no family is known, with each series of prices by itself; `null` = neither is disclosed.
 *
 * Claim C6 and the chart of prices both take it from here. Source: domain 2 (C6) and 3.6.
 */
export function classColumns(dataset: Dataset): ClassColumns | null {
  const by = familyColumn(dataset) ?? filledColumn(dataset, 'gpu_model') ?? filledColumn(dataset, 'gpu_vendor');
  return by && { by, series: seriesColumn(dataset) };
}

/** Classes of the rows of a table: code per row, -1 = unknown or named in part; name of each code, and the filter that keeps it. */
export type PriceClassCodes = {
  codes: Int32Array;
  dictionary: readonly string[];
  whereOf: (code: number) => readonly [by: string, series: string];
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const valueIs = ({ name, type }: ColumnInfo, text: string): string => (type === 'text' ? isText(name, text) : `${quoted(name)} = ${text}`);

/** The class of each row; a record that does not state its series is in one of its own. */
export function priceClassCodes(
  table: ColumnTable,
  { by, series }: ClassColumns,
  column: Column = columnOf(table, by.name),
): PriceClassCodes {
  const { codes, dictionary } = settledCodes(column);
  const kinds = series && codesOf(columnOf(table, series.name));
  const across = (kinds?.dictionary.length ?? 0) + 1;
  const known = codes.map((code, row) => (code < 0 ? -1 : code * across + (kinds ? (kinds.codes[row] as number) + 1 : 0)));
  const found = [...new Set(known)].filter((code) => code >= 0).sort((a, b) => a - b);
  const place = new Map(found.map((code, index) => [code, index]));
  const parts = found.map((code) => ({
    name: dictionary[Math.floor(code / across)] as string,
    kind: kinds?.dictionary[(code % across) - 1],
  }));
  return {
    codes: known.map((code) => place.get(code) ?? -1),
    dictionary: parts.map(({ name, kind }) => (series === null ? name : `${name}, ${series.header} ${kind ?? 'not stated'}`)),
    whereOf: (code) => {
      const { name, kind } = parts[code] as { name: string; kind: string | undefined };
      return [isText(by.name, name), series === null ? '' : kind === undefined ? `${quoted(series.name)} is null` : valueIs(series, kind)];
    },
  };
}

/** What a class is, in the words of the columns: `gpu_family`, `gpu_family and is_spot`. */
export const classWords = ({ by, series }: ClassColumns): string => (series === null ? by.name : `${by.name} and ${series.header}`);
