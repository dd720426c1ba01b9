import { useState } from 'react';
import { isMoment } from '../../shared/case/moment.ts';
import { TextField } from './controls/index.ts';

const EXPECTED = 'A whole day that the calendar has: year-month-day, such as 2026-11-20. Or leave it empty.';

/** Whether the text of the field can be kept: a day, or nothing. */
export function isWholeDate(text: string): boolean {
  return text === '' || isMoment(text);
}

/** The date of the facts as text. A part of a date is told as an error once the field is left; the caller must not go on with it. */
export function AsOfField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [left, setLeft] = useState(false);
  const wrong = !isWholeDate(text);
  return (
    <TextField
      label="Facts as of"
      value={text}
      placeholder="year-month-day"
      maxLength={10}
      onChange={(next) => onChange(next.trim())}
      onBlur={() => setLeft(true)}
      error={wrong && (left || text.length >= 10) ? EXPECTED : null}
      description={wrong ? null : text === '' ? 'Without it the report says "date not stated".' : 'Printed beside each number.'}
    />
  );
}
