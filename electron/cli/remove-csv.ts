import { ChokepointError } from '../../shared/case/error.ts';
import type { RemovalResult } from '../../shared/case/removal.ts';
import { tableCsv } from '../engine/report/csv.ts';
import type { DataTable } from '../engine/report/document.ts';
import type { Parts } from './remove-parts.ts';
import { mistake } from './usage.ts';

/** Tables that can be printed as CSV. */
export const CSV_TABLES = ['curves', 'units', 'factors', 'pairs', 'flips', 'failures', 'prices', 'matrix', 'across'] as const;
export type CsvTable = (typeof CSV_TABLES)[number];

type Cell = string | number | null;
type Body = { names: string[]; rows: Cell[][] };

function curves({ curves: all }: RemovalResult): Body {
  const byOrder = all.map(({ order, k, served }) => ({ order, at: new Map(k.map((step, place) => [step, served[place] as number])) }));
  const steps = [...new Set(all.flatMap(({ k }) => k))].sort((a, b) => a - b);
  return {
    names: ['removed', ...byOrder.map(({ order }) => `served_${order.replaceAll('-', '_')}`)],
    rows: steps.map((k) => [k, ...byOrder.map(({ at }) => at.get(k) ?? null)]),
  };
}

/** The rows of each table; none where its part was not asked for. */
const BODIES: Record<CsvTable, (parts: Parts, result: RemovalResult) => Body | null | undefined> = {
  curves: (_, result) => curves(result),
  units: ({ contingencies }) =>
    contingencies && {
      names: ['unit', 'gpus', 'served_low', 'served_high', 'lost', 'verdict'],
      rows: contingencies.single.rows.map(({ id, gpus, served, lost, verdict }) => [id, gpus, served.low, served.high, lost, verdict]),
    },
  factors: ({ contingencies }) =>
    contingencies && {
      names: ['factor', 'kind', 'value', 'records', 'gpus', 'units', 'served_low', 'served_high', 'verdict', 'hidden'],
      rows: contingencies.commonMode.rows.map(({ factor, kind, value, rows, gpus, units, served, verdict, hidden }) => [
        factor,
        kind,
        value,
        rows,
        gpus,
        units,
        served.low,
        served.high,
        verdict,
        String(hidden),
      ]),
    },
  pairs: ({ pairs }) =>
    pairs && {
      names: ['first', 'second', 'served_low', 'served_high', 'fails'],
      rows: pairs.rows.map(({ members, served, servedMost, fails }) => [...members, served, servedMost, String(fails)]),
    },
  flips: ({ flips }) =>
    flips && {
      names: ['kind', 'change', 'size', 'unit', 'turns_at', 'before_low', 'before_high', 'after_low', 'after_high', 'proven', 'note'],
      rows: flips.flips.map(({ kind, change, size, unit, turnsAt, before, after, proven, note }) => [
        kind,
        change,
        size,
        unit,
        turnsAt,
        before.low,
        before.high,
        after.low,
        after.high,
        String(proven),
        note,
      ]),
    },
  failures: ({ failures }) =>
    failures && {
      names: [
        'probability',
        'failing_fraction',
        'failing_fraction_most',
        'error_fraction',
        'failed_units_mean',
        'served_p05',
        'served_median',
        'served_p95',
        'served_mean',
        'served_least_median',
        'trials',
        'seed',
      ],
      rows: failures.points.map(({ probability, failing, failingMost, failed, served, servedLeast }) => [
        probability,
        failing,
        failingMost,
        failures.error.one,
        failed,
        served.p05,
        served.median,
        served.p95,
        served.mean,
        servedLeast.median,
        failures.trials,
        failures.seed,
      ]),
    },
  prices: ({ economy }) =>
    economy && {
      names: ['removed', 'gpus', 'average_usd_per_gpu_hour', 'marginal_usd_per_gpu_hour'],
      rows: economy.priceCurve.map(({ k, gpus, averageUsd, marginalUsd }) => [k, gpus, averageUsd, marginalUsd]),
    },
  matrix: ({ matrix }) =>
    matrix && {
      names: ['scenario', 'unit', 'removed', 'class', 'served_low', 'served_high', 'wanted', 'verdict'],
      rows: matrix.scenarios.flatMap(({ name, stamp, removed, cells, verdict }) =>
        cells.flatMap((cell, index): Cell[][] =>
          cell === null
            ? []
            : [[name, stamp.by, removed, matrix.classes[index] as string, cell.served.low, cell.served.high, cell.wanted, verdict]],
        ),
      ),
    },
  across: ({ across }) =>
    across && {
      names: [
        'other_dataset',
        'other_as_of',
        'units',
        'breaking_point_low',
        'breaking_point_high',
        'cheapest_cost_low',
        'proven',
        'served_before',
        'demand',
        'reason',
      ],
      rows: across.rows.map(({ name, asOf, outcome, reason }) => [
        name,
        asOf,
        outcome?.units ?? null,
        outcome?.breakingPoint.low ?? null,
        outcome?.breakingPoint.high ?? null,
        outcome?.cheapest?.low ?? null,
        outcome ? String(outcome.breakingPoint.proven) : null,
        outcome?.served0 ?? null,
        outcome?.demand ?? null,
        reason,
      ]),
    },
};

const ASKED_BY: Record<CsvTable, string> = {
  curves: '',
  units: '--contingencies',
  factors: '--contingencies',
  pairs: '--pairs',
  flips: '--flips',
  failures: '--failures',
  prices: '--economy',
  matrix: '--matrix',
  across: '--across',
};

/**
 * One table of an answer as CSV; every line says what its numbers are relative to.
 *
 * @throws ChokepointError `usage` where the part behind it was not asked for, its own reason where it cannot be computed
 */
export function removalCsv(which: CsvTable, result: RemovalResult, parts: Parts): string {
  const body = BODIES[which](parts, result);
  if (!body) {
    const refused = parts.missing?.find(({ option }) => option === ASKED_BY[which]);
    if (refused) throw new ChokepointError(refused.code, refused.message, refused.advice, { option: refused.option });
    throw mistake(`--csv ${which} needs ${ASKED_BY[which]}`);
  }
  const { stamp, by, mode, metric = 'value', threshold } = result;
  const context: [string, Cell][] = [
    ['dataset', stamp.dataset],
    ['as_of', stamp.asOf],
    ['base', stamp.base],
    ['removal_unit', by],
    ['placement', mode],
    ['metric', metric],
    ['threshold', threshold],
    ['filter', stamp.where],
  ];
  const table: DataTable = {
    name: which,
    title: which,
    columns: [...body.names, ...context.map(([name]) => name)].map((name) => ({ name, description: name })),
    rows: body.rows.map((row) => [...row, ...context.map(([, value]) => value)]),
  };
  return tableCsv(table);
}
