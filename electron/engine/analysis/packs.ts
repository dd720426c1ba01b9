import { createHash } from 'node:crypto';
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
import type { CasePack } from '../../../shared/case/packs.ts';
import { readPack, type ThresholdPack } from '../../../shared/claims/pack.ts';
import { packWarnings } from '../../../shared/claims/pack-state.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { type ReaderState, read } from '../lanes/reader-store.ts';
import { listChosenPacks, listImportedPacks } from '../store/packs.ts';

type Known = Omit<CasePack, 'chosen' | 'warnings'>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

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
  return { id: pack.id, origin: 'shipped', sha256: sha256(canonicalize(json) ?? ''), pack };
});

/** Packs of the open case: imported ones go before shipped ones of the same id. */
function knownPacks(state: ReaderState): { packs: Known[]; chosen: ReadonlySet<string> } {
  const { own, chosen } = read(state, (file) => ({ own: listImportedPacks(file), chosen: new Set(listChosenPacks(file)) }));
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

/** The shipped pack of an id; `null` when there is none. */
export function shippedPack(id: string): ThresholdPack | null {
  return SHIPPED.find((known) => known.id === id)?.pack ?? null;
}

/** Threshold packs, on the reader lane. */
export const packOperations = {
  'packs.list': (state: ReaderState, { now }: { now: string }): CasePack[] => {
    const { packs, chosen } = knownPacks(state);
    return packs.map((known) => ({ ...known, chosen: chosen.has(known.id), warnings: packWarnings(known.pack, now.slice(0, 10)) }));
  },
} satisfies OperationTable<ReaderState>;
