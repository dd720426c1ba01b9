/** A token of a statement: where it stands, and whether it is code; texts, quoted names and comments are no code. */
type Piece = { start: number; end: number; kind: 'code' | 'text' | 'name' | 'comment' };

const CLOSING: Record<string, [end: string, kind: Piece['kind']]> = {
  "'": ["'", 'text'],
  '"': ['"', 'name'],
  '`': ['`', 'name'],
  '[': [']', 'name'],
};

/** Cuts a statement into code, texts, quoted names and comments, as SQLite does (sqlite.org/lang_keywords.html, lang_comment.html). */
function piecesOf(sql: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let at = 0;
  const close = (end: number, kind: Piece['kind']) => {
    if (at > start) pieces.push({ start, end: at, kind: 'code' });
    pieces.push({ start: at, end, kind });
    at = end;
    start = end;
  };
  while (at < sql.length) {
    const character = sql[at] as string;
    const closing = CLOSING[character];
    if (sql.startsWith('--', at)) {
      const end = sql.indexOf('\n', at);
      close(end < 0 ? sql.length : end, 'comment');
    } else if (sql.startsWith('/*', at)) {
      const end = sql.indexOf('*/', at + 2);
      close(end < 0 ? sql.length : end + 2, 'comment');
    } else if (closing) {
      const [mark, kind] = closing;
      let end = at + 1;
      while (end < sql.length) {
        if (sql[end] === mark) {
          if (mark !== ']' && sql[end + 1] === mark) end += 1;
          else break;
        }
        end += 1;
      }
      close(Math.min(end + 1, sql.length), kind);
    } else at += 1;
  }
  if (at > start) pieces.push({ start, end: at, kind: 'code' });
  return pieces;
}

/** First word of a statement behind comments and brackets, in capitals; '' where there is none. */
export function firstWord(sql: string): string {
  const code = piecesOf(sql)
    .map(({ start, end, kind }) => (kind === 'code' ? sql.slice(start, end) : kind === 'comment' ? ' ' : '?'))
    .join('');
  return (/^[\s(;]*([A-Za-z_]*)/.exec(code)?.[1] ?? '').toUpperCase();
}

/** Line and column, both from 1, of a place in a text. */
export function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n') };
}

/** Places where a name stands as a whole word, outside of texts and comments; without `#`, as messages of SQLite may name `a.b`. */
export function placesOf(sql: string, name: string): number[] {
  const wanted = name.toLowerCase();
  const places: number[] = [];
  for (const { start, end, kind } of piecesOf(sql)) {
    const piece = sql.slice(start, end).toLowerCase();
    if (kind === 'name' && piece.slice(1, -1) === wanted) places.push(start);
    if (kind !== 'code') continue;
    for (let at = piece.indexOf(wanted); at >= 0; at = piece.indexOf(wanted, at + 1)) {
      const inside = (position: number) => /[\p{L}\p{N}_$]/u.test(piece[position] ?? '');
      const isWord = /^[\p{L}\p{N}_$]/u.test(wanted);
      if (!isWord || (!inside(at - 1) && !inside(at + wanted.length))) places.push(start + at);
    }
  }
  return places.sort((a, b) => a - b);
}

/** Whether a statement may read a column: its name stands in it, or it asks for all columns. */
export function mayRead(sql: string): (column: string) => boolean {
  const lower = sql.toLowerCase();
  const code = piecesOf(lower)
    .map(({ start, end, kind }) => (kind === 'code' ? lower.slice(start, end) : ' '))
    .join('');
  const all = /\*/.test(code.replace(/\(\s*\*\s*\)/g, '')) || /\bnatural\b/.test(code);
  return (column) => all || column.includes('"') || column.includes('`') || column.includes(']') || lower.includes(column.toLowerCase());
}
