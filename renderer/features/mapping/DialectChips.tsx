import type { Dialect } from '../../../shared/case/dataset.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { Badge, ChipMenu, ChipPopover, NumberField } from '../../app/controls/index.ts';
import styles from './mapping.module.css';
import { NestedChips } from './NestedChips.tsx';
import { NumberChips } from './NumberChips.tsx';
import { SheetChips } from './SheetChips.tsx';
import { DELIMITERS, ENCODINGS, FORMATS, QUOTES } from './words.ts';

const NO_CHOICES: Preview['choices'] = { records: [], arrays: [], opened: [], sheets: [] };

/** Text can be read as any text format; workbooks and Parquet files only as what they are. */
function readsAs(format: Dialect['format'], other: Dialect['format']): boolean {
  const packed = (id: Dialect['format']) => id === 'xlsx' || id === 'parquet';
  return packed(format) || packed(other) ? format === other : true;
}

/** How the text is cut into cells; every change reads the preview again. */
export function DialectChips(props: {
  dialect: Dialect;
  /** how sure the guess is, 0..1; `null` = the file was refused */
  confidence: number | null;
  reasons: readonly string[];
  /** what was found inside a JSON file; absent where it was refused */
  choices?: Preview['choices'];
  isReading: boolean;
  onChange: (patch: Partial<Dialect>) => void;
}) {
  const { dialect, confidence, reasons, onChange } = props;
  const isText = dialect.format !== 'xlsx' && dialect.format !== 'parquet';
  const delimiter = DELIMITERS.find((item) => item.id === dialect.delimiter)?.label ?? `"${dialect.delimiter}"`;
  return (
    <>
      <div className={styles.dialect}>
        <ChipMenu
          label="format"
          items={FORMATS.filter(({ id }) => readsAs(dialect.format, id))}
          selected={dialect.format}
          onSelect={(format) => onChange({ format })}
        />
        <SheetChips dialect={dialect} sheets={props.choices?.sheets ?? []} onChange={onChange} />
        {isText && (
          <ChipMenu
            label="encoding"
            value={`${ENCODINGS.find((item) => item.id === dialect.encoding)?.label ?? dialect.encoding}${dialect.bom ? ', marked' : ''}`}
            items={ENCODINGS}
            selected={dialect.encoding}
            onSelect={(encoding) => onChange({ encoding })}
          />
        )}
        {dialect.format === 'csv' && (
          <>
            <ChipMenu
              label="columns by"
              value={delimiter}
              items={DELIMITERS}
              selected={dialect.delimiter}
              onSelect={(id) => onChange({ delimiter: id })}
            />
            <ChipMenu
              label="quotes"
              items={QUOTES}
              selected={dialect.quote ?? 'none'}
              onSelect={(id) => onChange({ quote: id === 'none' ? null : id })}
            />
          </>
        )}
        {(dialect.format === 'csv' || dialect.format === 'xlsx') && (
          <ChipPopover label="header line" value={dialect.headerLine + 1}>
            {() => (
              <NumberField
                label="Line of the header"
                value={dialect.headerLine + 1}
                minValue={1}
                onChange={(line) => Number.isInteger(line) && onChange({ headerLine: line - 1 })}
                description="Lines or rows above it are kept in the file and not read as records."
              />
            )}
          </ChipPopover>
        )}
        <NestedChips dialect={dialect} choices={props.choices ?? NO_CHOICES} onChange={onChange} />
        <NumberChips dialect={dialect} onChange={onChange} />
        {props.isReading ? (
          <Badge>reading again</Badge>
        ) : (
          confidence !== null && <Badge tone={confidence < 0.8 ? 'warning' : undefined}>{Math.round(confidence * 100)} % sure</Badge>
        )}
      </div>
      {reasons.length > 0 && <p className={styles.dialectNote}>{reasons.map((reason) => reason.replace(/\.?$/, '.')).join(' ')}</p>}
    </>
  );
}
