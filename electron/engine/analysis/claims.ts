import type { ClaimResult, NotApplicableClaim, NotToday, Scorecard, ScorecardClaim, ScorecardSpec } from '../../../shared/case/claims.ts';
import type { ColumnInfo, Dataset, Field } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type ViewSpec, type WholeViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import {
  both,
  familyColumn,
  filledColumn,
  isText,
  partnerColumn,
  providerColumn,
  supplierColumn,
  uptimeColumns,
  vendorColumn,
} from '../../../shared/claims/columns.ts';
import {
  geographicExposure,
  largestSuppliers,
  providerConcentration,
  type Viewed,
  validatorSet,
} from '../../../shared/claims/concentration.ts';
import { type ClaimDraft, notDisclosed } from '../../../shared/claims/draft.ts';
import { factorDependency, type PartnerShare } from '../../../shared/claims/factors.ts';
import { hardwareDistribution } from '../../../shared/claims/hardware.ts';
import { notTodayWords } from '../../../shared/claims/not-today.ts';
import { lineOf, type ThresholdPack } from '../../../shared/claims/pack.ts';
import { priceDispersions } from '../../../shared/claims/prices.ts';
import { claimOf } from '../../../shared/claims/scorecard.ts';
import { shareOf } from '../../../shared/claims/shares.ts';
import { withUnmapped } from '../../../shared/claims/unmapped.ts';
import { serviceWords, uptimeVariance } from '../../../shared/claims/uptime.ts';
import type { EntityPolicy } from '../../../shared/entities/groups.ts';
import { USUAL_SERVICE_LEVEL } from '../../../shared/metrics/uptime.ts';
import { CLAIM_TITLES } from '../../../shared/quality/check.ts';
import { REQUIRED } from '../../../shared/quality/schema-checks.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { usualWeight } from './accounts.ts';
import type { AnswerKind } from './answers.ts';
import {
  type Asked,
  countryConflicts,
  guardProblem,
  latestDay,
  memorySplit,
  priceClasses,
  refuseUnusable,
  speaksOfUnknown,
  uptimeColumn,
} from './claims-columns.ts';
import { linksRevisionOf } from './entities.ts';
import { dayColumn } from './grain.ts';
import { notTodayAmong } from './not-today.ts';
import { analysisOperations } from './operations.ts';
import { chosenPacks } from './packs.ts';
import { classColumns, classWords } from './price-classes.ts';
import { datasetOf, editionOf, factsOf, type ReaderState } from './reader-state.ts';
import { reference } from './reference.ts';
import { leaveSumsOut, sumsWaived } from './sums.ts';
import { unmappedColumns } from './unmapped-columns.ts';
import { fullView } from './view-operations.ts';
import { stampOf } from './view-stamp.ts';
import { COUNT } from './view-weight.ts';

const DRAFTS: AnswerKind<{ asked: Asked; drafts: ClaimDraft[] }> = { most: 4 };

/** Above this many accounts the open links are not looked for: that compares all of them. */
const MOST_PLAUSIBLE = 2_000;
/** Hardware classes that are looked into, largest first. */
const MOST_CLASSES = 12;

/**
 * What a question about claims stands for: the weight that may be added up, no lines of sums, and one day of a dataset of days.
 *
 * @returns notes on what was settled otherwise than asked
 * @throws ChokepointError `unknown-column`, `filter-syntax`; `weight-not-numeric`, `negative-weight`
 */
export function settle(state: ReaderState, dataset: Dataset, spec: ScorecardSpec): { asked: Asked; notes: string[] } {
  const { where, notes } = leaveSumsOut(state, dataset, spec);
  let asked: Asked = {
    dataset: dataset.id,
    where,
    entities: spec.entities,
    weight: spec.weight ?? usualWeight(dataset) ?? COUNT,
  };
  let problem = guardProblem(state, dataset, asked);
  if (problem?.value.code === 'days-not-summed') {
    const raw = dayColumn(dataset);
    const day = raw === null ? null : latestDay(state, dataset, asked, raw);
    if (day === null) throw problem;
    asked = { ...asked, where: both(asked.where, day) };
    notes.push(`The records are observations of days: the latest one counts (${day}).`);
    problem = guardProblem(state, dataset, asked);
  }
  // refused as in a view: a weight that weighs nothing is no silence of the network
  refuseUnusable(state, dataset, asked);
  if (problem === null || asked.weight === COUNT) return { asked, notes };
  notes.push(`Records are counted, because "${asked.weight}" must not be added up here. ${problem.value.message}`);
  return { asked: { ...asked, weight: COUNT }, notes };
}

/** Everything that the claims of one dataset are worked out from. */
class Claims {
  readonly #state: ReaderState;
  readonly #dataset: Dataset;
  readonly #asked: Asked;
  readonly #notes: readonly string[];
  readonly #packs: readonly ThresholdPack[];
  readonly #checkpoint: () => void;
  readonly #unknownWords: (column: ColumnInfo) => boolean;

  constructor(
    state: ReaderState,
    dataset: Dataset,
    { asked, notes }: ReturnType<typeof settle>,
    packs: readonly ThresholdPack[],
    { checkpoint }: LaneContext,
  ) {
    this.#state = state;
    this.#dataset = dataset;
    this.#asked = asked;
    this.#notes = notes;
    this.#packs = packs;
    this.#checkpoint = checkpoint;
    this.#unknownWords = speaksOfUnknown(state, dataset);
  }

  all(): ClaimDraft[] {
    const made: [ScorecardClaim, () => ClaimDraft][] = [
      ['C1', () => this.#providers()],
      ['C2', () => this.#suppliers()],
      ['C3', () => this.#hardware()],
      ['C4', () => this.#uptime()],
      ['C5', () => this.#countries()],
      ['C6', () => this.#prices()],
      ['C7', () => this.#factors()],
      ['C8', () => this.#validators()],
    ];
    const candidates = unmappedColumns(this.#state, this.#dataset);
    return made.map(([id, make]) => {
      this.#checkpoint();
      try {
        return withUnmapped(make(), candidates);
      } catch (error) {
        // a claim that the data forbid to compute says why; it never disappears, and no wrong number stands in its place
        if (!(error instanceof ChokepointError) || error.value.code === 'cancelled') throw error;
        return notDisclosed(id, CLAIM_TITLES[id], '', [], [], [`${error.value.message} ${error.value.advice}`]);
      }
    });
  }

  #view(by: string, more: Partial<WholeViewSpec> = {}): Viewed {
    this.#checkpoint();
    const spec = wholeSpec({ ...this.#asked, by, ...more });
    return { spec, result: analysisOperations['view.open'](this.#state, spec) };
  }

  /** A view with all of its groups, beyond the number that a screen may ask for. */
  #whole(by: string): Viewed {
    this.#checkpoint();
    const spec = wholeSpec({ ...this.#asked, by });
    return { spec, result: fullView(this.#state, spec) };
  }

  /** Fields of a claim that no filled column serves. */
  #missing(claim: ScorecardClaim, served: readonly Field[] = []): string[] {
    return REQUIRED[claim]
      .filter((fields) => fields.every((field) => !served.includes(field) && filledColumn(this.#dataset, field) === null))
      .map((fields) => fields.join(' or '));
  }

  #providers(): ClaimDraft {
    const column = providerColumn(this.#dataset, this.#unknownWords);
    if (column === null) return notDisclosed('C1', 'HHI by provider', 'points', this.#missing('C1'), [], this.#notes);
    const policies: [EntityPolicy, string][] = [
      ['none', 'accounts as given'],
      ['confirmed', 'entities confirmed'],
      ['all-plausible', 'entities all plausible'],
    ];
    const others = policies.filter(
      ([policy]) => policy !== this.#asked.entities && (policy !== 'all-plausible' || column.distinct <= MOST_PLAUSIBLE),
    );
    return providerConcentration(
      this.#view(column.name),
      others.map(([entities, name]) => ({ name, viewed: this.#view(column.name, { entities }) })),
      [...this.#notes, ...this.#spoken(column)],
    );
  }

  #spoken(column: ColumnInfo): string[] {
    return this.#unknownWords(column)
      ? [
          `Some names of "${column.name}" are words that mean unknown; each counts as one. Say so on the Mapping screen to turn them into bounds.`,
        ]
      : [];
  }

  #suppliers(): ClaimDraft {
    const column = supplierColumn(this.#dataset, this.#unknownWords);
    if (column === null) return notDisclosed('C2', 'Largest supplier share', 'share', this.#missing('C2'), [], this.#notes);
    const viewed = this.#view(column.name);
    const { weightBounds, entities, top } = viewed.result;
    const more = Boolean(weightBounds) && entities > top.length;
    return largestSuppliers(more ? this.#whole(column.name) : viewed, [...this.#notes, ...this.#spoken(column)]);
  }

  #hardware(): ClaimDraft {
    const { grain } = this.#dataset;
    const model = filledColumn(this.#dataset, 'gpu_model');
    const counts = filledColumn(this.#dataset, 'gpu_count');
    const byRecords = grain === 'gpu';
    const missing = this.#missing('C3', byRecords ? ['gpu_count'] : []);
    const measure = 'HHI by GPU model';
    if (model === null || missing.length > 0) return notDisclosed('C3', measure, 'points', missing, [], this.#notes);
    if (!byRecords && this.#asked.weight === COUNT && counts !== null)
      return notDisclosed('C3', measure, 'points', [`${counts.name} of each machine, which may be added up`], [], this.#notes);
    const family = familyColumn(this.#dataset);
    const party = supplierColumn(this.#dataset, this.#unknownWords);
    const families = family && this.#view(family.name);
    const classes = (families?.result.top ?? []).filter(({ value }) => Number(value) > 0).slice(0, MOST_CLASSES);
    return hardwareDistribution(
      this.#view(model.name),
      families,
      memorySplit(this.#state, this.#dataset, this.#asked, model),
      family && party
        ? classes.map(({ key }) => ({
            name: key,
            parties: this.#view(party.name, { where: both(this.#asked.where, isText(family.name, key)) }),
          }))
        : [],
      this.#notes,
    );
  }

  #uptime(): ClaimDraft {
    const columns = uptimeColumns(this.#dataset);
    const party = providerColumn(this.#dataset, this.#unknownWords);
    const missing = this.#missing('C4', columns.length > 0 ? ['uptime'] : []);
    if (party === null || columns.length === 0) return notDisclosed('C4', 'Mean uptime', 'uptime', missing, [], this.#notes);
    const levels = this.#packs.flatMap(({ lines }) => lines.filter(({ metric }) => metric === 'uptime').map((line) => lineOf(line).value));
    const asked = levels.length > 0 ? levels : [USUAL_SERVICE_LEVEL];
    const { name } = party;
    const { weight, where } = this.#asked;
    const read = columns.map((column) => uptimeColumn(this.#state, this.#dataset, this.#asked, column, party));
    const counted = read[0]?.counted ?? { entities: null, merged: 0 };
    const stamp = stampOf(this.#dataset, name, weight, where, counted, [name, weight, ...columns.map((column) => column.name)]);
    return uptimeVariance(
      read.map(({ uptimes }) => uptimes),
      asked.map((level) => ({ level, label: serviceWords(level) })),
      stamp,
      wholeSpec({ ...this.#asked, by: name }),
      this.#notes,
    );
  }

  #countries(): ClaimDraft {
    const country = filledColumn(this.#dataset, 'country');
    if (country === null) return notDisclosed('C5', 'HHI by country', 'points', this.#missing('C5'), [], this.#notes);
    const conflict = countryConflicts(this.#state, this.#dataset, this.#asked, country);
    return geographicExposure(
      this.#view(country.name),
      conflict && { ...conflict, other: conflict.other.name, viewed: this.#view(conflict.other.name) },
      this.#notes,
    );
  }

  #prices(): ClaimDraft {
    const price = filledColumn(this.#dataset, 'price_usd_per_gpu_hour');
    const columns = classColumns(this.#dataset);
    if (price === null || columns === null || this.#missing('C6').length > 0)
      return notDisclosed('C6', 'Price spread of a GPU class', 'ratio', this.#missing('C6'), [], this.#notes);
    const { classes, aside } = priceClasses(this.#state, this.#dataset, this.#asked, price, columns);
    const { by } = columns;
    // prices are what is measured, no weight: offers count once, or by their GPUs
    const weight = classes.some(({ gpus }) => gpus !== null) ? this.#asked.weight : COUNT;
    const read = [by.name, price.name, weight, ...(columns.series ? [columns.series.name] : [])];
    const stamp = stampOf(this.#dataset, classWords(columns), weight, this.#asked.where, { entities: null, merged: 0 }, read);
    return priceDispersions(classes, aside, stamp, [`A class is one value of ${classWords(columns)}.`]);
  }

  #factors(): ClaimDraft {
    const vendor = vendorColumn(this.#dataset);
    const partner = partnerColumn(this.#dataset);
    const fields = (['host_org', 'asn', 'cloud'] as const).flatMap((field) => filledColumn(this.#dataset, field) ?? []);
    const viewed = new Map(
      [...(vendor ? [vendor] : []), ...fields, ...(partner ? [partner] : [])].map(({ name }) => [name, this.#view(name)]),
    );
    return factorDependency(
      [...viewed.values()],
      vendor ? (viewed.get(vendor.name) ?? null) : null,
      this.#partnerShare(partner),
      this.#missing('C7', partner ? ['cloud'] : []),
      this.#notes,
    );
  }

  /** Weight on a cloud or partner: what names one, or what runs in a network of one. Neither list is ever complete, so the share may be higher. */
  #partnerShare(partner: ColumnInfo | null): PartnerShare | null {
    const named = partner ?? filledColumn(this.#dataset, 'cloud');
    if (named !== null) {
      const viewed = this.#whole(named.name);
      const { low } = shareOf(viewed.result, viewed.result.top, false);
      return {
        bound: { low, stated: low, high: 1 },
        viewed,
        note: `Records with a value of "${named.name}"; a blank may mean none, or not disclosed.`,
      };
    }
    const asn = filledColumn(this.#dataset, 'asn');
    if (asn === null) return null;
    const viewed = this.#whole(asn.name);
    const clouds = viewed.result.top.filter(({ key }) => reference.clouds.byAsn.has(Number(key.replace(/^AS/i, ''))));
    const { low } = shareOf(viewed.result, clouds, false);
    return {
      bound: { low, stated: low, high: 1 },
      viewed,
      note: 'Networks of clouds that the program knows, at least; a network that is not in the list may be a cloud all the same.',
    };
  }

  #validators(): ClaimDraft {
    const validator = filledColumn(this.#dataset, 'validator');
    const stake = filledColumn(this.#dataset, 'stake');
    if (validator === null || stake === null)
      return notDisclosed('C8', 'Smallest number with more than 1/3 of the stake', 'validators', this.#missing('C8'), [], this.#notes);
    const operator = filledColumn(this.#dataset, 'operator') ?? filledColumn(this.#dataset, 'owner');
    const others = (['host_org', 'asn', 'country'] as const).flatMap((field) => filledColumn(this.#dataset, field) ?? []);
    const by = operator ?? validator;
    return validatorSet(
      this.#view(by.name, { weight: stake.name }),
      [...(operator ? [validator] : []), ...others].map(({ name }) => this.#view(name, { weight: stake.name })),
      operator ? this.#notes : [...this.#notes, 'No column names the operator behind a validator: each validator counts as its own.'],
    );
  }
}

/** Claims C1 to C8 of a dataset, each with one state; worked out once for what they depend on. */
function scorecardOf(state: ReaderState, spec: ScorecardSpec, context: LaneContext): Scorecard {
  const dataset = datasetOf(state, spec.dataset);
  const packs = chosenPacks(state);
  const levels = packs.flatMap(({ lines }) => lines.filter(({ metric }) => metric === 'uptime').map(({ value }) => value));
  const key = [editionOf(state, dataset.id), linksRevisionOf(state), spec, levels, sumsWaived(state, dataset)];
  const { asked, drafts } = state.answers.keep(DRAFTS, key, () => {
    const settled = settle(state, dataset, spec);
    return { asked: settled.asked, drafts: new Claims(state, dataset, settled, packs, context).all() };
  });
  const around = {
    packs,
    notApplicable: factsOf(state)
      .notApplicable()
      .filter((each) => each.dataset === dataset.id),
    day: dataset.asOf?.slice(0, 10) ?? null,
    source: dataset.sourceId,
  };
  const notToday = notTodayAmong(state, dataset, asked);
  const told = notToday === null ? [] : [`This ${notTodayWords(notToday)}.`];
  return {
    dataset: dataset.id,
    where: asked.where,
    weight: asked.weight,
    ...(notToday === null ? {} : { notToday }),
    claims: drafts.map((draft): ClaimResult => {
      const claim = claimOf(draft, around);
      return claim.stamp === null ? claim : { ...claim, notes: [...told, ...claim.notes] };
    }),
  };
}

/** The scorecard, on the reader lane. */
export const claimOperations = {
  'claims.scorecard': scorecardOf,
  'claims.notToday': (state: ReaderState, spec: Pick<ViewSpec, 'dataset' | 'where' | 'entities' | 'base'>): NotToday | null =>
    notTodayAmong(state, datasetOf(state, spec.dataset), spec),
  'claims.decisions': (state: ReaderState, _input: null): NotApplicableClaim[] => factsOf(state).notApplicable(),
} satisfies OperationTable<ReaderState>;
