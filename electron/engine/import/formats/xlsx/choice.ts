/** Which cells of a workbook are read. */
export type SheetChoice = {
  /** name of the sheet; absent = the first one that is visible */
  sheet?: string | undefined;
  /** cells such as A3:F90; absent = the whole sheet */
  range?: string | undefined;
  /** row of the header, from 1: merged and hidden cells above it are of no interest */
  headerRow: number;
};
