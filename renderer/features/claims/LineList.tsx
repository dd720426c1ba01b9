import type { LineBeside } from '../../../shared/case/claims.ts';
import styles from './claims.module.css';

/** Lines of packs beside numbers, in the words of the pack with its footnotes. */
export function LineList({ lines }: { lines: readonly LineBeside[] }) {
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={`${line.pack} ${line.line}`}>
          {line.words}
          {line.footnotes.map((footnote) => (
            <span key={footnote} className={styles.footnote}>
              {footnote}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
