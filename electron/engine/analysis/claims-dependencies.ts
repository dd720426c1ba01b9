import type { Dependencies, DependencySpec } from '../../../shared/case/claims.ts';
import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { wholeSpec } from '../../../shared/case/view.ts';
import { both, filledColumn, isText, partnerColumn, supplierColumn, vendorColumn } from '../../../shared/claims/columns.ts';
import { type Factor, sharedFactors } from '../../../shared/claims/dependencies.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import { traitColumns } from '../../../shared/entities/trait-columns.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { scaleOf } from './cells.ts';
import { settle } from './claims.ts';
import { selected, speaksOfUnknown, weightColumn, weightNames, weightReader } from './claims-columns.ts';
import { requireColumn } from './columns.ts';
import { countedDimension } from './entities.ts';
import { openCodes } from './open-weight.ts';
import { datasetOf, type ReaderState } from './reader-state.ts';
import { stampOf } from './view-stamp.ts';

const FIELDS = ['site', 'host_org', 'asn', 'cloud', 'country'] as const;
const WALLETS = ['payout-address', 'wallet'];

/** Factors of a dataset with what each is, and those of domain.md 2 that it has no column for. */
function factorColumns(dataset: Dataset, by: ColumnInfo): { found: { column: ColumnInfo; kind: string }[]; missing: string[] } {
  const fields = FIELDS.map((kind) => ({ kind, column: filledColumn(dataset, kind) }));
  const vendor = vendorColumn(dataset);
  const partner = partnerColumn(dataset);
  const wallets = traitColumns(dataset.columns, by.name).filter(({ trait }) => WALLETS.includes(trait));
  const all = [
    ...fields,
    { kind: 'gpu_vendor', column: vendor },
    { kind: 'partner', column: partner },
    ...wallets.map(({ column, trait }) => ({ kind: trait as string, column: requireColumn(dataset, column) })),
  ];
  const found = all.flatMap(({ kind, column }) => (column === null || column.name === by.name ? [] : [{ kind, column }]));
  const has = new Set(found.map(({ kind }) => kind));
  return {
    found,
    missing: [...FIELDS, 'gpu_vendor', 'payout wallet'].filter(
      (kind) => !has.has(kind) && !(kind === 'payout wallet' && wallets.length > 0),
    ),
  };
}

/**
 * Sites, networks, clouds, countries, vendors and payout wallets under several "different" parties, ranked by capacity.
 *
 * @throws ChokepointError `party-not-disclosed` where no column names a party; `unknown-column`, `filter-syntax`
 */
function dependenciesOf(state: ReaderState, spec: DependencySpec, { checkpoint }: Pick<LaneContext, 'checkpoint'>): Dependencies {
  const dataset = datasetOf(state, spec.dataset);
  const { asked } = settle(state, dataset, spec);
  const by = spec.by === undefined ? supplierColumn(dataset, speaksOfUnknown(state, dataset)) : requireColumn(dataset, spec.by);
  if (by === null)
    throw new ChokepointError(
      'party-not-disclosed',
      `"${dataset.name}" has no column of operators, owners or providers, so it is not disclosed whether they share anything.`,
      'Map such a column, or ask the network for it.',
      { dataset: dataset.name },
    );
  const { found, missing } = factorColumns(dataset, by);
  const part = selected(state, dataset, asked, [by.name, ...found.map(({ column }) => column.name), ...weightNames(dataset, asked)]);
  checkpoint();
  const counted = countedDimension(state, part.table, dataset, by, asked.entities);
  const party = codesOf(counted.column ?? columnOf(part.table, by.name));
  const weight = weightColumn(part, dataset, asked);
  const factors = found.map(({ column: { name }, kind }): Factor => {
    const column = columnOf(part.table, name);
    const { codes, dictionary } = codesOf(column);
    const open = openCodes(column);
    // what is named in part is not known to be shared
    return { name, kind, codes: open.size === 0 ? codes : codes.map((code) => (open.has(code) ? -1 : code)), dictionary };
  });
  const rows = { parties: party.codes, names: party.dictionary, weightAt: weightReader(weight), rows: part.rows };
  const { shared, total, unknown } = sharedFactors(factors, rows, spec.least);
  checkpoint();
  const share = (units: bigint) => (total === 0n ? 0 : toNumber({ num: units, den: total }));
  const unknownOf = new Map(factors.map(({ name }, at) => [name, unknown[at] as bigint]));
  const scale = scaleOf(weight);
  return {
    dataset: dataset.id,
    by: by.name,
    weight: asked.weight,
    stamp: stampOf(dataset, by.name, asked.weight, asked.where, counted, [by.name, ...found.map(({ column }) => column.name)]),
    factors: factors.map(({ name, kind }) => ({ name, kind, unknown: share(unknownOf.get(name) as bigint) })),
    missing,
    total: shared.length,
    rows: shared.slice(0, spec.most).map(({ factor, kind, key, parties, largest, units, rows: records }) => ({
      factor,
      kind,
      key,
      parties,
      largest: [...largest],
      value: decimalToJson({ units, scale }),
      low: share(units),
      high: share(units + (unknownOf.get(factor) as bigint)),
      rows: records,
      view: wholeSpec({ ...asked, by: by.name, where: both(asked.where, isText(factor, key)) }),
    })),
  };
}

/** The dependency finder, on the reader lane. */
export const dependencyOperations = {
  'claims.dependencies': dependenciesOf,
} satisfies OperationTable<ReaderState>;
