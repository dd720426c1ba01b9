import { ChokepointError } from '../../../../../shared/case/error.ts';
import { type NumberKind, numberKind } from './dates.ts';
import type { XmlHandler } from './xml.ts';

export type Sheet = { name: string; hidden: boolean; part: string };

/** What the parts of a workbook besides its sheets say. */
export class Workbook {
  readonly sheets: { name: string; hidden: boolean; relation: string }[] = [];
  readonly relations = new Map<string, string>();
  /** texts that cells name by their number */
  readonly texts: string[] = [];
  /** number format of each cell style */
  readonly kinds: NumberKind[] = [];
  from1904 = false;
  #letters = 0;

  /** Reads `workbook.xml`. */
  workbook(): XmlHandler {
    return {
      open: (name, attributes) => {
        if (name === 'workbookPr') this.from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
        if (name !== 'sheet') return;
        const relation = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? '';
        this.sheets.push({ name: attributes.name ?? '', hidden: (attributes.state ?? 'visible') !== 'visible', relation });
      },
    };
  }

  /** Reads `workbook.xml.rels`. */
  rels(): XmlHandler {
    return {
      open: (name, { Id, Target, TargetMode }) => {
        if (name === 'Relationship' && Id !== undefined && Target !== undefined && TargetMode !== 'External')
          this.relations.set(Id, Target);
      },
    };
  }

  /** Reads `styles.xml`. Errors: `workbook-too-large` */
  styles(fileName: string): XmlHandler {
    const codes = new Map<number, string>();
    let inCells = false;
    return {
      open: (name, attributes) => {
        if (name === 'numFmt') {
          codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
          if (codes.size > MAX_STYLES) throw tooLarge(fileName, 'number formats', MAX_STYLES);
        } else if (name === 'cellXfs') inCells = true;
        else if (name === 'xf' && inCells) {
          if (this.kinds.length === MAX_STYLES) throw tooLarge(fileName, 'cell styles', MAX_STYLES);
          const id = Number(attributes.numFmtId ?? 0);
          this.kinds.push(numberKind(id, codes.get(id)));
        }
      },
      close: (name) => {
        if (name === 'cellXfs') inCells = false;
      },
    };
  }

  /** Reads `sharedStrings.xml`. Errors: `workbook-too-large` */
  sharedTexts(fileName: string): XmlHandler {
    let text = '';
    let inText = false;
    let phonetic = false;
    return {
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 't') inText = !phonetic;
        else if (name === 'rPh') phonetic = true;
      },
      text: (piece) => {
        if (inText) text += piece;
        if (text.length > MAX_LETTERS) throw tooLarge(fileName, LETTERS, MAX_LETTERS);
      },
      close: (name) => {
        if (name === 't') inText = false;
        else if (name === 'rPh') phonetic = false;
        else if (name === 'si') {
          this.#letters += text.length;
          if (this.#letters > MAX_LETTERS) throw tooLarge(fileName, LETTERS, MAX_LETTERS);
          if (this.texts.length === MAX_TEXTS) throw tooLarge(fileName, 'shared texts', MAX_TEXTS);
          this.texts.push(text);
        }
      },
    };
  }

  /** The sheet of a name, else the first that is visible. Errors: `sheet-missing` */
  sheet(fileName: string, wanted: string | undefined, folder: string): Sheet {
    const found =
      wanted === undefined
        ? (this.sheets.find(({ hidden }) => !hidden) ?? this.sheets[0])
        : this.sheets.find(({ name }) => name === wanted);
    const target = found && this.relations.get(found.relation);
    if (found && target !== undefined) {
      const part = target.startsWith('/') ? target.slice(1) : `${folder}${target}`.replace(/[^/]+\/\.\.\//g, '');
      return { name: found.name, hidden: found.hidden, part };
    }
    const names = this.sheets.map(({ name }) => `"${name}"`).join(', ');
    throw new ChokepointError(
      'sheet-missing',
      `"${fileName}" has no sheet ${wanted === undefined ? 'that can be read' : `"${wanted}"`}; nothing was imported.`,
      `Its sheets are: ${names || 'none'}.`,
      { fileName, sheet: wanted ?? null, sheets: this.sheets.map(({ name }) => name) },
    );
  }
}

/** Most letters that the shared texts of a workbook may have together, and most texts. */
const MAX_LETTERS = 256 << 20;
const MAX_TEXTS = 1 << 23;
/** Spreadsheets write at most 65,490 styles of cells. */
const MAX_STYLES = 1 << 17;
const LETTERS = 'letters in shared texts';

function tooLarge(fileName: string, what: string, limit: number): ChokepointError {
  return new ChokepointError(
    'workbook-too-large',
    `"${fileName}" has more than ${limit} ${what}; nothing was imported.`,
    'Export the sheet as CSV (UTF-8) and import that file.',
    { fileName, limit },
  );
}
