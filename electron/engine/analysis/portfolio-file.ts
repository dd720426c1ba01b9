import Papa from 'papaparse';
import { ChokepointError } from '../../../shared/case/error.ts';
import { CLASS_FIELDS, type Portfolio, parsePortfolio, readPortfolio } from '../../../shared/case/portfolio.ts';

/** Fields whose cells hold a list; its entries stand between `|`, or `;` where that does not separate the columns. */
const LISTS = new Set(['gpu_models', 'countries', 'requires_choice']);
const TEXTS = new Set(['name', 'domain', 'quantity_share_of_capacity']);
const FLAGS: Readonly<Record<string, boolean>> = { true: true, yes: true, '1': true, false: false, no: false, '0': false };

const isCsv = (text: string, fileName: string): boolean => /\.[ct]sv$/i.test(fileName) || !/^[\s\uFEFF]*[[{]/.test(text);

/** A cell as the value of its field; what cannot be read stays as it is written, for the message of the rule that it breaks. */
function cellValue(field: string, cell: string, delimiter: string): unknown {
  if (LISTS.has(field))
    return cell
      .split(delimiter === ';' ? '|' : /[|;]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (TEXTS.has(field)) return cell;
  if (field === 'verified_only') return FLAGS[cell.toLowerCase()] ?? cell;
  const number = Number(cell);
  return Number.isNaN(number) ? cell : number;
}

/**
 * Reads a portfolio file: JSON, or a table with one workload class a line whose header names the fields of a class.
 *
 * A quantity such as `10%` is a share of the capacity. Empty cells are not set. The title of a table is the name of its file.
 *
 * @throws ChokepointError `portfolio-not-json`, `portfolio-not-table` naming the line, `portfolio-invalid` naming class, field and rule
 */
export function readPortfolioFile(text: string, fileName: string): Portfolio {
  if (!isCsv(text, fileName)) return readPortfolio(text, fileName);
  const { data, errors, meta } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const [header, ...lines] = data;
  // Papa names a delimiter that it could not find as an error; a table of one column is none here.
  const broken = errors.find(({ type }) => type === 'Quotes');
  const names = header?.map((name) => name.trim()) ?? [];
  const odd = lines.findIndex((line) => line.length !== names.length);
  if (broken !== undefined || lines.length === 0 || odd >= 0 || !names.includes('name'))
    throw new ChokepointError(
      'portfolio-not-table',
      `${fileName} is not a table of workload classes: ${
        broken !== undefined
          ? `record ${(broken.row ?? 0) + 1} has a quote that is not closed`
          : !names.includes('name')
            ? `its header has no column "name" but ${names.map((name) => `"${name}"`).join(', ') || 'nothing'}`
            : lines.length === 0
              ? 'it has no line after the header'
              : `record ${odd + 2} has ${lines[odd]?.length} cells, the header has ${names.length}`
      }.`,
      `Give one class a line and these columns: ${CLASS_FIELDS.join(', ')}; those that are not needed may be left out.`,
      { file: fileName },
    );
  const classes = lines.map((line) =>
    Object.fromEntries(
      names.flatMap((field, place) => {
        const cell = (line[place] ?? '').trim();
        if (cell === '') return [];
        if (field === 'quantity' && cell.endsWith('%')) return [['quantity_share_of_capacity', cell]];
        return [[field, cellValue(field, cell, meta.delimiter)]];
      }),
    ),
  );
  return parsePortfolio({ title: fileName.replace(/\.[^.]+$/, '') || 'portfolio', classes }, fileName);
}

/** The text of a portfolio file that `readPortfolioFile` reads to the same classes; a table leaves out id, note and metric by stating values. */
export function portfolioFileText(portfolio: Portfolio, format: 'json' | 'csv'): string {
  if (format === 'json') return `${JSON.stringify(portfolio, null, 2)}\n`;
  const classes = portfolio.classes.map(
    (workload): Record<string, unknown> => (portfolio.metric === 'workload' ? { value: 1, ...workload } : workload),
  );
  const fields = CLASS_FIELDS.filter((field) => classes.some((workload) => field in workload));
  const cell = (value: unknown): string => (Array.isArray(value) ? value.join('|') : value === undefined ? '' : String(value));
  const data = classes.map((workload) => fields.map((field) => cell(workload[field])));
  return `${Papa.unparse({ fields, data }, { newline: '\n' })}\n`;
}
