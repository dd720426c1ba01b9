import { planAccounts, type SampleAccount, type SampleOptions } from './accounts.ts';
import { type Dice, diceOf } from './random.ts';

/** Columns of a sample file, in order; the last one marks every record as SAMPLE. */
export const SAMPLE_COLUMNS = [
  'provider',
  'operator',
  'node_id',
  'site',
  'host_org',
  'asn',
  'country',
  'country_detected',
  'region',
  'gpu_vendor',
  'gpu_model',
  'gpu_count',
  'vram_gib',
  'price_usd_per_gpu_hour',
  'uptime',
  'verified',
  'status',
  'payout_address',
  'contact_domain',
  'observed_at',
  'sample',
] as const;

/** One record of a sample file as text cells in the order of `SAMPLE_COLUMNS`, and why it is there. */
export type SampleRecord = { cells: readonly string[]; kind: 'node' | 'duplicate' | 'total'; nodeId: string; gpus: number };

/** Day of the facts in every sample. */
export const SAMPLE_AS_OF = '2026-09-30';
const OBSERVED_AT = `${SAMPLE_AS_OF}T12:00:00Z`;
const DUPLICATE_AFTER = 5;
const TOTAL_OVER = 12;
const TOTAL_BEFORE = 40;

/** Machines of one account: 8-GPU first for data centres, 4-GPU for workstations, mixed for consumers. */
function nodeSizes(account: SampleAccount, dice: Dice): number[] {
  const sizes: number[] = [];
  let left = account.gpus;
  while (left > 0) {
    const wanted = account.kind === 'datacentre' ? 8 : account.kind === 'workstation' ? 4 : dice.pick([1, 1, 2, 2, 4]);
    const size = [wanted, 4, 2, 1].find((candidate) => candidate <= wanted && candidate <= left) ?? 1;
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

function decimal(units: number, digits: number): string {
  const text = String(units).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function uptimeOf(account: SampleAccount, dice: Dice): string {
  const tenThousandths = account.uptimeVaries ? Math.max(0, account.uptime - dice.below(40)) : account.uptime;
  return account.uptimeAsPercent ? decimal(tenThousandths, 2) : decimal(tenThousandths, 4);
}

function nodeRecord(account: SampleAccount, nodeId: string, gpus: number, dice: Dice): SampleRecord {
  const { gpu } = account;
  const price = Math.max(1, Math.floor((gpu.cents * (75 + dice.below(60))) / 100));
  return {
    kind: 'node',
    nodeId,
    gpus,
    cells: [
      account.provider,
      account.statedOperator,
      nodeId,
      account.site,
      account.hostOrg,
      account.asn,
      account.statedCountry,
      dice.chance(1, 100) ? '' : account.detectedCountry,
      account.country.region,
      account.memory === '' ? 'Unknown' : dice.chance(1, 30) && gpu.vendor === 'NVIDIA' ? 'Nvidia' : gpu.vendor,
      account.gpuName,
      String(gpus),
      account.memory,
      dice.chance(1, 60) ? '' : decimal(price, 2),
      uptimeOf(account, dice),
      account.verified ? 'true' : 'false',
      dice.pick(['online', 'online', 'online', 'leased', 'leased', 'leased', 'leased', 'leased', 'leased', 'offline']),
      account.payoutAddress,
      account.domain,
      OBSERVED_AT,
      'SAMPLE',
    ],
  };
}

function totalRecord(gpus: number): SampleRecord {
  const cells: Partial<Record<(typeof SAMPLE_COLUMNS)[number], string>> = {
    provider: 'TOTAL',
    gpu_count: String(gpus),
    observed_at: OBSERVED_AT,
    sample: 'SAMPLE',
  };
  return { kind: 'total', nodeId: '', gpus, cells: SAMPLE_COLUMNS.map((column) => cells[column] ?? '') };
}

/** Records of a sample one by one, with duplicates and one total row planted among them. */
export function* sampleRecords(options: SampleOptions): Generator<SampleRecord> {
  const { accounts } = planAccounts(options);
  const dice = diceOf(options.seed * 2 + 1_000_003);
  const prefix = options.network === 'northgrid' ? 'ng' : 'te';
  const waiting: { record: SampleRecord; due: number }[] = [];
  const recent: number[] = [];
  let nodes = 0;
  for (const account of accounts) {
    for (const size of nodeSizes(account, dice)) {
      const record = nodeRecord(account, `${prefix}-node-${String(nodes + 1).padStart(6, '0')}`, size, dice);
      yield record;
      nodes += 1;
      recent.push(size);
      if (recent.length > TOTAL_OVER) recent.shift();
      if (nodes === 11 || nodes === 29 || nodes % 397 === 113) waiting.push({ record, due: nodes + DUPLICATE_AFTER });
      if (waiting[0]?.due === nodes) {
        const copy = waiting.shift()?.record;
        if (copy) yield { ...copy, kind: 'duplicate' };
      }
      if (nodes === TOTAL_BEFORE) yield totalRecord(recent.reduce((sum, gpus) => sum + gpus, 0));
    }
  }
}
