/** What kind of machines an account rents out. */
export type AccountKind = 'datacentre' | 'workstation' | 'consumer';

/** A GPU model of a sample: marketed memory, typical price, and spellings that real lists use for it. */
export type SampleGpu = {
  /** canonical id of domain.md 1.5 */
  id: string;
  vendor: 'NVIDIA' | 'AMD';
  /** GB per GPU; decimals that tools report for the same card stand in `reportedMemory` */
  vramGib: number;
  reportedMemory: readonly string[];
  /** US cents per GPU-hour around which prices vary */
  cents: number;
  weight: number;
  spellings: readonly string[];
  /** a spelling that leaves the form factor or memory open, where lists use one */
  partial: string | null;
};

function gpu(
  id: string,
  vramGib: number,
  cents: number,
  weight: number,
  spellings: readonly string[],
  partial: string | null = null,
  reportedMemory: readonly string[] = [],
): SampleGpu {
  return { id, vendor: id.startsWith('amd/') ? 'AMD' : 'NVIDIA', vramGib, cents, weight, spellings, partial, reportedMemory };
}

/** Models by kind of account. */
export const SAMPLE_GPUS: Readonly<Record<AccountKind, readonly SampleGpu[]>> = {
  datacentre: [
    gpu('nvidia/h100-sxm-80', 80, 239, 40, ['NVIDIA H100 80GB HBM3', 'H100 SXM5 80GB', 'H100-SXM-80GB', 'h100_sxm'], 'H100'),
    gpu('nvidia/a100-sxm-80', 80, 139, 22, ['NVIDIA A100-SXM4-80GB', 'A100 SXM4 80GB', 'A100-80GB-SXM'], 'A100'),
    gpu('nvidia/h200-sxm-141', 141, 319, 12, ['NVIDIA H200', 'H200 SXM 141GB', 'H200-141GB']),
    gpu('nvidia/h100-pcie-80', 80, 199, 7, ['NVIDIA H100 PCIe', 'H100 PCIe 80GB'], 'H100'),
    gpu('amd/mi300x-oam-192', 192, 249, 6, ['AMD Instinct MI300X', 'MI300X', 'MI300X OAM 192GB']),
    gpu('nvidia/a100-sxm-40', 40, 99, 6, ['NVIDIA A100-SXM4-40GB', 'A100 SXM4 40GB'], 'A100'),
    gpu('nvidia/l40s-pcie-48', 48, 89, 5, ['NVIDIA L40S', 'L40S', 'L40S 48GB']),
    gpu('nvidia/b200-sxm-180', 180, 449, 2, ['NVIDIA B200', 'B200 SXM 180GB']),
  ],
  workstation: [
    gpu('nvidia/l40s-pcie-48', 48, 89, 30, ['NVIDIA L40S', 'L40S', 'L40S 48GB']),
    gpu('nvidia/rtxa6000-pcie-48', 48, 59, 30, ['NVIDIA RTX A6000', 'RTX A6000', 'A6000 48GB']),
    gpu('nvidia/rtx6000ada-pcie-48', 48, 75, 20, ['NVIDIA RTX 6000 Ada Generation', 'RTX 6000 Ada']),
    gpu('nvidia/a40-pcie-48', 48, 45, 10, ['NVIDIA A40', 'A40']),
    gpu('nvidia/a10-pcie-24', 24, 35, 10, ['NVIDIA A10', 'A10'], null, ['22.49']),
  ],
  consumer: [
    gpu('nvidia/rtx4090-pcie-24', 24, 39, 45, ['NVIDIA GeForce RTX 4090', 'RTX 4090', 'RTX4090', 'GeForce RTX 4090 24GB'], null, ['23.99']),
    gpu('nvidia/rtx3090-pcie-24', 24, 22, 25, ['NVIDIA GeForce RTX 3090', 'RTX 3090', 'RTX3090']),
    gpu('nvidia/rtx5090-pcie-32', 32, 59, 10, ['NVIDIA GeForce RTX 5090', 'RTX 5090']),
    gpu('nvidia/rtx4080-pcie-16', 16, 25, 10, ['NVIDIA GeForce RTX 4080', 'RTX 4080']),
    gpu('nvidia/rtx4070ti-pcie-12', 12, 17, 5, ['NVIDIA GeForce RTX 4070 Ti', 'RTX4070 Ti']),
    gpu('amd/rx7900xtx-pcie-24', 24, 24, 5, ['AMD Radeon RX 7900 XTX', 'RX 7900 XTX']),
  ],
};

/** Names from which no model can be told. */
export const UNMAPPED_GPU_NAMES: readonly string[] = ['G1', 'GPU-series-1', 'Anonymized'];

/** A name of the RTX 4090 that no table has: the family before it was called GTX. */
export const MISNAMED_GPU = 'GTX 4090';
