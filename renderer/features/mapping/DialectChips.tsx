import type { Dialect } from '../../../shared/case/dataset.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { Badge, ChipMenu } from '../../app/controls/index.ts';
import { LineChips } from './LineChips.tsx';
import { MemberChips } from './MemberChips.tsx';
import styles from './mapping.module.css';
import { NestedChips } from './NestedChips.tsx';
import { NumberChips } from './NumberChips.tsx';
import { SheetChips } from './SheetChips.tsx';
import { DELIMITERS, ENCODINGS, FORMATS, QUOTES } from './words.ts';

const NO_CHOICES: Preview['choices'] = { records: [], arrays: [], opened: [], members: [], sheets: [] };

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
  /** what was found inside the file; where it was refused only what the error knows */
  choices?: Partial<Preview['choices']>;
  isReading: boolean;
  onChange: (patch: Partial<Dialect>) => void;
}) {
  const { dialect, confidence, reasons, onChange } = props;
  const choices = { ...NO_CHOICES, ...props.choices };
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
        <MemberChips dialect={dialect} members={choices.members} onChange={onChange} />
        <SheetChips dialect={dialect} sheets={choices.sheets} onChange={onChange} />
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
        <LineChips dialect={dialect} onChange={onChange} />
        <NestedChips dialect={dialect} choices={choices} onChange={onChange} />
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
