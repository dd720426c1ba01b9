import { type Command, InvalidArgumentError, Option } from 'commander';
import { arrayChoiceSchema, type Dialect, dialectSchema, formatSchema } from '../../shared/case/dataset.ts';
import { lineNumber } from './options.ts';

/** Options of `import` that say how a file is read; what is absent is guessed. */
export type DialectOptions = {
  format?: string;
  delimiter?: string;
  encoding?: string;
  quote?: string;
  headerLine?: number;
  decimalMark?: string;
  thousandsMark?: string;
  comment?: string;
  notesBelow?: number;
  keepTotals?: boolean;
  records?: string;
  keyed?: boolean;
  array?: string[];
  open?: string[];
  member?: string[];
  joinMembers?: boolean;
  sheet?: string;
  range?: string;
};

const DELIMITERS: Record<string, string> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|' };

function count(text: string): number {
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 0 || lines > 20) throw new InvalidArgumentError('a number from 0 to 20 is expected');
  return lines;
}

function arrayChoice(text: string, before: string[] = []): string[] {
  const choice = text.slice(text.lastIndexOf('=') + 1);
  if (!text.includes('=') || !arrayChoiceSchema.safeParse(choice).success)
    throw new InvalidArgumentError(`PATH=CHOICE is expected, with one of ${arrayChoiceSchema.options.join(', ')}`);
  return [...before, text];
}

/** Adds the options to a command. */
export function addDialectOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how the records are written').choices(formatSchema.options))
    .option('--delimiter <character>', 'comma, semicolon, tab, pipe or the character itself')
    .addOption(new Option('--encoding <name>', 'text encoding').choices(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']))
    .addOption(new Option('--quote <character>', 'what encloses cells that hold the delimiter').choices(['"', "'", 'none']))
    .addOption(new Option('--header-line <line>', 'line of the header, from 1').argParser(lineNumber))
    .addOption(new Option('--decimal-mark <mark>', 'decimal mark').choices(['.', ',']))
    .addOption(new Option('--thousands-mark <mark>', 'mark between groups of three digits').choices([',', '.', ' ', "'", '_', 'none']))
    .option('--comment <character>', 'lines that begin with it are no records')
    .addOption(new Option('--notes-below <lines>', 'lines directly below the header that are no records').argParser(count))
    .option('--keep-totals', 'keep rows named "total" as records instead of rejecting them')
    .option('--records <path>', 'JSON: names that lead to the records, with points between them; "." is the top')
    .option('--sheet <name>', 'XLSX: sheet that is read; otherwise the first visible one that looks like a table')
    .option('--range <cells>', 'XLSX: cells that are read, such as A3:F90')
    .option('--member <name...>', 'zip: members that are read; otherwise all tables')
    .addOption(
      new Option(
        '--open <column>',
        'open cells that hold dicts or lists, as Python or JSON writes them, into columns; may be repeated',
      ).argParser((name: string, before: string[] = []) => [...before, name]),
    )
    .option(
      '--join-members',
      'zip: join the columns of its members by name, empty where a member lacks one; otherwise they must be the same',
    )
    .option('--keyed', 'JSON: the records are the members of the object there; their names become the column "key"')
    .addOption(
      new Option(
        '--array <path=choice>',
        `what an array inside the records becomes: ${arrayChoiceSchema.options.join(', ')}; may be repeated`,
      ).argParser(arrayChoice),
    );
}

/** The options as a part of a dialect; `undefined` where all is left to the guess. */
export function dialectOf(options: DialectOptions): Partial<Dialect> | undefined {
  const wanted = {
    ...(options.format === undefined ? {} : { format: options.format }),
    ...(options.delimiter === undefined ? {} : { delimiter: DELIMITERS[options.delimiter] ?? options.delimiter }),
    ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
    ...(options.quote === undefined ? {} : { quote: options.quote === 'none' ? null : options.quote }),
    ...(options.headerLine === undefined ? {} : { headerLine: options.headerLine - 1 }),
    ...(options.decimalMark === undefined ? {} : { decimalMark: options.decimalMark }),
    ...(options.thousandsMark === undefined ? {} : { thousandsMark: options.thousandsMark === 'none' ? null : options.thousandsMark }),
    ...(options.comment === undefined ? {} : { comment: options.comment }),
    ...(options.notesBelow === undefined ? {} : { notesBelow: options.notesBelow }),
    ...(options.keepTotals ? { totals: 'keep' } : {}),
    ...(options.records === undefined && !options.keyed
      ? {}
      : { records: (options.records ?? '').split('.').filter((name) => name !== '') }),
    ...(options.sheet === undefined ? {} : { sheet: options.sheet }),
    ...(options.range === undefined ? {} : { range: options.range }),
    ...(options.member === undefined ? {} : { members: options.member }),
    ...(options.joinMembers ? { memberColumns: 'by-name' } : {}),
    ...(options.keyed ? { keyed: true } : {}),
    ...(options.open === undefined ? {} : { opened: options.open }),
    ...(options.array === undefined
      ? {}
      : {
          arrays: Object.fromEntries(
            options.array.map((pair) => [pair.slice(0, pair.lastIndexOf('=')), pair.slice(pair.lastIndexOf('=') + 1)]),
          ),
        }),
  };
  return Object.keys(wanted).length === 0 ? undefined : dialectSchema.partial().parse(wanted);
}
