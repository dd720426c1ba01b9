import type { NotToday } from '../../../shared/case/claims.ts';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewSpec } from '../../../shared/case/view.ts';
import { withoutNotToday } from '../../../shared/claims/not-today.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { isNotToday, statusColumns } from '../../../shared/quality/domain-checks.ts';
import type { AnswerKind } from './answers.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { columnBehind, linksRevisionOf, withGroupNames } from './entities.ts';
import { editionOf, factsOf, type ReaderState, tableOf } from './reader-state.ts';
import { columnsOfBase, selectedOf } from './view-base.ts';

const NOT_TODAY: AnswerKind<NotToday | null> = { most: 32 };

/** Whether a person let it stand that records are marked as planned, estimated or gone. */
const isWaived = (state: ReaderState, dataset: Dataset): boolean =>
  factsOf(state)
    .waivers()
    .some((waiver) => waiver.dataset === dataset.id && waiver.check === 'not-supply-today');

/**
 * Records among those asked about that a column marks as planned, estimated or gone; `null` = none, or a person waived the check.
 *
 * @throws ChokepointError `unknown-column`, `filter-syntax`, `filter-type`, `base-not-disclosed`
 */
export function notTodayAmong(
  state: ReaderState,
  dataset: Dataset,
  { where, entities, base = '' }: Pick<ViewSpec, 'where' | 'entities' | 'base'>,
): NotToday | null {
  if (isWaived(state, dataset)) return null;
  const key = [editionOf(state, dataset.id), linksRevisionOf(state), where, entities, base];
  return state.answers.keep(NOT_TODAY, key, () => countNotToday(state, dataset, { where, entities, base }));
}

function countNotToday(state: ReaderState, dataset: Dataset, asked: Pick<ViewSpec, 'where' | 'entities' | 'base'>): NotToday | null {
  const marked = statusColumns(dataset).flatMap(({ name, filled }) => {
    const { dictionary } = codesOf(columnOf(tableOf(state, dataset.id, [name]), name));
    return dictionary.some(isNotToday) ? [{ name, open: filled < dataset.rows }] : [];
  });
  if (marked.length === 0) return null;
  const filtered = columnsOfWhere(parseWhere(asked.where));
  const names = filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name);
  const columns = [...names, ...columnsOfBase(dataset, asked.base ?? ''), ...marked.map(({ name }) => name)];
  const table = withHeaders(tableOf(state, dataset.id, [...new Set(columns)]), dataset);
  const { rows } = selectedOf(withGroupNames(state, table, dataset, filtered, asked.entities), dataset, asked);
  const looked = marked.map(({ name, open }) => {
    const { codes, dictionary } = codesOf(columnOf(table, name));
    return { column: name, open, codes, dictionary, isMarked: dictionary.map(isNotToday), found: new Set<number>() };
  });
  const of = rows === null ? table.rows : rows.length;
  let records = 0;
  for (let index = 0; index < of; index++) {
    const row = rows === null ? index : (rows[index] as number);
    let isOne = false;
    for (const { codes, isMarked, found } of looked) {
      const code = codes[row] as number;
      if (code < 0 || !isMarked[code]) continue;
      found.add(code);
      isOne = true;
    }
    if (isOne) records += 1;
  }
  if (records === 0) return null;
  const texts = looked.flatMap(({ column, open, dictionary, found }) =>
    found.size === 0 ? [] : [{ column, open, texts: dictionary.filter((_, code) => found.has(code)) }],
  );
  return {
    records,
    of,
    texts: texts.map(({ column, texts: words }) => ({ column, texts: words })),
    without: withoutNotToday(asked.where, texts),
  };
}
