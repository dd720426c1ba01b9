import { SAMPLE_COUNTRIES, type SampleCountry, UNREAD_COUNTRIES } from './countries.ts';
import { type AccountKind, MISNAMED_GPU, SAMPLE_GPUS, type SampleGpu, UNMAPPED_GPU_NAMES } from './gpus.ts';
import { accountName, companyName, domainOf, hostName } from './names.ts';
import { type Dice, diceOf } from './random.ts';
import { apportion, sampleSize } from './sizes.ts';

/** The two fictional networks: `northgrid` is concentrated behind many accounts, `tessera` is dispersed. */
export const SAMPLE_NETWORKS = ['northgrid', 'tessera'] as const;
export type SampleNetwork = (typeof SAMPLE_NETWORKS)[number];

/** Which sample: network, whole-number seed, number of provider accounts (60 to 20,000). */
export type SampleOptions = { network: SampleNetwork; seed: number; providers: number };

/** One provider account, what it says about itself (`stated...`) and what is so. */
export type SampleAccount = {
  provider: string;
  kind: AccountKind;
  gpus: number;
  /** who really runs the account */
  operator: string;
  statedOperator: string;
  payoutAddress: string;
  domain: string;
  hostOrg: string;
  asn: string;
  country: SampleCountry;
  statedCountry: string;
  detectedCountry: string;
  site: string;
  gpu: SampleGpu;
  gpuName: string;
  memory: string;
  /** ten-thousandths, 0..10000 */
  uptime: number;
  uptimeVaries: boolean;
  uptimeAsPercent: boolean;
  verified: boolean;
};

/** Where each planted problem sits, in provider names unless said otherwise. */
export type PlantedInAccounts = {
  splitIdentities: { operator: string; payoutAddress: string; accounts: string[] }[];
  /** another firm whose name resembles that of the largest operator */
  lookAlike: { operator: string; resembles: string; account: string };
  sharedNetwork: { asn: string; operators: string[] };
  unmappedGpuNames: string[];
  partialGpuNames: string[];
  countryConflicts: string[];
  percentUptime: string[];
  identicalUptime: { uptime: string; accounts: string[] };
  unknownOperator: string[];
  unknownCountry: string[];
  /** stated spelling -> ISO 3166-1 alpha-2 */
  countrySpellings: Record<string, string>;
  /** texts that no rule reads, each for a person to decide: what it stands for, and the account that states it */
  questions: { kind: 'gpu' | 'country'; text: string; standsFor: string; account: string }[];
};

/** Accounts that one operator holds: parts in hundred of the data-centre and workstation accounts, and a floor. */
type Group = { operator: string; inHundred: number; least: number };
type Shape = { groups: readonly Group[]; hosts: (providers: number) => number; weight: (rank: number, count: number) => number };

const SHAPES: Readonly<Record<SampleNetwork, Shape>> = {
  northgrid: {
    groups: [
      { operator: 'Kvasir Compute, Inc.', inHundred: 45, least: 6 },
      { operator: 'Sundrift Cloud', inHundred: 18, least: 3 },
      { operator: 'Hollow Pine Systems', inHundred: 10, least: 2 },
      { operator: 'Tarn & Fell Labs', inHundred: 6, least: 2 },
    ],
    hosts: (providers) => 8 + Math.floor(providers / 400),
    weight: () => 1,
  },
  tessera: {
    groups: [
      { operator: 'Mosaic Row Compute', inHundred: 0, least: 2 },
      { operator: 'Lattice Bay Cloud', inHundred: 0, least: 2 },
    ],
    hosts: (providers) => 14 + Math.floor(providers / 20),
    weight: (rank, count) => Math.floor(1_000_000_000 / (20 * rank + count)) + 1,
  },
};
const LOOK_ALIKE: Readonly<Record<SampleNetwork, string>> = { northgrid: 'Kvasir Computing GmbH', tessera: 'Mosaic Row Computing GmbH' };
const UNKNOWN_CELLS = ['Unknown', '', '-', 'n/a'] as const;
const ADDRESS_LETTERS = '023456789acdefghjklmnpqrstuvwxyz';

function addressOf(network: SampleNetwork, dice: Dice): string {
  const letters = Array.from({ length: 38 }, () => ADDRESS_LETTERS.charAt(dice.below(ADDRESS_LETTERS.length)));
  return `${network === 'northgrid' ? 'ngrid' : 'tess'}1${letters.join('')}`;
}

function hostsOf(count: number): { name: string; asn: string; weight: number }[] {
  return Array.from({ length: count }, (_, i) => ({
    name: hostName(i),
    asn: `AS${4_200_000_101 + i * 13}`,
    weight: 10 + Math.floor(120 / (i + 3)),
  }));
}

/**
 * GPUs per account by kind: data-centre accounts hold whole 8-GPU machines, workstation accounts 4-GPU machines, consumers the rest.
 *
 * @returns one entry an account; the GPUs sum to the size of the sample
 */
function holdings(options: SampleOptions): { kind: AccountKind; gpus: number }[] {
  const { providers, gpus } = sampleSize(options.providers);
  const { weight } = SHAPES[options.network];
  const split = (kind: AccountKind, accounts: number, units: number, gpusPerUnit: number) => {
    const weights = Array.from({ length: accounts }, (_, rank) => weight(rank, accounts));
    return apportion(units, weights).map((part) => ({ kind, gpus: part * gpusPerUnit }));
  };
  const datacentres = Math.floor((providers * 32) / 100);
  const workstations = Math.floor((providers * 16) / 100);
  const eights = Math.max(datacentres, Math.floor((gpus * 58) / 800));
  const fours = Math.max(workstations, Math.floor((gpus * 15) / 400));
  return [
    ...split('datacentre', datacentres, eights, 8),
    ...split('workstation', workstations, fours, 4),
    ...split('consumer', providers - datacentres - workstations, gpus - eights * 8 - fours * 4, 1),
  ];
}

/** Makes the ordinary accounts: every one its own operator, nothing wrong with it. */
function ordinaryAccounts(options: SampleOptions, dice: Dice): SampleAccount[] {
  const { countries } = sampleSize(options.providers);
  const places = SAMPLE_COUNTRIES.slice(0, countries);
  const hosts = hostsOf(SHAPES[options.network].hosts(options.providers));
  let consumers = 0;
  return holdings(options).map(({ kind, gpus }, index) => {
    // The first consumer accounts visit every country once, so that the number of countries is exact.
    const visiting = kind === 'consumer' ? places[consumers++] : undefined;
    const country = visiting ?? dice.pickWeighted(places);
    const host = dice.pickWeighted(hosts);
    const gpu = dice.pickWeighted(SAMPLE_GPUS[kind]);
    const operator = companyName(index);
    return {
      provider: accountName(index),
      kind,
      gpus,
      operator,
      statedOperator: operator,
      payoutAddress: addressOf(options.network, dice),
      domain: domainOf(operator),
      hostOrg: host.name,
      asn: host.asn,
      country,
      statedCountry: country.code,
      detectedCountry: country.code,
      site: `${country.code}-${host.name.slice(0, 3).toUpperCase()}${1 + dice.below(3)}`,
      gpu,
      gpuName: dice.pick(gpu.spellings),
      memory: dice.pick([String(gpu.vramGib), ...gpu.reportedMemory]),
      uptime: kind === 'consumer' ? 10_000 - dice.below(1_500) : 10_000 - dice.below(250),
      uptimeVaries: true,
      uptimeAsPercent: false,
      verified: dice.chance(kind === 'consumer' ? 6 : 9, 10),
    };
  });
}

/** Gives accounts to one operator; in `northgrid` only some of them say so. */
function joinGroup(accounts: readonly SampleAccount[], operator: string, hides: boolean): void {
  const [first] = accounts;
  if (!first) return;
  accounts.forEach((account, index) => {
    const front = account.statedOperator;
    account.operator = operator;
    account.payoutAddress = first.payoutAddress;
    const turn = index % 10;
    if (!hides || turn < 5) account.statedOperator = operator;
    else if (turn === 5) account.statedOperator = operator.replace(', Inc.', '  Inc.');
    else if (turn === 9) account.statedOperator = 'Unknown';
    else account.statedOperator = front;
    account.domain = domainOf(account.statedOperator === 'Unknown' || turn <= 5 ? operator : front);
  });
}

/**
 * In `northgrid` the large operators hold the large cards, and most other data centres hold smaller ones: the many accounts matter
 * little to a workload that needs 8 x 80 GB.
 */
function concentrateLargeCards(members: readonly SampleAccount[], others: readonly SampleAccount[], dice: Dice): void {
  const large = SAMPLE_GPUS.datacentre.filter(({ vramGib }) => vramGib >= 80);
  const small = SAMPLE_GPUS.datacentre.filter(({ vramGib }) => vramGib < 80);
  const hold = (account: SampleAccount, choices: readonly SampleGpu[]) => {
    account.gpu = dice.pickWeighted(choices);
    account.gpuName = dice.pick(account.gpu.spellings);
    account.memory = String(account.gpu.vramGib);
  };
  for (const account of members) if (account.kind === 'datacentre' && account.gpu.vramGib < 80) hold(account, large);
  for (const account of others) if (account.gpu.vramGib >= 80 && dice.chance(9, 10)) hold(account, small);
}

/**
 * Texts for the queue of values, on consumer accounts that no other problem has: a model that does not exist under this name, a spelling
 * mistake, and a country that may be two.
 */
function planQuestions(all: readonly SampleAccount[], unmapped: ReadonlySet<SampleAccount>): PlantedInAccounts['questions'] {
  const free = all.filter(({ kind }) => kind === 'consumer');
  const model = free.find((account) => account.gpu.id === 'nvidia/rtx4090-pcie-24' && !unmapped.has(account));
  if (model) model.gpuName = MISNAMED_GPU;
  const countries = UNREAD_COUNTRIES.flatMap(({ text, code }) => {
    // the first account of a country is the one that visits it, and has no other problem
    const account = free.find(({ country }) => country.code === code);
    if (account) account.statedCountry = text;
    return account ? [{ kind: 'country' as const, text, standsFor: code, account: account.provider }] : [];
  });
  const gpus = model ? [{ kind: 'gpu' as const, text: MISNAMED_GPU, standsFor: model.gpu.id, account: model.provider }] : [];
  return [...gpus, ...countries];
}

/** Everything known about the accounts of a sample, in the order of the file, with the planted problems. */
export function planAccounts(options: SampleOptions): { accounts: SampleAccount[]; planted: PlantedInAccounts } {
  const dice = diceOf(options.seed * 2 + (options.network === 'northgrid' ? 0 : 1));
  const { countries } = sampleSize(options.providers);
  const all = ordinaryAccounts(options, dice);
  const shape = SHAPES[options.network];

  const datacentre = dice.shuffle(all.filter(({ kind }) => kind === 'datacentre'));
  const workstation = dice.shuffle(all.filter(({ kind }) => kind === 'workstation'));
  const consumer = all.filter(({ kind }) => kind === 'consumer');
  const pool = { datacentre: datacentre.length, workstation: workstation.length };
  const groups = shape.groups.map(({ operator, inHundred, least }, rank) => {
    const members = datacentre.splice(0, Math.max(least, Math.floor((pool.datacentre * inHundred) / 100)));
    members.push(...workstation.splice(0, Math.floor((pool.workstation * inHundred) / 500)));
    joinGroup(members, operator, options.network === 'northgrid' && rank === 0);
    return { operator, members };
  });
  if (options.network === 'northgrid') {
    const members = groups.flatMap((group) => group.members);
    concentrateLargeCards(members, datacentre, diceOf(options.seed * 2 + 2_000_003));
  }
  // Accounts that visit a country stay as they are; every planted problem takes accounts that no other problem has.
  const free = [...datacentre.slice(1), ...workstation, ...dice.shuffle(consumer.slice(countries))];
  const order = dice.shuffle(free);
  const take = (part: number, least: number) => order.splice(0, Math.max(least, Math.floor((options.providers * part) / 1000)));
  const names = (some: readonly SampleAccount[]) => some.map(({ provider }) => provider);

  const largest = groups[0]?.members ?? [];
  const [partial] = datacentre;
  const partials = [partial, ...take(10, 1)].filter((account) => account !== undefined);
  if (partial) partial.gpu = SAMPLE_GPUS.datacentre[0] ?? partial.gpu;
  for (const account of partials) {
    if (account.gpu.partial === null) account.gpu = SAMPLE_GPUS.datacentre[1] ?? account.gpu;
    account.gpuName = account.gpu.partial ?? account.gpuName;
    account.memory = String(account.gpu.vramGib);
  }

  const [twin] = take(0, 1);
  if (twin) {
    twin.operator = LOOK_ALIKE[options.network];
    twin.statedOperator = twin.operator;
    twin.domain = domainOf(twin.operator);
  }

  const neighbours = take(0, 5);
  const [landlord] = neighbours;
  for (const account of neighbours) {
    account.hostOrg = landlord?.hostOrg ?? account.hostOrg;
    account.asn = 'AS4200009999';
  }

  const unmapped = take(10, 1);
  for (const account of unmapped) {
    account.gpuName = dice.pick(UNMAPPED_GPU_NAMES);
    account.memory = '';
  }

  const conflicts = take(15, 2);
  for (const account of conflicts) account.detectedCountry = account.country.code === 'US' ? 'DE' : 'US';

  const percent = take(25, 2);
  for (const account of percent) account.uptimeAsPercent = true;

  const equal = [...largest.filter((_, index) => index % 10 >= 4), ...take(0, 3)];
  for (const account of equal) {
    account.uptime = 9_987;
    account.uptimeVaries = false;
  }

  const withoutOperator = take(30, 2);
  withoutOperator.forEach((account, index) => {
    account.statedOperator = UNKNOWN_CELLS[index % UNKNOWN_CELLS.length] ?? '';
  });
  const withoutCountry = take(15, 2);
  withoutCountry.forEach((account, index) => {
    account.statedCountry = UNKNOWN_CELLS[(index + 1) % UNKNOWN_CELLS.length] ?? '';
  });

  const countrySpellings: Record<string, string> = {};
  for (const account of order) {
    if (account.country.spellings.length === 0 || !dice.chance(1, 10)) continue;
    account.statedCountry = dice.pick(account.country.spellings);
    countrySpellings[account.statedCountry] = account.country.code;
  }

  const questions = planQuestions(all, new Set(unmapped));
  for (const { kind, text, standsFor } of questions) if (kind === 'country') countrySpellings[text] = standsFor;

  return {
    accounts: dice.shuffle(all),
    planted: {
      splitIdentities: groups.map(({ operator, members }) => ({
        operator,
        payoutAddress: members[0]?.payoutAddress ?? '',
        accounts: names(members),
      })),
      lookAlike: { operator: twin?.operator ?? '', resembles: shape.groups[0]?.operator ?? '', account: twin?.provider ?? '' },
      sharedNetwork: { asn: 'AS4200009999', operators: neighbours.map(({ operator }) => operator) },
      unmappedGpuNames: names(unmapped),
      partialGpuNames: names(partials),
      countryConflicts: names(conflicts),
      percentUptime: names(percent),
      identicalUptime: { uptime: '0.9987', accounts: names(equal) },
      unknownOperator: names([...largest.filter(({ statedOperator }) => statedOperator === 'Unknown'), ...withoutOperator]),
      unknownCountry: names(withoutCountry),
      countrySpellings,
      questions,
    },
  };
}
