import type { Dependencies, RequestedField, Scorecard } from '../case/claims.ts';
import type { CasePack } from '../case/packs.ts';
import { neededWords } from './unmapped.ts';

type Cell = string | number | null;

/** RFC 4180 with LF, as the CSV files of a report: `.` decimal, empty = no value. */
function csvText(rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell): string => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

const STATUS = {
  computed: 'ok',
  bounded: 'bounded',
  'not-disclosed': 'not_disclosed',
  'not-mapped': 'not_mapped',
  'not-applicable': 'not_applicable',
} as const;

/** Every number of a scorecard, one a line: claim, class where it has several, key, value with its ends, unit, state. */
export function scorecardCsv({ claims }: Scorecard): string {
  return csvText([
    ['claim', 'title', 'status', 'class', 'number', 'label', 'value', 'value_low', 'value_high', 'unit', 'note'],
    ...claims.flatMap(
      ({ id, title, status, measure, unit, value, low, high, numbers, classes, notApplicable, missing, unmapped }): Cell[][] => [
        [
          id,
          title,
          STATUS[status],
          '',
          'headline',
          measure,
          value,
          low,
          high,
          unit,
          notApplicable?.reason ?? (missing.length > 0 ? `needed: ${neededWords({ missing, unmapped })}` : ''),
        ],
        ...[{ name: '', numbers }, ...classes].flatMap((group) =>
          group.numbers.map((each): Cell[] => [
            id,
            title,
            each.value === null && each.low === null && each.high === null ? 'not_disclosed' : each.low === each.high ? 'ok' : 'bounded',
            group.name,
            each.key,
            each.label,
            each.value,
            each.low,
            each.high,
            each.unit,
            each.note,
          ]),
        ),
      ],
    ),
  ]);
}

/** The request list as CSV, for a spreadsheet of the network. */
export function requestCsv(fields: readonly RequestedField[]): string {
  return csvText([
    ['field', 'need', 'claims', 'why', 'meaning', 'format', 'example', 'or_instead'],
    ...fields.map(({ field, need, claims, why, meaning, format, example, alternatives }) => [
      field,
      need,
      claims.join(' '),
      why,
      meaning,
      format,
      example,
      alternatives.join(' or '),
    ]),
  ]);
}

/** Shared dependencies, one a line. */
export function dependenciesCsv({ by, weight, rows }: Dependencies): string {
  return csvText([
    ['factor', 'kind', 'value', 'parties', 'party', weight, 'share_fraction_low', 'share_fraction_high', 'records', 'largest_parties'],
    ...rows.map(({ factor, kind, key, parties, value, low, high, rows: records, largest }) => [
      factor,
      kind,
      key,
      parties,
      by,
      value,
      low,
      high,
      records,
      largest.join('; '),
    ]),
  ]);
}

/** Threshold packs of a case, one a line. */
export function packsCsv(packs: readonly CasePack[]): string {
  return csvText([
    ['pack', 'chosen', 'version', 'status', 'valid_from', 'valid_to', 'lines', 'origin', 'source', 'url', 'sha256'],
    ...packs.map(({ id, chosen, origin, sha256, pack }): Cell[] => [
      id,
      chosen ? 'yes' : 'no',
      pack.version,
      pack.status,
      pack.valid_from ?? null,
      pack.valid_to ?? null,
      pack.lines.length,
      origin,
      pack.source.instrument,
      pack.source.url,
      sha256,
    ]),
  ]);
}
