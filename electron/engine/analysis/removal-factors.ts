import type { ColumnInfo, Dataset, Field } from '../../../shared/case/dataset.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { filledColumn, partnerColumn, vendorColumn } from '../../../shared/claims/columns.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { traitColumns } from '../../../shared/entities/trait-columns.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { requireColumn } from './columns.ts';
import { openCodes } from './open-weight.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import type { FactorColumn } from './removal-contingencies.ts';
import { gather, type RemovalSupply } from './removal-supply.ts';
import { derivedColumn, derivedUnits, planUnit, type UnitPlan } from './removal-units.ts';

/** Fields that several parties may share, in the order in which they are looked at. */
const SHARED: readonly Field[] = ['site', 'host_org', 'asn', 'cloud', 'country', 'gpu_vendor', 'gpu_model', 'validator'];
/** Traits of accounts that betray one till behind several names. */
const WALLETS = ['payout-address', 'wallet'];
/** What a person expects to be looked at; named where the data do not have it. */
const EXPECTED = ['site', 'host_org', 'asn', 'cloud', 'country', 'bloc', 'gpu_vendor', 'gpu_model'];

type Kind = { kind: string; plan: UnitPlan };

/** Columns and derived dimensions by whose values records can be lost together; the removal unit itself is none. */
function factorPlans(dataset: Dataset, by: UnitPlan): Kind[] {
  const columns = SHARED.flatMap((field): { kind: string; column: ColumnInfo }[] => {
    const column = field === 'gpu_vendor' ? vendorColumn(dataset) : filledColumn(dataset, field);
    return column ? [{ kind: field, column }] : [];
  });
  const partner = partnerColumn(dataset);
  const wallets = traitColumns(dataset.columns, by.column.name).filter(({ trait }) => WALLETS.includes(trait));
  return [
    ...columns,
    ...(partner ? [{ kind: 'partner', column: partner }] : []),
    ...wallets.map(({ column, trait }) => ({ kind: trait as string, column: requireColumn(dataset, column) })),
  ]
    .map(({ kind, column }): Kind => ({ kind, plan: { by: column.name, column, derived: null } }))
    .concat(
      derivedUnits(dataset)
        .filter((name) => name !== 'continent')
        .map((name) => ({ kind: name, plan: planUnit(dataset, name) })),
    )
    .filter(({ plan }) => plan.by !== by.by);
}

/** Codes of the selected rows, and what each text that is named in part only may be. */
function codedOf(column: Column, rows: Int32Array | null): FactorColumn['column'] {
  const { codes, dictionary } = codesOf(column);
  const open = openCodes(column);
  return {
    codes: rows === null ? codes : rows.map((row) => codes[row] as number),
    labels: dictionary,
    ...(open.size === 0 ? {} : { among: dictionary.map((_, code) => open.get(code) ?? null) }),
  };
}

/** Supply of a test with the factors that its records share, on the reader lane. */
export const removalFactorOperations = {
  'removal.factors': (state: ReaderState, spec: RemovalSpec): { supply: RemovalSupply; factors: FactorColumn[]; missing: string[] } => {
    const { supply, rows } = gather(state, spec);
    const dataset = datasetOf(state, spec.dataset);
    const plans = factorPlans(dataset, planUnit(dataset, spec.by));
    const table = tableOf(state, spec.dataset, [...new Set(plans.map(({ plan }) => plan.column.name))]);
    const factors = plans.map(({ kind, plan }) => ({
      name: plan.by,
      kind,
      column: codedOf(derivedColumn(columnOf(table, plan.column.name), plan), rows),
    }));
    const has = new Set([...plans.map(({ kind }) => kind), spec.by]);
    return { supply, factors, missing: EXPECTED.filter((kind) => !has.has(kind)) };
  },
} satisfies OperationTable<ReaderState>;
