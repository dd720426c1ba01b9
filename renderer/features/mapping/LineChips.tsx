import type { Dialect } from '../../../shared/case/dataset.ts';
import { ChipMenu, ChipPopover, NumberField } from '../../app/controls/index.ts';
import { COMMENTS } from './words.ts';

/** Most lines below the header that can be left out, as the dialect has it. */
const MOST_NOTES = 20;

/** Which lines are the header, comments and notes, and so no records. */
export function LineChips({ dialect, onChange }: { dialect: Dialect; onChange: (patch: Partial<Dialect>) => void }) {
  if (dialect.format !== 'csv' && dialect.format !== 'xlsx') return null;
  const { headerLine, notesBelow = 0, comment = null } = dialect;
  return (
    <>
      <ChipPopover label="header line" value={headerLine + 1}>
        {() => (
          <NumberField
            label="Line of the header"
            value={headerLine + 1}
            minValue={1}
            onChange={(line) => Number.isInteger(line) && onChange({ headerLine: line - 1 })}
            description="Lines or rows above it are kept in the file and not read as records."
          />
        )}
      </ChipPopover>
      <ChipPopover label="notes below it" value={notesBelow === 0 ? 'none' : notesBelow}>
        {() => (
          <NumberField
            label="Lines of notes below the header"
            value={notesBelow}
            minValue={0}
            maxValue={MOST_NOTES}
            onChange={(lines) => Number.isInteger(lines) && onChange({ notesBelow: lines })}
            description="Units, rules or a title directly below the header: they are not read as records."
          />
        )}
      </ChipPopover>
      {dialect.format === 'csv' && (
        <ChipMenu
          label="comments"
          value={comment === null ? undefined : `after ${comment}`}
          items={COMMENTS}
          selected={comment ?? 'none'}
          onSelect={(mark) => onChange({ comment: mark === 'none' ? null : mark })}
        />
      )}
    </>
  );
}
