import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../electron/engine/import/csv.ts';
import { RejectBuffer, type RowSink, runPass } from '../../electron/engine/import/pass.ts';
import type { ImportPlan } from '../../electron/engine/import/plan.ts';
import { unknownTokenSet } from '../../electron/engine/import/types.ts';
import { unpackTexts } from '../../electron/engine/store/encoding.ts';
import { UNKNOWN_TOKENS } from '../../shared/case/recipe.ts';
import { memoryTextSource } from '../support/textSource.ts';
import { errorOf, plain } from './support.ts';

// The loops in TypeScript are the reference: what the compiled ones give must be the same in every number and text.

type Settings = {
  delimiter: string;
  quote: string | null;
  decimalMark: '.' | ',';
  types: ('text' | 'number' | 'count' | 'price')[];
  blockBytes?: number;
  maxCellBytes?: number;
};

/** All that a pass over `text` gives to the store. */
function passOver(text: string, settings: Settings, kernel: boolean) {
  const { delimiter, quote, decimalMark, types, blockBytes, maxCellBytes } = settings;
  const columns = types.map((type, index): ImportPlan['columns'][number] => ({
    name: `c${index}`,
    header: `c${index}`,
    field: null,
    type: type === 'text' ? 'text' : 'number',
    insisted: type === 'count' || type === 'price',
    rule: type === 'count' ? { whole: true, nonNegative: true } : type === 'price' ? { whole: false, nonNegative: true } : null,
  }));
  const plan: ImportPlan = { columns, unknown: unknownTokenSet([...UNKNOWN_TOKENS, 'öde']), decimalMark, findings: [] };
  const rejects = new RejectBuffer();
  const taken: unknown[] = [];
  const source = memoryTextSource(Buffer.from(text), blockBytes);
  const options = { fileName: 'test.csv', onReject: rejects.add, blockBytes, maxCellBytes, kernel };
  const reader = new CsvReader(source, { delimiter, quote, headerLine: 0 }, options);
  expect(reader.kernel !== null).toBe(kernel);
  // pieces may be cut otherwise, so that the texts are compared
  const dictionaries = types.map((): string[] => []);
  const sink: RowSink = {
    chunk: (chunk) => void taken.push(plain(chunk)),
    rejects: (some) => void taken.push(some),
    texts: (column, some) => {
      for (const text of unpackTexts(some)) dictionaries[column]?.push(text);
    },
  };
  return { result: plain(runPass(reader, rejects, plan, sink)), taken, dictionaries, recordsRead: reader.recordsRead };
}

function outcomeOf(text: string, settings: Settings, kernel: boolean): unknown {
  let outcome: unknown;
  try {
    outcome = passOver(text, settings, kernel);
  } catch (error) {
    outcome = errorOf(() => {
      throw error;
    });
  }
  return outcome;
}

const textCell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '"', ',', ';', '\n', '\r', '\r\n', ' ', '\u00a0', '\u3000', '😀'), maxLength: 6 }),
  fc.stringMatching(/^[a-c]{0,40}$/),
  fc.constantFrom('', 'n/a', 'N/A', 'öde', ' unknown ', '-', '"a, b"', '"say ""hi"""', '"two\nlines"', '"a"b', '""'),
);
const numberCell = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -20, max: 200 }).map(String) },
  { weight: 3, arbitrary: fc.tuple(fc.nat(99), fc.stringMatching(/^\d{0,8}$/)).map(([whole, part]) => `${whole}.${part}`) },
  fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(String),
  fc.constantFrom('', '-0', '007', '0', '-0.00', '1,5', ' 7 ', '1e3', '8.000000000000001', '.', '-', '+4', '9'.repeat(15), '9'.repeat(16)),
);
const mostlyNumbers = fc.oneof({ weight: 60, arbitrary: numberCell }, { weight: 1, arbitrary: textCell });

const file = fc.record({
  types: fc.array(fc.constantFrom('text', 'text', 'number', 'count', 'price'), { minLength: 1, maxLength: 5 }) as fc.Arbitrary<
    Settings['types']
  >,
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"', '"', "'", null),
  decimalMark: fc.constantFrom('.', '.', ',') as fc.Arbitrary<'.' | ','>,
  newline: fc.constantFrom('\n', '\n', '\r\n', '\r'),
  lastLineEnd: fc.boolean(),
  blockBytes: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
  maxCellBytes: fc.constantFrom(undefined, undefined, 12),
});
const records = ({ types }: { types: Settings['types'] }) =>
  fc.array(
    fc.oneof(
      { weight: 20, arbitrary: fc.tuple(...types.map((type) => (type === 'text' ? textCell : mostlyNumbers))) as fc.Arbitrary<string[]> },
      { weight: 1, arbitrary: fc.array(textCell, { maxLength: 6 }) },
    ),
    { maxLength: 60 },
  );

describe('the compiled loops', () => {
  it('give what their twins in TypeScript give, for random files, dialects and blocks', () => {
    const any = file.chain((settings) => records(settings).map((rows) => ({ settings, rows })));
    fc.assert(
      fc.property(any, ({ settings, rows }) => {
        const { types, delimiter, newline, lastLineEnd } = settings;
        const lines = [types.map((_, index) => `c${index}`), ...rows].map((cells) => cells.join(delimiter));
        const text = lines.join(newline) + (lastLineEnd ? newline : '');
        expect(outcomeOf(text, settings, true)).toEqual(outcomeOf(text, settings, false));
      }),
      { numRuns: 300 },
    );
  });

  it('give the same when dictionaries, memory and the buffer of a long record grow', () => {
    const rows = Array.from({ length: 150_000 }, (_, row) => {
      const long = row % 40_000 === 11 ? 'x'.repeat(300_000 + row) : `text ${row % 7}`;
      const shuffled = ((row * 7919) % 150_000).toString(36);
      return `n-${row.toString(16).padStart(8, '0')},${shuffled},${long},"${'ab'.repeat(row % 30)}, ${row % 1000}",${row % 90}.${row % 250}`;
    });
    const text = `a,b,c,d,e\n${rows.join('\n')}\n`;
    const settings: Settings = {
      delimiter: ',',
      quote: '"',
      decimalMark: '.',
      types: ['text', 'text', 'text', 'text', 'price'],
      blockBytes: 5000,
    };
    const [fast, twin] = [passOver(text, settings, true), passOver(text, settings, false)];
    expect(fast.recordsRead).toBe(150_000);
    // compared by hand: a million numbers are too many for a difference in words
    expect(JSON.stringify(fast) === JSON.stringify(twin)).toBe(true);
  });

  it('give the same for texts in order, also where the order ends late, with repeats, blanks and unknown tokens', () => {
    const word = fc.oneof(fc.stringMatching(/^[a-c]{1,12}$/), fc.constantFrom('', '-', 'n/a', ' b', 'é', 'unknown', '😀'));
    const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a.trim()), Buffer.from(b.trim()));
    const ordered = fc.tuple(fc.array(word, { maxLength: 60 }), fc.array(word, { maxLength: 6 }));
    fc.assert(
      fc.property(ordered, fc.integer({ min: 20, max: 200 }), ([first, late], blockBytes) => {
        const text = `a,b\n${[...first.toSorted(byBytes), ...late].map((cell) => `${cell},1`).join('\n')}\n`;
        const settings: Settings = { delimiter: ',', quote: '"', decimalMark: '.', types: ['text', 'number'], blockBytes };
        expect(outcomeOf(text, settings, true)).toEqual(outcomeOf(text, settings, false));
      }),
      { numRuns: 300 },
    );
  });

  it('are left out where the marks of the dialect are the same', () => {
    const options = { fileName: 'test.csv', onReject: () => {}, kernel: true };
    expect(new CsvReader(memoryTextSource(Buffer.from('a"b\n')), { delimiter: '"', quote: '"', headerLine: 0 }, options).kernel).toBeNull();
  });
});
