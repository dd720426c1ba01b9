import { Command, Option } from 'commander';
import { type ClaimResult, SCORECARD_CLAIMS, type Scorecard, scorecardClaimSchema } from '../../shared/case/claims.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { requestCsv, scorecardCsv } from '../../shared/claims/csv.ts';
import { requestList, requestText } from '../../shared/claims/requests.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import { findDataset, withCase, withDataset } from './case.ts';
import { entitiesOption } from './entities.ts';
import { type Output, print, table } from './output.ts';

type Options = {
  case: string;
  dataset?: string;
  where: string;
  weight?: string;
  entities: EntityPolicy;
  csv?: true;
  requests?: true;
  notApplicable?: string;
  applies?: string;
  reason?: string;
  name?: string;
};

const STATES = {
  computed: 'computed',
  bounded: 'computed with bounds',
  'not-disclosed': 'not disclosed',
  'not-mapped': 'not mapped',
  'not-applicable': 'not applicable',
};

function claimText({ sentence, numbers, classes, notes }: ClaimResult): string {
  return [
    sentence,
    ...numbers.map(({ label, display, note }) => `  ${label}: ${display}${note ? ` (${note})` : ''}`),
    ...classes.map(({ name, numbers: of }) => `  ${name}: ${of.map(({ label, display }) => `${label} ${display}`).join(', ')}`),
    ...notes.map((note) => `  note: ${note}`),
  ].join('\n');
}

function scorecardText(name: string, { claims }: Scorecard): string {
  const count = (status: string) => claims.filter((claim) => claim.status === status).length;
  return [
    `${name}: ${count('computed')} computed, ${count('bounded')} with bounds, ${count('not-disclosed')} not disclosed, ${count('not-mapped')} not mapped, ${count('not-applicable')} not applicable`,
    '',
    table([
      ['', 'claim', 'state', 'measure', 'value'],
      ...claims.map(({ id, title, status, measure, display }) => [id, title, STATES[status], measure, display]),
    ]),
    '',
    ...claims.map(claimText),
  ].join('\n');
}

function claimId(text: string) {
  const parsed = scorecardClaimSchema.safeParse(text.toUpperCase());
  if (parsed.success) return parsed.data;
  throw new ChokepointError('claim-missing', `There is no claim "${text}" on the scorecard.`, `Claims: ${SCORECARD_CLAIMS.join(', ')}.`, {
    claim: text,
  });
}

/** `claims --case CASE --dataset NAME`: the scorecard, and decisions that a claim does not apply. */
export function claimsCommand(output: Output): Command {
  return withDataset(
    new Command('claims').description(
      'prints the eight claims of a dataset, each computed, computed with bounds, not disclosed, not mapped or not applicable',
    ),
  )
    .option('--where <filter>', 'filter, e.g. "Status = \'Existing\'"', '')
    .option('--weight <weight>', 'numeric column, or count; otherwise GPUs, else stake, else records')
    .addOption(entitiesOption())
    .option('--csv', 'print the numbers, or with --requests the list, as CSV')
    .option('--requests', 'print the fields to ask the network for instead')
    .addOption(
      new Option('--not-applicable <claim>', 'says that the network has no such thing; needs --reason and --name').conflicts('applies'),
    )
    .option('--applies <claim>', 'takes that back')
    .option('--reason <text>', 'why it does not apply')
    .option('--name <name>', 'who decides')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        const { notApplicable, applies, reason, name, where, entities, weight } = options;
        if (notApplicable !== undefined) {
          if (!reason?.trim() || !name?.trim())
            throw new ChokepointError(
              'usage',
              'That a claim does not apply needs a reason and a name.',
              'Add --reason TEXT and --name NAME.',
              {
                claim: notApplicable,
              },
            );
          await engine.client.claims.setNotApplicable({
            dataset: dataset.id,
            claim: claimId(notApplicable),
            reason: reason.trim(),
            name: name.trim(),
          });
        }
        if (applies !== undefined) await engine.client.claims.clearNotApplicable({ dataset: dataset.id, claim: claimId(applies) });
        const scorecard = await engine.client.claims.scorecard({
          dataset: dataset.id,
          where,
          entities,
          ...(weight === undefined ? {} : { weight }),
        });
        if (options.requests) {
          const fields = requestList(scorecard.claims);
          if (options.csv) output.out(requestCsv(fields));
          else print(output, { dataset: dataset.name, fields }, () => requestText(dataset.name, dataset.asOf, fields).trimEnd());
          return;
        }
        if (options.csv) {
          output.out(scorecardCsv(scorecard));
          return;
        }
        print(output, { ...scorecard, dataset: dataset.name }, () => scorecardText(dataset.name, scorecard));
      }),
    );
}
