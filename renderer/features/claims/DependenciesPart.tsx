import { Waypoints } from 'lucide-react';
import type { Dependency } from '../../../shared/case/claims.ts';
import type { Dataset } from '../../../shared/case/dataset.ts';
import {
  dimensionNoun,
  dimensionTitle,
  formatCount,
  formatQuantity,
  formatRange,
  formatShare,
  formatStamp,
  listOf,
  plural,
  shorten,
  weightNoun,
} from '../../../shared/format/index.ts';
import { Button, DataTable, EmptyState, ErrorNotice, Panel } from '../../app/controls/index.ts';
import { testWithout } from '../../state/removal.ts';
import { openView } from '../../state/view.ts';
import styles from './claims.module.css';
import { useDependencies } from './useClaims.ts';
import { FACTOR_WORDS } from './words.ts';

/** Rows that are asked for and shown; the export holds all that were found. */
const SHOWN = 40;
const NAMED = 2;

/** Opens the removal test by a factor with one of its values removed. */
const removeShared = ({ factor, key, view: { dataset, entities } }: Dependency, where: string): void =>
  testWithout({ dataset, by: factor, where, entities }, [key], `Remove ${shorten(key, 30)} in the test`);

/** Sites, networks, clouds, countries, vendors and wallets under several "different" parties, largest capacity first. */
export function DependenciesPart({ dataset }: { dataset: Dataset }) {
  const { data, error } = useDependencies(dataset, SHOWN);
  if (error) return <ErrorNotice error={error} effect="Nothing is listed." />;
  if (!data) return null;
  const { rows, total, by, factors, missing, stamp } = data;
  if (rows.length === 0)
    return (
      <Panel>
        <EmptyState icon={<Waypoints size={28} />} title={`No value stands under two ${dimensionNoun(by, 2)}`}>
          {factors.length === 0
            ? 'The dataset has no column of sites, networks, clouds, countries, vendors or wallets.'
            : `Looked at: ${factors.map(({ name }) => name).join(', ')}.`}
        </EmptyState>
      </Panel>
    );
  return (
    <Panel
      flush
      className={styles.natural}
      title={`${plural(total, 'value')} under several ${dimensionNoun(by, 2)}`}
      aside={formatStamp(stamp)}
    >
      <DataTable
        label="Shared dependencies"
        caption={missing.length > 0 ? <span className={styles.quiet}>Not disclosed: {missing.join(', ')}</span> : undefined}
        rows={rows}
        rowKey={({ factor, key }) => `${factor} ${key}`}
        columns={[
          {
            id: 'key',
            header: 'Shared',
            rowHeader: true,
            wrap: true,
            cell: ({ key, kind, factor }) => (
              <>
                <span title={key}>{shorten(key, 32)}</span>
                <span className={styles.factor}>{FACTOR_WORDS[kind] ?? dimensionTitle(factor)}</span>
              </>
            ),
          },
          { id: 'parties', header: dimensionNoun(by, 2), align: 'right', cell: ({ parties }) => formatCount(parties) },
          { id: 'value', header: weightNoun(stamp), align: 'right', cell: ({ value }) => formatQuantity(value) },
          { id: 'share', header: 'Share', align: 'right', cell: ({ low, high }) => formatRange(low, high, formatShare) },
          { id: 'largest', header: 'Largest of them', wrap: true, cell: ({ largest, parties }) => names(largest, parties) },
          {
            id: 'actions',
            header: <span className="visually-hidden">Actions</span>,
            align: 'right',
            cell: (row) => (
              <span className={styles.actions}>
                <Button
                  size="small"
                  aria-label={`Open the view of ${row.key}`}
                  onPress={() => openView(row.view, `Open what shares ${shorten(row.key, 30)}`)}
                >
                  Open view
                </Button>
                <Button size="small" aria-label={`Remove ${row.key} in the test`} onPress={() => removeShared(row, stamp.where)}>
                  Remove
                </Button>
              </span>
            ),
          },
        ]}
      />
      {total > rows.length && (
        <p className={styles.more}>
          The {formatCount(rows.length)} largest of {formatCount(total)} are shown. <i>Export</i>, <i>shared dependencies as CSV</i>, writes
          all {formatCount(total)}.
        </p>
      )}
    </Panel>
  );
}

/** The largest parties, and how many more there are. */
function names(largest: readonly string[], parties: number): string {
  const shown = largest.slice(0, NAMED).map((name) => shorten(name, 24));
  const more = parties - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${formatCount(more)} more` : listOf(shown, NAMED);
}
