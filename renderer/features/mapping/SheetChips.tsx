import { useState } from 'react';
import type { Dialect } from '../../../shared/case/dataset.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { Button, ChipMenu, ChipPopover, TextField } from '../../app/controls/index.ts';

/** Which sheet of a workbook is read, and which of its cells. */
export function SheetChips(props: { dialect: Dialect; sheets: Preview['choices']['sheets']; onChange: (patch: Partial<Dialect>) => void }) {
  const { dialect, sheets, onChange } = props;
  if (dialect.format !== 'xlsx') return null;
  return (
    <>
      <ChipMenu
        label="sheet"
        value={dialect.sheet}
        items={sheets.map(({ name, hidden }) => ({ id: name, label: name, ...(hidden ? { description: 'hidden in the workbook' } : {}) }))}
        selected={dialect.sheet ?? null}
        onSelect={(sheet) => onChange({ sheet, headerLine: undefined, range: undefined, opened: undefined })}
      />
      <ChipPopover label="cells" value={dialect.range ?? 'all'}>
        {(close) => (
          <RangeField
            range={dialect.range ?? ''}
            onChange={(range) => {
              onChange({ range: range === '' ? undefined : range, headerLine: undefined });
              close();
            }}
          />
        )}
      </ChipPopover>
    </>
  );
}

function RangeField({ range, onChange }: { range: string; onChange: (range: string) => void }) {
  const [text, setText] = useState(range);
  return (
    <>
      <TextField
        label="Cells of the table"
        value={text}
        onChange={setText}
        description="Upper left and lower right cell, such as A3:F90."
      />
      <Button size="small" onPress={() => onChange(text.trim())}>
        Read these cells
      </Button>
    </>
  );
}
