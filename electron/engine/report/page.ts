import type { SectionKind } from '../../../shared/case/report.ts';
import type { WorldMap } from '../../../shared/charts/index.ts';
import type { Claim } from './claims.ts';
import type { Block, DataTable, PrintedClaim } from './document.ts';
import type { Figures } from './figure-list.ts';
import type { ReportInput } from './input.ts';

/** What a section is composed from. */
export type Page = {
  input: ReportInput;
  claims: readonly Claim[];
  figures: Figures;
  /** name of the attached table whose own name begins so, `SAMPLE-` left out; empty = there is none */
  csv(start: string): string;
  /** sections of the layout that are shown */
  shown: ReadonlySet<SectionKind>;
  note: string;
  map: WorldMap;
};

/**
 * A kind of section: its heading, its blocks (none = it is left out), what stands in full in the appendix of tables and figures, and the tables of its
 * figures. The body of a report is for reading through, so `blocks` hold what decides, `more` the rest; together they say everything.
 */
export type PageKind = {
  title: string;
  appendix?: true;
  /** begins on a page of its own where it has so many blocks */
  newPage?: true;
  blocks(page: Page): Block[];
  more?(page: Page): Block[];
  tables?(input: ReportInput): DataTable[];
};

/** Where a claim can be checked, in words: figures, tables, sources. */
function evidenceWords({ evidence }: Claim): string {
  const places = evidence ? [...evidence.figures, ...evidence.tables] : [];
  const sources = evidence?.sources ?? [];
  return [
    ...(places.length === 0 ? [] : [places.join(', ')]),
    ...(sources.length === 0 ? [] : [`${sources.length === 1 ? 'source' : 'sources'} ${sources.join(', ')}`]),
  ].join('; ');
}

const PRINTED_REASONS = 2;

/** What turns a conclusion, shortly; claims.json has all of it. */
function turningWords({ standing }: Claim): string {
  if (!standing || standing.because.length === 0) return '';
  const more = standing.because.length - PRINTED_REASONS;
  return `Turned by: ${standing.because.slice(0, PRINTED_REASONS).join('; ')}${more > 0 ? `; ${more} more in claims.json` : ''}.`;
}

/** A claim as the pages print it, with its evidence unless that stands above, and with what turns it unless that stands below. */
export function printedClaim(claim: Claim, text: string | null = null, withEvidence = true, withTurning = true): PrintedClaim {
  const { id, statement, status, standing, lines = [] } = claim;
  const evidence = withEvidence ? evidenceWords(claim) : '';
  return {
    id,
    text: text ?? statement,
    status,
    standing: standing?.word ?? '',
    beside: [...lines, withTurning ? turningWords(claim) : '', evidence === '' ? '' : `${evidence}.`]
      .filter((part) => part !== '')
      .join(' '),
  };
}

/** Claims under one title, with their common context once, and their evidence where all have the same. */
export function claimsBlock(title: string, claims: readonly Claim[]): Block[] {
  const [first] = claims;
  if (first === undefined) return [];
  const evidence = evidenceWords(first);
  const common = claims.every((claim) => evidenceWords(claim) === evidence);
  const context = common && evidence !== '' ? `${first.context}. ${evidence.charAt(0).toUpperCase()}${evidence.slice(1)}.` : first.context;
  return [{ type: 'claims', title, context, claims: claims.map((claim) => printedClaim(claim, null, !common)) }];
}

/** Figures of two datasets fill half of the page each, at the scale of the others. */
export const HALF_WIDTH = 350;

/** Width of the figures of several datasets: half of the page where two are drawn side by side. */
export const widthOf = (datasets: number): number | undefined => (datasets > 1 ? HALF_WIDTH : undefined);

/** Blocks in pairs side by side, where there are several. */
export function sideBySide(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((left, at): Block[] => {
    if (at % 2 === 1) return [];
    const right = blocks[at + 1];
    return [right === undefined ? left : { type: 'beside', left, right }];
  });
}

/** Datasets that sections of the body draw; the appendix draws the others. */
export const DRAWN_IN_BODY = 2;
