import type { Dialect } from '../../../shared/case/dataset.ts';
import { ChipMenu } from '../../app/controls/index.ts';
import { DECIMAL_MARKS, THOUSANDS_MARKS, TOTALS } from './words.ts';

/** How numbers are written, and what becomes of rows of sums. */
export function NumberChips({ dialect, onChange }: { dialect: Dialect; onChange: (patch: Partial<Dialect>) => void }) {
  const isTable = dialect.format === 'csv' || dialect.format === 'xlsx';
  return (
    <>
      <ChipMenu
        label="decimals"
        items={DECIMAL_MARKS}
        selected={dialect.decimalMark}
        onSelect={(decimalMark) => onChange({ decimalMark, ...(dialect.thousandsMark === decimalMark ? { thousandsMark: null } : {}) })}
      />
      {isTable && (
        <>
          <ChipMenu
            label="thousands"
            items={THOUSANDS_MARKS.map((item) => ({ ...item, disabled: item.id === dialect.decimalMark }))}
            selected={dialect.thousandsMark ?? 'none'}
            onSelect={(mark) => onChange({ thousandsMark: mark === 'none' ? null : mark })}
          />
          <ChipMenu label="total rows" items={TOTALS} selected={dialect.totals ?? 'keep'} onSelect={(totals) => onChange({ totals })} />
        </>
      )}
    </>
  );
}
