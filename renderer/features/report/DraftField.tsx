import { useEffect, useRef, useState } from 'react';
import { TextField, type TextFieldProps } from '../../app/controls/index.ts';

type Props = Omit<TextFieldProps, 'value' | 'onChange' | 'onBlur'> & { value: string; onCommit: (value: string) => void };

/** A text that becomes a decision of the case when the field is left, so that writing it is one step of undo. */
export function DraftField({ value, onCommit, ...rest }: Props) {
  const [words, setWords] = useState(value);
  const latest = useRef({ words, value, onCommit });
  latest.current = { words, value, onCommit };
  // an undo, or another place that changed it
  useEffect(() => setWords(value), [value]);
  useEffect(() => {
    const commit = () => {
      const { words: now, value: before, onCommit: done } = latest.current;
      if (now !== before) done(now);
    };
    window.addEventListener('pagehide', commit);
    return () => {
      window.removeEventListener('pagehide', commit);
      commit();
    };
  }, []);
  return <TextField {...rest} value={words} onChange={setWords} onBlur={() => words !== value && onCommit(words)} />;
}
