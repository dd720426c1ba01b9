import type { ReportTemplate, SectionKind } from '../../../shared/case/report.ts';
import type { Claim, Standing } from '../../../shared/evidence/claims-file.ts';

/** What a section prints, in a few words. */
export const SECTION_WORDS: Record<SectionKind, string> = {
  answer: 'question, verdict, date, base, status and bundle id',
  findings: 'claim cards, scorecard, what would flip this',
  removal: 'curve, breaking point, table of k by workload, proof',
  data: 'contents, ladder of supply, register of sources',
  concentration: 'ranking, Lorenz curve, indices with their ranges',
  hardware: 'heat map of suppliers and shared factors',
  geography: 'countries as bars and map',
  'uptime-and-price': 'distributions with p10, p50 and p90',
  comparison: 'what is alike, change by entity, parts of the change',
  sensitivity: 'tornado, flips, standing of each claim',
  notes: 'pinned results and your own words',
  limitations: 'limits in plain words, deviations, dissent; stays in every report',
  method: 'formulas, seeds, texts of packs',
  decisions: 'human decisions by their effect',
  quality: 'checks, waivers and corrections',
  tables: 'every table in full',
  verify: 'how to recompute, software, licences',
};

export const TEMPLATES: readonly { id: ReportTemplate; label: string; description: string }[] = [
  { id: 'brief', label: 'One-page brief', description: 'answer, findings, limitations' },
  { id: 'full', label: 'Full due-diligence report', description: 'every section with appendices' },
  { id: 'self-disclosure', label: 'Network self-disclosure', description: 'supply, concentration and quality, without tests' },
];

/** How a standing looks; the word says it, the tone repeats it. */
export const STANDING_TONES: Record<Standing['word'], 'proven' | 'warning' | 'worst'> = {
  robust: 'proven',
  conditional: 'warning',
  fragile: 'worst',
};

const STANDING_ORDER: readonly (Standing['word'] | undefined)[] = ['fragile', 'conditional', 'robust', undefined];

/** Claims with those first that would turn soonest; the order of the report among equals. */
export function weakestFirst(claims: readonly Claim[]): Claim[] {
  const rank = ({ standing }: Claim) => STANDING_ORDER.indexOf(standing?.word);
  return [...claims].sort((a, b) => rank(a) - rank(b));
}

/** Where a claim can be checked: `Figure R1, Table R1, sources S1, S3`. */
export function evidenceWords({ evidence }: Pick<Claim, 'evidence'>): string {
  if (!evidence) return '';
  const { figures, tables, sources } = evidence;
  return [...figures, ...tables, ...(sources.length > 0 ? [`sources ${sources.join(', ')}`] : [])].join(', ');
}
