import type { Dialect } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { RECORD_KEYS } from './json-elements.ts';

/** A place in a JSON text that may hold the records. */
export type RecordsChoice = { path: string[]; keyed: boolean; records: number };

/** Deepest place that is searched for records. */
const MAX_DEPTH = 5;

/**
 * What the beginning of a JSON text holds: everything up to the last complete value, with the open brackets closed.
 *
 * @returns `undefined` where the text is no JSON
 */
export function parseBeginning(text: string): unknown {
  const open: string[] = [];
  let safe = 0;
  let closers = '';
  const keep = (position: number) => {
    safe = position;
    closers = [...open].reverse().join('');
  };
  let expectsValue = true;
  for (let position = 0; position < text.length; position++) {
    const character = text[position] as string;
    if (character === '"') {
      let end = position + 1;
      while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      if (end >= text.length) break;
      position = end;
      if (expectsValue) keep(end + 1);
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']');
      expectsValue = character === '[';
      keep(position + 1);
    } else if (character === '}' || character === ']') {
      if (open.pop() !== character) return undefined;
      keep(position + 1);
      expectsValue = false;
      if (open.length === 0) break;
    } else if (character === ',') {
      // the value before the comma is complete, whatever it is
      keep(position);
      expectsValue = open.at(-1) === ']';
    } else if (character === ':') expectsValue = true;
  }
  try {
    return JSON.parse(text.slice(0, safe) + closers);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects of one kind under their names: at least two, most of whose members have the same names. */
function isKeyed(value: Record<string, unknown>): boolean {
  const members = Object.values(value);
  if (members.length < 2 || !members.every(isObject)) return false;
  const counts = new Map<string, number>();
  for (const member of members as object[]) for (const key of Object.keys(member)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const shared = [...counts.values()].filter((count) => count * 2 > members.length).length;
  return shared > 0 && shared * 2 >= counts.size;
}

/** Places that may hold the records, the likeliest first. */
function recordsChoices(value: unknown): RecordsChoice[] {
  const choices: RecordsChoice[] = [];
  const visit = (here: unknown, path: string[]) => {
    if (Array.isArray(here)) {
      if (here.some(isObject) || path.length === 0) choices.push({ path, keyed: false, records: here.length });
      return;
    }
    if (!isObject(here) || path.length >= MAX_DEPTH) return;
    if (isKeyed(here)) {
      choices.push({ path, keyed: true, records: Object.keys(here).length });
      return;
    }
    for (const [key, member] of Object.entries(here).slice(0, 200)) visit(member, [...path, key]);
  };
  visit(value, []);
  const usual = ({ path }: RecordsChoice) => (path.length === 1 && RECORD_KEYS.includes(path[0] as string) ? 0 : 1);
  return choices.sort((a, b) => usual(a) - usual(b) || a.path.length - b.path.length || b.records - a.records);
}

const PROGRAM_FILE = /\.([cm]?[jt]sx?|py)$/i;
const PROGRAM_TEXT =
  /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:export\s+(?:default|const|let|var)\b|module\.exports\b|(?:const|let|var)\s+\w+\s*(?::[^=]+)?=|import\s[^\n]*\bfrom\b)/;
const PROGRAM_LITERAL = /^\s*(?:\[\s*)?\{\s*(?:[A-Za-z_$][\w$]*|'[^'\n]*')\s*:/;

/**
 * Refuses a program that holds records as a literal: it looks like JSON and is none.
 *
 * Errors: `file-is-program`
 */
export function refuseProgram(text: string, fileName: string): void {
  if (parseBeginning(text) !== undefined) return;
  const program = PROGRAM_TEXT.test(text);
  if (!program && !PROGRAM_LITERAL.test(text) && !(PROGRAM_FILE.test(fileName) && /^\s*[[{]/.test(text))) return;
  const python = /\.py$/i.test(fileName) || (!program && /^\s*(?:\[\s*)?\{\s*'/.test(text));
  throw new ChokepointError(
    'file-is-program',
    `"${fileName}" looks like JSON but is ${python ? 'a Python value' : 'a program'}: it begins with ${JSON.stringify(text.trim().slice(0, 30))}; nothing was imported.`,
    python
      ? 'Write it as JSON first (in Python: json.dump) and import that file.'
      : 'Let the program write its records as JSON (JSON.stringify) and import that file; it is not run here.',
    { fileName },
  );
}

/** Whether a text is one JSON object a line. */
export function looksLikeLines(text: string, whole: boolean, fileName: string): boolean {
  const lines = text.split('\n', 4);
  if (!whole && lines.length < 4) lines.pop();
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const named = /\.(ndjson|jsonl|jsonlines|ldjson)(\.(gz|zst|zstd))?$/i.test(fileName);
  if (!filled[0]?.startsWith('{') || (filled.length < 2 && !named)) return false;
  const sound = filled.filter((line) => {
    try {
      return isObject(JSON.parse(line));
    } catch {
      return false;
    }
  }).length;
  return named ? sound > 0 || filled.length === 0 : sound >= 2 || (sound === 1 && filled.slice(1).every((line) => line.startsWith('{')));
}

/** The place of the records and the words for it; `null` where the reader should search (and tell what it finds instead). */
export function guessRecords(
  text: string,
  chosen: Pick<Dialect, 'records' | 'keyed'>,
): { place: Pick<Dialect, 'records' | 'keyed'>; choices: RecordsChoice[]; reason: string | null } {
  // a name with half a surrogate pair cannot be kept in a recipe
  const choices = recordsChoices(parseBeginning(text)).filter(({ path }) => path.every((name) => name.isWellFormed()));
  if (chosen.records !== undefined) {
    const match = choices.find(({ path }) => path.join('\n') === chosen.records?.join('\n'));
    return { place: { records: chosen.records, keyed: chosen.keyed ?? match?.keyed ?? false }, choices, reason: null };
  }
  const best = choices[0];
  if (!best) return { place: {}, choices, reason: null };
  const where = best.path.length === 0 ? 'at the top' : `under "${best.path.join('.')}"`;
  const others = choices.length > 1 ? ` (${choices.length - 1} more ${choices.length === 2 ? 'place holds' : 'places hold'} objects)` : '';
  const simple = best.path.length === 0 && !best.keyed;
  return {
    place: simple ? {} : { records: best.path, ...(best.keyed ? { keyed: true } : {}) },
    choices,
    reason: simple ? null : `The records are ${best.keyed ? 'the members of the object' : 'the elements of the array'} ${where}${others}.`,
  };
}
