import type { Finding } from '../../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../../shared/case/error.ts';
import type { ZipMember } from '../../feed/protocol.ts';
import type { SheetChoice } from './choice.ts';
import { parseRange, SheetRows, type TakeRow } from './sheet.ts';
import { Workbook } from './workbook.ts';
import { type XmlHandler, xmlWriter } from './xml.ts';

/** A part of the workbook that must be unpacked next, and what takes its bytes; `null` = the end. */
export type PartStep = { member: ZipMember; take: (bytes: Uint8Array | null) => void };

export type XlsxResult = { sheets: { name: string; hidden: boolean }[]; sheet: string; findings: Finding[] };

/** Whether an archive with these members is a workbook. */
export function isWorkbook(members: readonly { name: string }[]): boolean {
  return members.some(({ name }) => WORKBOOK.test(name));
}

/** Name of the part that lists the sheets. */
export const WORKBOOK = /(^|\/)workbook\.xml$/;

/**
 * Reads one sheet of a workbook. The caller unpacks the parts as they are asked for, at once or block by block.
 *
 * @param rows gets the rows in the order of the sheet
 * Errors: `workbook-damaged`, `workbook-too-large`, `sheet-missing`, `range-unreadable`, `too-many-columns`
 */
export function* xlsxSteps(
  members: readonly ZipMember[],
  fileName: string,
  choice: SheetChoice,
  rows: TakeRow,
): Generator<PartStep, XlsxResult> {
  const workbook = new Workbook();
  const step = (name: string, handler: XmlHandler): PartStep | null => {
    const member = members.find((one) => one.name === name);
    return member ? { member, take: xmlWriter(fileName, name, handler) } : null;
  };
  const required = (name: string, handler: XmlHandler): PartStep => {
    const found = step(name, handler);
    if (found) return found;
    throw new ChokepointError(
      'workbook-damaged',
      `"${fileName}" has no part "${name}", which a workbook must have; nothing was imported.`,
      'Open the workbook in the program that made it and save it again.',
      { fileName, part: name },
    );
  };
  const main = members.find(({ name }) => WORKBOOK.test(name))?.name ?? 'xl/workbook.xml';
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  yield required(main, workbook.workbook());
  yield required(`${folder}_rels/workbook.xml.rels`, workbook.rels());
  const styles = step(`${folder}styles.xml`, workbook.styles(fileName));
  if (styles) yield styles;
  const texts = step(`${folder}sharedStrings.xml`, workbook.sharedTexts(fileName));
  if (texts) yield texts;
  const sheet = workbook.sheet(fileName, choice.sheet, folder);
  const reader = new SheetRows(workbook, {
    fileName,
    sheet: sheet.name,
    range: parseRange(choice.range, fileName),
    headerRow: choice.headerRow,
    take: rows,
  });
  yield required(sheet.part, reader.handler());
  return { sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })), sheet: sheet.name, findings: reader.findings() };
}
