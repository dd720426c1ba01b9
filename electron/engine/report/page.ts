import type { SectionKind } from '../../../shared/case/report.ts';
import type { WorldMap } from '../../../shared/charts/index.ts';
import type { Claim } from './claims.ts';
import type { Block, DataTable, PrintedClaim, Section } from './document.ts';
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

/** A kind of section: its heading, its blocks (none = it is left out), and the tables of its figures. */
export type PageKind = {
  title: string;
  appendix?: true;
  /** begins on a page of its own where it has so many blocks */
  newPage?: true;
  blocks(page: Page): Block[];
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

/** A claim as the pages print it, with its evidence unless that stands above. */
export function printedClaim(claim: Claim, text: string | null = null, withEvidence = true): PrintedClaim {
  const { id, statement, status, standing, lines = [] } = claim;
  const evidence = withEvidence ? evidenceWords(claim) : '';
  return {
    id,
    text: text ?? statement,
    status,
    standing: standing?.word ?? '',
    beside: [...lines, turningWords(claim), evidence === '' ? '' : `${evidence}.`].filter((part) => part !== '').join(' '),
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

/** A section as it is set. */
export const sectionOf = (kind: SectionKind, title: string, note: string, newPage: boolean, blocks: Block[]): Section => ({
  kind,
  title,
  note,
  newPage,
  blocks,
});
