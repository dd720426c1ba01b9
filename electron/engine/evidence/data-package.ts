import type { Source } from '../../../shared/case/dataset.ts';
import type { Column } from '../../../shared/columns/table.ts';
import type { FileEntry } from '../../../shared/evidence/manifest.ts';
import { attachmentName, rawPath } from '../../../shared/evidence/paths.ts';
import { canonicalColumns, type ReaderState } from '../analysis/reader-state.ts';
import { shownTable } from '../analysis/rows-window.ts';
import type { DataTable } from '../report/document.ts';
import { typeOfCells } from '../report/table-types.ts';

/** A field of a table in the words of Table Schema v2. */
export type SchemaField = { name: string; type: 'string' | 'number' | 'integer' | 'date'; description: string };

/** A CSV file of the bundle with its description; `sources` = files that it was read from. */
export type PackagedTable = { file: FileEntry; title: string; fields: readonly SchemaField[]; sources: readonly Source[] };

/** Fields of a table of the results. */
export function fieldsOfTable({ columns, rows }: DataTable): SchemaField[] {
  return columns.map(({ name, description }, at) => ({ name, type: typeOfCells(rows.map((row) => row[at] ?? null)), description }));
}

function typeOfColumn(column: Column): SchemaField['type'] {
  if (column.type === 'text') return 'string';
  if (column.type === 'number') return column.scale === 0 ? 'integer' : 'number';
  return column.dictionary.every((text) => /^-?\d+$/.test(text)) ? 'integer' : 'number';
}

/** Fields of `data/D1.csv`, in the order of its header. @throws ChokepointError `dataset-missing` */
export function fieldsOfData(state: ReaderState, dataset: string): SchemaField[] {
  const { columns: derived, stored, dataset: listed } = canonicalColumns(state, dataset);
  const infos = new Map(listed.columns.map((info) => [info.name, info]));
  const words = (name: string): string => {
    const info = infos.get(name);
    const unit = info?.unit === undefined ? '' : `, in ${info.unit}`;
    if (info?.joined) return `taken from ${info.joined.dataset}${unit}`;
    if (info?.derived && derived.has(name))
      return `${info.derived.kind} read from "${info.derived.from}", version ${info.derived.version}${unit}`;
    const kept = stored.get(name) ?? name;
    return `as in the source file under "${info?.header ?? kept}"${unit}`;
  };
  return [
    { name: '_record', type: 'integer', description: 'number of the record in the source file, from 1' },
    { name: '_line', type: 'integer', description: 'line of the source file on which the record starts, from 1' },
    ...[...shownTable(state, dataset).columns].map(([name, column]) => ({ name, type: typeOfColumn(column), description: words(name) })),
  ];
}

/** A licence as Data Package names it: an identifier where it is one, else its words as the title of another. */
const licenceOf = (licence: string) => (/^[-a-zA-Z0-9._]+$/.test(licence) ? { name: licence } : { name: 'other', title: licence });

/**
 * datapackage.json of a bundle: Data Package v2, every CSV file with its schema, size and hash.
 *
 * Source: https://datapackage.org/standard/data-package/
 */
export function dataPackageJson(
  about: { title: string; description: string; sample: boolean },
  tables: readonly PackagedTable[],
  isRawKept: (source: Source) => boolean,
): string {
  const { title, description, sample } = about;
  const descriptor = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: sample ? 'sample-claim-bundle' : 'claim-bundle',
    title: sample && !title.startsWith('SAMPLE') ? `SAMPLE: ${title}` : title,
    ...(description === '' ? {} : { description }),
    resources: tables.map(({ file, title: tableTitle, fields, sources }) => {
      const licences = sources.flatMap(({ licence }) => (licence ? [licenceOf(licence)] : []));
      return {
        name: attachmentName(file.path)
          .replace(/\.csv$/, '')
          .toLowerCase(),
        path: file.path,
        type: 'table',
        title: tableTitle,
        format: 'csv',
        mediatype: 'text/csv',
        encoding: 'utf-8',
        bytes: file.bytes,
        hash: `sha256:${file.sha256}`,
        ...(sources.length === 0
          ? {}
          : {
              sources: sources.map((source) => ({
                title: `${source.id}: ${source.fileName}`,
                ...(isRawKept(source) ? { path: rawPath(source.id, source.fileName) } : {}),
              })),
            }),
        ...(licences.length === 0 ? {} : { licenses: licences }),
        dialect: { header: true, delimiter: ',', lineTerminator: '\n', quoteChar: '"', doubleQuote: true },
        schema: { fields, missingValues: [{ value: '', label: 'no value: not disclosed, or not applicable' }] },
      };
    }),
  };
  return `${JSON.stringify(descriptor, null, 1)}\n`;
}
