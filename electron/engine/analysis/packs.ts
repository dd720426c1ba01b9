import canonicalize from 'canonicalize';
import bftThirds from '../../../resources/reference/packs/bft-thirds.json' with { type: 'json' };
import clarity from '../../../resources/reference/packs/clarity-2025-proposed.json' with { type: 'json' };
import cloudSla from '../../../resources/reference/packs/cloud-sla-2022.json' with { type: 'json' };
import connected from '../../../resources/reference/packs/connected-25.json' with { type: 'json' };
import disclosure from '../../../resources/reference/packs/disclosure-10.json' with { type: 'json' };
import eu2004 from '../../../resources/reference/packs/eu-hmg-2004.json' with { type: 'json' };
import supply from '../../../resources/reference/packs/n-1-supply.json' with { type: 'json' };
import caps from '../../../resources/reference/packs/operator-caps.json' with { type: 'json' };
import country from '../../../resources/reference/packs/single-country-65.json' with { type: 'json' };
import ucits from '../../../resources/reference/packs/ucits-5-10-40.json' with { type: 'json' };
import cma129 from '../../../resources/reference/packs/uk-cma129-none.json' with { type: 'json' };
import us1992 from '../../../resources/reference/packs/us-hmg-1992.json' with { type: 'json' };
import us2010 from '../../../resources/reference/packs/us-hmg-2010.json' with { type: 'json' };
import us2023 from '../../../resources/reference/packs/us-mg-2023.json' with { type: 'json' };
import type { Field } from '../../../shared/case/dataset.ts';
import type { CasePack } from '../../../shared/case/packs.ts';
import { subjectsOf } from '../../../shared/claims/chart-lines.ts';
import type { MetricLine } from '../../../shared/claims/line.ts';
import { lineOf, readPack, type ThresholdPack } from '../../../shared/claims/pack.ts';
import { packWarnings } from '../../../shared/claims/pack-state.ts';
import { formatFraction } from '../../../shared/metrics/exact.ts';
import { sha256Hex } from '../digest.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { requireColumn } from './columns.ts';
import { datasetOf, factsOf, type ReaderState } from './reader-state.ts';

type Known = Omit<CasePack, 'chosen' | 'warnings'>;

/** Packs that ship with the program; their hash is that of their RFC 8785 form, which does not depend on blanks. */
const SHIPPED: readonly Known[] = [
  bftThirds,
  clarity,
  cloudSla,
  connected,
  disclosure,
  eu2004,
  supply,
  caps,
  country,
  ucits,
  cma129,
  us1992,
  us2010,
  us2023,
].map((json) => {
  const pack = readPack(json);
  return { id: pack.id, origin: 'shipped', sha256: sha256Hex(canonicalize(json) ?? ''), pack };
});

/** Packs of the open case: imported ones go before shipped ones of the same id. */
function knownPacks(state: ReaderState): { packs: Known[]; chosen: ReadonlySet<string> } {
  const facts = factsOf(state);
  const own = facts.importedPacks();
  const chosen = new Set(facts.chosenPacks());
  const imported = own.map(
    ({ id, sha256: hash, text }): Known => ({ id, origin: 'imported', sha256: hash, pack: readPack(JSON.parse(text)) }),
  );
  const taken = new Set(imported.map(({ id }) => id));
  const packs = [...SHIPPED.filter(({ id }) => !taken.has(id)), ...imported].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { packs, chosen };
}

/** Packs whose lines the open case draws, by id. */
export function chosenPacks(state: ReaderState): ThresholdPack[] {
  const { packs, chosen } = knownPacks(state);
  return packs.filter(({ id }) => chosen.has(id)).map(({ pack }) => pack);
}

/** The pack whose lines stand for the conclusions of a report where a case has chosen none. */
const STANDARD = 'us-mg-2023';

/** Conclusions that a report states, with the packs that they come from; `standard` = the case has chosen none. */
export type StatedLines = { packs: string[]; standard: boolean; lines: MetricLine[] };

/**
 * Lines on HHI and the largest share of the packs that the case chose, for entities of a field; each line once, whichever packs draw it.
 *
 * A line on any share from some level on is one on the largest share.
 */
function statedLines(state: ReaderState, field: Field | null): StatedLines {
  const chosen = chosenPacks(state);
  const packs = chosen.length > 0 ? chosen : knownPacks(state).packs.flatMap(({ id, pack }) => (id === STANDARD ? [pack] : []));
  const subjects = subjectsOf(field);
  const found = packs.map((pack) => ({
    id: pack.id,
    lines: pack.lines.flatMap((line): MetricLine[] => {
      if (line.with !== undefined || (line.applies_to !== undefined && !subjects.includes(line.applies_to))) return [];
      const { metric, op, value } = lineOf(line);
      if (metric === 'hhi_points' || metric === 'cr1') return [{ metric, op, value }];
      return metric === 'share' && (op === '>' || op === '>=') ? [{ metric: 'cr1', op, value }] : [];
    }),
  }));
  const lines = new Map(
    found.flatMap((each) => each.lines.map((line) => [`${line.metric} ${line.op} ${formatFraction(line.value)}`, line])),
  );
  return {
    packs: found.flatMap(({ id, lines: own }) => (own.length > 0 ? [id] : [])),
    standard: chosen.length === 0,
    lines: [...lines.values()],
  };
}

/** The shipped pack of an id; `null` when there is none. */
export function shippedPack(id: string): ThresholdPack | null {
  return SHIPPED.find((known) => known.id === id)?.pack ?? null;
}

/** Threshold packs, on the reader lane. */
export const packOperations = {
  'packs.stated': (state: ReaderState, { dataset, by }: { dataset: string; by: string }): StatedLines =>
    statedLines(state, requireColumn(datasetOf(state, dataset), by).field),
  'packs.list': (state: ReaderState, { now }: { now: string }): CasePack[] => {
    const { packs, chosen } = knownPacks(state);
    return packs.map((known) => ({ ...known, chosen: chosen.has(known.id), warnings: packWarnings(known.pack, now.slice(0, 10)) }));
  },
} satisfies OperationTable<ReaderState>;
