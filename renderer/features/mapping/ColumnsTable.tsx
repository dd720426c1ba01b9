import { useState } from 'react';
import { type ColumnType, FIELDS, type Field, type Recipe } from '../../../shared/case/dataset.ts';
import { type RecipeChoices, SURE } from '../../../shared/case/recipe.ts';
import type { Preview, PreviewColumn, SampleValues } from '../../../shared/contract/sources.ts';
import { formatCount, formatShare, plural } from '../../../shared/format/index.ts';
import { Button, DataTable, Panel, SearchField, Select } from '../../app/controls/index.ts';
import { type ColumnGroup, inGroups, type Need, needsOf } from './claims.ts';
import styles from './mapping.module.css';
import { useSampleValues } from './previews.ts';
import { FIELD_NOTES, TYPE_WORDS } from './words.ts';

const PAGE = 60;
const OWN_NAME = 'own';

const FIELD_ITEMS: readonly { id: Field | typeof OWN_NAME; label: string; description: string }[] = [
  { id: OWN_NAME, label: 'own name', description: 'usable as dimension or weight under the name in the file' },
  ...FIELDS.map((field) => ({ id: field, label: field, description: FIELD_NOTES[field] })),
];
const TYPE_ITEMS = (Object.keys(TYPE_WORDS) as ColumnType[]).map((type) => ({ id: type, label: TYPE_WORDS[type] }));

/** Columns of the file by the claim that their field serves, with what it makes of their texts; proposals name their reason and are never applied when unsure. */
export function ColumnsTable(props: { preview: Preview; recipe: Recipe; onChoices: (patch: RecipeChoices) => void }) {
  const { preview, recipe, onChoices } = props;
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState(1);
  const kept = preview.recordsRead - preview.leftOut;
  const wanted = search.trim().toLowerCase();
  const values = useSampleValues(preview.file, recipe);
  const samplesOf = new Map(values.data?.map(({ header, samples }) => [header, samples]));
  const ordered = inGroups(preview.columns, ({ header }) => recipe.mapping[header] ?? null);
  const matching = ordered.filter(({ column }) => column.header.toLowerCase().includes(wanted));
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
      <DataTable<(typeof ordered)[number]>
        label="Columns and their fields"
        fixed
        rows={shown}
        rowKey={({ column }) => column.header}
        groupOf={({ group }) => ({ key: group.key, heading: headingOf(group) })}
        columns={[
          {
            id: 'header',
            header: 'In the file',
            width: '19%',
            rowHeader: true,
            cell: ({ column }) => (
              <>
                <span className={styles.header} title={column.header}>
                  {column.header}
                </span>
                <span className={styles.samples}>{formatShare(kept > 0 ? column.filled / kept : 0)} filled</span>
                <span className={styles.samples}>{formatCount(column.distinct)} distinct</span>
              </>
            ),
          },
          {
            id: 'field',
            header: 'Field and what it serves',
            width: '31%',
            wrap: true,
            cell: ({ column }) => {
              const chosen = recipe.mapping[column.header] ?? null;
              return (
                <div className={styles.field}>
                  <Select
                    className={styles.fieldSelect}
                    label={`Field of ${column.header}`}
                    hideLabel
                    items={FIELD_ITEMS}
                    value={chosen ?? OWN_NAME}
                    onChange={(id) => choose(column.header, id === OWN_NAME ? null : id)}
                  />
                  <Serves field={chosen} />
                  <Reason column={column} chosen={chosen} onAccept={() => choose(column.header, column.field)} />
                </div>
              );
            },
          },
          {
            id: 'values',
            header: 'Before → after',
            wrap: true,
            cell: ({ column }) => <BeforeAfter column={column} samples={samplesOf.get(column.header)} />,
          },
          {
            id: 'type',
            header: 'Type',
            width: 122,
            cell: ({ column }) => (
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

function headingOf({ key, title }: ColumnGroup): string {
  return key === 'optional' || key === 'own' ? title : `${key} ${title}`;
}

/** Which claims need the field of a column, and how much. */
function Serves({ field }: { field: Field | null }) {
  const needs = field === null ? [] : needsOf(field);
  const said = (wanted: Need) => needs.flatMap(({ claim, need }) => (need === wanted ? [claim] : [])).join(' ');
  const parts = (['required', 'improves'] as const).flatMap((need) => (said(need) === '' ? [] : [`${said(need)} ${need}`]));
  return parts.length === 0 ? null : <span className={styles.serves}>{parts.join(' · ')}</span>;
}

/** Five texts of the file beside what they become; a column that reads as it stands is one line. */
function BeforeAfter({ column, samples }: { column: PreviewColumn; samples: SampleValues['samples'] | undefined }) {
  if (!samples?.some(({ text, value }) => text !== value))
    return (
      <span className={styles.samples} title={column.samples.join('\n')}>
        {column.samples.join(' · ')}
      </span>
    );
  return (
    <ul className={styles.values}>
      {samples.map(({ text, value, isRejected }) => (
        <li key={text} className={styles.value}>
          <span className={styles.before} title={text}>
            {text}
          </span>
          <span className={styles.arrow} aria-hidden>
            →
          </span>
          <span className={value === null ? styles.unread : styles.after} title={value ?? undefined}>
            {value ?? (isRejected ? 'record rejected' : 'not read')}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Reason({ column, chosen, onAccept }: { column: PreviewColumn; chosen: Field | null; onAccept: () => void }) {
  const reason = column.reason.replace(/\.$/, '');
  if (chosen !== null && chosen !== column.field) return <span className={styles.reason}>your choice</span>;
  if (column.field === null) return null;
  // What was below the line of certainty is there because a person took it.
  if (chosen === column.field && column.confidence < SURE) return <span className={styles.reason}>your choice</span>;
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
