import { useState } from 'react';
import { type ColumnType, FIELDS, type Field, type Recipe } from '../../../shared/case/dataset.ts';
import type { RecipeChoices } from '../../../shared/case/recipe.ts';
import type { Preview, PreviewColumn } from '../../../shared/contract/sources.ts';
import { formatCount, formatShare, plural } from '../../../shared/format/index.ts';
import { Button, DataTable, Panel, SearchField, Select } from '../../app/controls/index.ts';
import styles from './mapping.module.css';
import { FIELD_NOTES, TYPE_WORDS } from './words.ts';

const PAGE = 60;
const OWN_NAME = 'own';

const FIELD_ITEMS: readonly { id: Field | typeof OWN_NAME; label: string; description: string }[] = [
  { id: OWN_NAME, label: 'own name', description: 'usable as dimension or weight under the name in the file' },
  ...FIELDS.map((field) => ({ id: field, label: field, description: FIELD_NOTES[field] })),
];
const TYPE_ITEMS = (Object.keys(TYPE_WORDS) as ColumnType[]).map((type) => ({ id: type, label: TYPE_WORDS[type] }));

/** Columns of the file with the field that each serves; proposals name their reason and are never applied when unsure. */
export function ColumnsTable(props: { preview: Preview; recipe: Recipe; onChoices: (patch: RecipeChoices) => void }) {
  const { preview, recipe, onChoices } = props;
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState(1);
  const kept = preview.recordsRead - preview.leftOut;
  const wanted = search.trim().toLowerCase();
  // Columns with a proposal come first, both groups in the order of the file.
  const ordered = [
    ...preview.columns.filter((column) => column.field !== null),
    ...preview.columns.filter((column) => column.field === null),
  ];
  const matching = ordered.filter((column) => column.header.toLowerCase().includes(wanted));
  const shown = matching.slice(0, pages * PAGE);
  const choose = (header: string, field: Field | null) => {
    const before = field && Object.entries(recipe.mapping).find(([other, taken]) => taken === field && other !== header)?.[0];
    onChoices({ mapping: { ...(before ? { [before]: null } : {}), [header]: field } });
  };
  return (
    <Panel
      flush
      title={plural(preview.columns.length, 'column')}
      aside={preview.columns.length > 20 && <SearchField label="Find a column" value={search} onChange={setSearch} />}
    >
      <DataTable<PreviewColumn>
        label="Columns and their fields"
        fixed
        rows={shown}
        rowKey={(column) => column.header}
        columns={[
          {
            id: 'header',
            header: 'In the file',
            width: '24%',
            rowHeader: true,
            cell: (column) => (
              <>
                <span className={styles.header} title={column.header}>
                  {column.header}
                </span>
                <span className={styles.samples} title={column.samples.join('\n')}>
                  {column.samples.slice(0, 4).join(' · ')}
                </span>
              </>
            ),
          },
          {
            id: 'field',
            header: 'Field',
            width: 184,
            cell: (column) => (
              <Select
                className={styles.fieldSelect}
                label={`Field of ${column.header}`}
                hideLabel
                items={FIELD_ITEMS}
                value={recipe.mapping[column.header] ?? OWN_NAME}
                onChange={(id) => choose(column.header, id === OWN_NAME ? null : id)}
              />
            ),
          },
          {
            id: 'reason',
            header: 'Why',
            wrap: true,
            cell: (column) => (
              <Reason column={column} chosen={recipe.mapping[column.header] ?? null} onAccept={() => choose(column.header, column.field)} />
            ),
          },
          {
            id: 'type',
            header: 'Type',
            width: 120,
            cell: (column) => (
              <Select
                className={styles.typeSelect}
                label={`Type of ${column.header}`}
                hideLabel
                items={TYPE_ITEMS}
                value={recipe.types[column.header] ?? column.type}
                onChange={(type) => onChoices({ types: { [column.header]: type } })}
              />
            ),
          },
          {
            id: 'filled',
            header: 'Filled',
            align: 'right',
            width: 96,
            cell: (column) => (
              <>
                {formatShare(kept > 0 ? column.filled / kept : 0)}
                <span className={styles.samples}>{formatCount(column.distinct)} distinct</span>
              </>
            ),
          },
        ]}
      />
      {matching.length > shown.length && (
        <div className={styles.more}>
          <Button size="small" onPress={() => setPages(pages + 1)}>
            Show {formatCount(Math.min(PAGE, matching.length - shown.length))} of {plural(matching.length - shown.length, 'more column')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Reason({ column, chosen, onAccept }: { column: PreviewColumn; chosen: Field | null; onAccept: () => void }) {
  const reason = column.reason.replace(/\.$/, '');
  if (chosen !== null && chosen !== column.field) return <span className={styles.reason}>your choice</span>;
  if (column.field === null) return null;
  if (chosen === column.field) {
    return (
      <span className={styles.reason}>
        {Math.round(column.confidence * 100)} % sure. {reason}
      </span>
    );
  }
  return (
    <span className={styles.reason}>
      perhaps {column.field}{' '}
      <Button variant="link" size="small" onPress={onAccept} aria-label={`Use ${column.field} for ${column.header}`}>
        Use it
      </Button>
      <span className={styles.reasonText}>{reason}</span>
    </span>
  );
}
