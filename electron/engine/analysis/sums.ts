import type { Dataset } from '../../../shared/case/dataset.ts';
import type { SumsAmong, ViewSpec } from '../../../shared/case/view.ts';
import { IF_NO_SUMS, namesText, sumsWords, sumTexts, withoutSums } from '../../../shared/claims/sums.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf, selectRows } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { AnswerKind } from './answers.ts';
import { findColumn, requireColumn, withHeaders } from './columns.ts';
import { columnBehind, linksRevisionOf, withGroupNames } from './entities.ts';
import { editionOf, factsOf, type ReaderState, tableOf } from './reader-state.ts';
import { columnsOfBase, selectedOf } from './view-base.ts';

/** Records that are asked about: those of a filter, on a rung of the supply ladder. */
type Asked = Pick<ViewSpec, 'where' | 'entities' | 'base'>;

const SUMS: AnswerKind<SumsAmong | null> = { most: 32 };

/** Whether a person said that no record of the dataset is a line of sums. */
export const sumsWaived = (state: ReaderState, dataset: Dataset): boolean =>
  factsOf(state)
    .waivers()
    .some((waiver) => waiver.dataset === dataset.id && waiver.check === 'total-rows');

/**
 * Records among those asked about that look like lines of sums; `null` = none, or the filter names them, or a person waived the check.
 *
 * @throws ChokepointError `unknown-column`, `filter-syntax`, `filter-type`, `base-not-disclosed`
 */
export function sumsAmong(state: ReaderState, dataset: Dataset, { where, entities, base = '' }: Asked): SumsAmong | null {
  const texts = sumTexts(dataset);
  if (texts.length === 0 || sumsWaived(state, dataset)) return null;
  const key = [editionOf(state, dataset.id), linksRevisionOf(state), where, entities, base];
  return state.answers.keep(SUMS, key, () => countSums(state, dataset, texts, { where, entities, base }));
}

function countSums(state: ReaderState, dataset: Dataset, texts: ReturnType<typeof sumTexts>, asked: Asked): SumsAmong | null {
  const where = parseWhere(asked.where);
  const filtered = columnsOfWhere(where);
  const isColumn = (kept: string) => (name: string) => findColumn(dataset, columnBehind(dataset, name))?.name === kept;
  const open = texts.filter(({ kept, text }) => !namesText(where, isColumn(kept), text));
  if (open.length === 0) return null;
  const names = filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name);
  const columns = [...names, ...columnsOfBase(dataset, asked.base ?? ''), ...open.map(({ kept }) => kept)];
  const table = withHeaders(tableOf(state, dataset.id, [...new Set(columns)]), dataset);
  const { rows } = selectedOf(withGroupNames(state, table, dataset, filtered, asked.entities), dataset, asked);
  const looked = open.map(({ kept, text }) => {
    const { codes, dictionary } = codesOf(columnOf(table, kept));
    return { codes, code: dictionary.indexOf(text), found: false };
  });
  let records = 0;
  const count = rows === null ? table.rows : rows.length;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    let isSum = false;
    for (const each of looked)
      if (each.code >= 0 && each.codes[row] === each.code) {
        each.found = true;
        isSum = true;
      }
    if (isSum) records += 1;
  }
  const found = open.filter((_, index) => looked[index]?.found);
  if (records === 0) return null;
  return { records, texts: found.map(({ column, text }) => ({ column, text })), without: withoutSums(asked.where, found) };
}

/**
 * A filter that also leaves out the records that look like lines of sums, where it leaves any, unless it names them or a person waived the check.
 *
 * @returns the filter, and a note where records are left out by it
 * @throws ChokepointError as `sumsAmong`
 */
export function leaveSumsOut(
  state: ReaderState,
  dataset: Dataset,
  asked: Asked,
): { where: string; notes: string[]; sums: SumsAmong | null } {
  const sums = sumsAmong(state, dataset, asked);
  if (sums === null) return { where: asked.where, notes: [], sums };
  return { where: sums.without, notes: [`${sumsWords(sums, 'left out')}. ${IF_NO_SUMS}`], sums };
}

/**
 * Whether a record of a dataset counts: one that looks like a line of sums does not, unless a person waived the check.
 *
 * @returns `sums` = those that do not; `null` = there are none
 */
export function countedRecords(state: ReaderState, dataset: Dataset): { counts: (row: number) => boolean; sums: SumsAmong | null } {
  const { where, sums } = leaveSumsOut(state, dataset, { where: '', entities: 'none' });
  if (sums === null) return { counts: () => true, sums };
  const filter = parseWhere(where);
  const names = columnsOfWhere(filter).map((name) => requireColumn(dataset, name).name);
  const kept = new Uint8Array(dataset.rows);
  for (const row of selectRows(withHeaders(tableOf(state, dataset.id, names), dataset), filter) ?? []) kept[row] = 1;
  return { counts: (row) => kept[row] === 1, sums };
}
