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

/** A claim as the pages print it. */
export function printedClaim({ id, statement, status, standing, lines = [], evidence }: Claim, text: string | null = null): PrintedClaim {
  const places = evidence ? [...evidence.figures, ...evidence.tables] : [];
  const sources = evidence?.sources ?? [];
  const words = [places.join(', '), sources.length === 0 ? '' : `Source${sources.length === 1 ? '' : 's'} ${sources.join(', ')}`];
  return {
    id,
    text: text ?? statement,
    status,
    standing: standing?.word ?? '',
    because: (standing?.because ?? []).map((reason) => `Turns: ${reason}.`),
    lines: [...lines],
    evidence: words.filter((part) => part !== '').join('. '),
  };
}

/** Claims under one title, with their common context once. */
export function claimsBlock(title: string, claims: readonly Claim[]): Block[] {
  if (claims.length === 0) return [];
  return [{ type: 'claims', title, context: (claims[0] as Claim).context, claims: claims.map((claim) => printedClaim(claim)) }];
}

/** Claims by what they are of, each group under its name. */
export function claimGroups(claims: readonly Claim[]): Block[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.source, [...(groups.get(claim.source) ?? []), claim]);
  return [...groups].flatMap(([title, members]) => claimsBlock(title, members));
}

/** A section as it is set. */
export const sectionOf = (kind: SectionKind, title: string, note: string, newPage: boolean, blocks: Block[]): Section => ({
  kind,
  title,
  note,
  newPage,
  blocks,
});
