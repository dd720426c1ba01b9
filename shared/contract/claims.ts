import { z } from 'zod';
import {
  dependenciesSchema,
  dependencySpecSchema,
  notApplicableSchema,
  requestedFieldSchema,
  scorecardSchema,
  scorecardSpecSchema,
} from '../case/claims.ts';
import { fileReferenceSchema, procedure } from './base.ts';

const fileSchema = z.object({ ref: fileReferenceSchema, fileName: z.string() });

export const claims = {
  /** Query: the claims C1 to C8 of a dataset, each with exactly one state, its numbers and the view that it opens. */
  scorecard: procedure.input(scorecardSpecSchema).output(scorecardSchema),
  /** Query: fields to ask the network for: what claims that are not disclosed need, then what would close ranges. */
  requests: procedure.input(scorecardSpecSchema).output(z.array(requestedFieldSchema)),
  /** Query: sites, networks, clouds, countries, vendors and payout wallets under several parties, ranked by capacity. */
  dependencies: procedure.input(dependencySpecSchema).output(dependenciesSchema),
  /** Query: the scorecard as CSV, the request list as CSV, as a text, or as the sheet to fill in (zip), or the dependencies as CSV. */
  export: procedure
    .input(dependencySpecSchema.extend({ what: z.enum(['scorecard', 'requests', 'request-text', 'template', 'dependencies']) }))
    .output(fileSchema),
  /** Command: says that a network has no such thing as a claim is about, with reason and name; refused where the data have it. */
  setNotApplicable: procedure.input(notApplicableSchema).output(notApplicableSchema),
  /** Command: takes that back. */
  clearNotApplicable: procedure.input(notApplicableSchema.pick({ dataset: true, claim: true })).output(z.null()),
};
