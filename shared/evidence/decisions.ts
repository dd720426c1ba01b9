import { z } from 'zod';
import { keptBracketSchema } from '../case/brackets.ts';
import { notApplicableSchema } from '../case/claims.ts';
import { columnTypeSchema, datasetSchema, recipeSchema, sourceSchema } from '../case/dataset.ts';
import { joinSchema } from '../case/join.ts';
import { caseInfoSchema } from '../case/ledger.ts';
import { type Pin, pinSchema } from '../case/pin.ts';
import { statedSupplySchema, waiverSchema } from '../case/quality.ts';
import { type Scenario, scenarioSchema } from '../case/removal.ts';
import { reportLayoutSchema } from '../case/report.ts';
import { declarationSchema } from '../case/scenarios.ts';
import { type SavedView, savedViewSchema } from '../case/view.ts';
import { scopedLinkSchema } from '../entities/scope.ts';
import { ALIAS_KINDS } from '../normalise/reading.ts';

/** A stored column as it has to be read back. */
export const storedColumnSchema = z.object({
  name: z.string(),
  type: columnTypeSchema,
  /** decimals of a `number`, 0 otherwise */
  scale: z.number().int().min(0).max(1000),
  /** its header in the file of `data/`: `country.raw` where `country` holds the canonical values there */
  written: z.string(),
});
export type StoredColumn = z.infer<typeof storedColumnSchema>;

/** A dataset without its records. */
export const decidedDatasetSchema = z.object({
  /** as stored: without canonical and joined columns, which are worked out */
  dataset: datasetSchema,
  recipe: recipeSchema,
  columns: z.array(storedColumnSchema),
  /** rejected records that are left out, by reason and column */
  rejects: z.array(z.object({ code: z.string(), column: z.string().nullable(), count: z.number().int() })),
});
export type DecidedDataset = z.infer<typeof decidedDatasetSchema>;

/**
 * Everything of a case but its records: what persons decided, and what the import found out about the files. With the records it gives every
 * number of a report again. One file of `recipe/` in an evidence bundle for each part.
 */
export const caseDecisionsSchema = z.object({
  case: caseInfoSchema.pick({ id: true, title: true, question: true, sample: true, createdAt: true, revision: true, formatVersion: true }),
  datasets: z.array(decidedDatasetSchema),
  sources: z.array(sourceSchema),
  aliases: z.array(z.object({ kind: z.enum(ALIAS_KINDS), raw: z.string(), value: z.string().nullable() })),
  /** `revision` = sequence number of the last decision about links */
  entities: z.object({ revision: z.number().int(), links: z.array(scopedLinkSchema) }),
  joins: z.array(joinSchema),
  quality: z.object({
    waivers: z.array(waiverSchema),
    corrections: z.array(
      z.object({
        dataset: z.string(),
        record: z.number().int(),
        line: z.number().int(),
        problem: z.string(),
        raw: z.string(),
        cells: z.string(),
        reason: z.string(),
      }),
    ),
    statedSupply: z.array(statedSupplySchema),
    notApplicable: z.array(notApplicableSchema),
  }),
  packs: z.object({
    chosen: z.array(z.string()),
    imported: z.array(z.object({ id: z.string(), sha256: z.string(), text: z.string() })),
  }),
  views: z.array(savedViewSchema),
  scenarios: z.array(scenarioSchema),
  pins: z.array(pinSchema),
  declarations: z.array(declarationSchema),
  brackets: z.array(keptBracketSchema).default([]),
  layout: reportLayoutSchema.nullable(),
});
/** Specs stay as they were saved: fields that are absent stand for their defaults. */
export type CaseDecisions = Omit<z.infer<typeof caseDecisionsSchema>, 'views' | 'scenarios' | 'pins'> & {
  views: SavedView[];
  scenarios: Scenario[];
  pins: Pin[];
};

/** Parts of the decisions in the order of their files. */
export const DECISION_PARTS = Object.keys(caseDecisionsSchema.shape) as (keyof CaseDecisions)[];

/** Path of the file of a part in a bundle. */
const decisionPath = (part: keyof CaseDecisions): string => `recipe/${part}.json`;

/** The decisions as files of a bundle: same decisions, same text. */
export function decisionFiles(decisions: CaseDecisions): { path: string; text: string }[] {
  return DECISION_PARTS.map((part) => ({ path: decisionPath(part), text: `${JSON.stringify(decisions[part], null, 1)}\n` }));
}

/** What of a file of `recipe/` cannot be used, in words. */
export type DecisionProblem = { path: string; problem: string };

/**
 * The decisions that files of a bundle hold, exactly as they stand there.
 *
 * @param textOf text of the file with a path, `null` = there is none
 */
export function decisionsFromFiles(textOf: (path: string) => string | null): CaseDecisions | DecisionProblem[] {
  const problems: DecisionProblem[] = [];
  const found: Partial<Record<keyof CaseDecisions, unknown>> = {};
  for (const part of DECISION_PARTS) {
    const path = decisionPath(part);
    const text = textOf(path);
    if (text === null) {
      // parts that came later are absent from bundles of before
      const absent = caseDecisionsSchema.shape[part].safeParse(undefined);
      if (absent.success) found[part] = absent.data;
      else problems.push({ path, problem: 'is missing' });
      continue;
    }
    try {
      found[part] = JSON.parse(text);
    } catch {
      problems.push({ path, problem: 'is not JSON' });
      continue;
    }
    const checked = caseDecisionsSchema.shape[part].safeParse(found[part]);
    const [issue] = checked.error?.issues ?? [];
    if (issue)
      problems.push({ path, problem: `does not have the form of this file at ${issue.path.join('.') || 'its top'}: ${issue.message}` });
  }
  return problems.length > 0 ? problems : (found as CaseDecisions);
}
