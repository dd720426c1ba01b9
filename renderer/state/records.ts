import type { ViewSpec } from '../../shared/case/view.ts';
import { dimensionNoun, shorten } from '../../shared/format/index.ts';
import type { RecordsRequest } from './ui.ts';

/** What to ask for to see the records of a group of a view, of its unknown mass (`null`), or all of them (`undefined`). */
export function recordsOf(spec: ViewSpec, key: string | null | undefined): RecordsRequest {
  const noun = dimensionNoun(spec.by, 1);
  const title = key === undefined ? 'Records behind this view' : key === null ? `Records without a known ${noun}` : `Records behind ${key}`;
  const about =
    key === undefined
      ? 'All records that this view counts'
      : key === null
        ? 'Weight whose holder is not disclosed'
        : `Counted as one ${noun}`;
  const filter = spec.where === '' ? '' : `; filter ${shorten(spec.where, 80)}`;
  return { of: 'view', spec, key, dataset: spec.dataset, title, note: `${about}${filter}`, first: [spec.by, spec.weight] };
}
