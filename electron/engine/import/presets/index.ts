import { akashChain } from './akash-chain.ts';
import { akashConsole } from './akash-console.ts';
import { bittensorMetagraph } from './bittensor-metagraph.ts';
import { bittensorSubnets } from './bittensor-subnets.ts';
import { clusterTraceJobs } from './cluster-trace-jobs.ts';
import { clusterTraceNodes } from './cluster-trace-nodes.ts';
import { dfinityNodes } from './dfinity-nodes.ts';
import { epochClusters } from './epoch-clusters.ts';
import { epochHardware } from './epoch-hardware.ts';
import { filecoinNodes } from './filecoin-nodes.ts';
import { gpuPriceOffers } from './gpu-price-offers.ts';
import { networkSheet } from './network-sheet.ts';
import type { Preset } from './preset.ts';
import { skypilotVms } from './skypilot-vms.ts';
import { solanaGeolocation } from './solana-geolocation.ts';
import { solanaPlaces } from './solana-places.ts';
import { solanaValidatorsApp } from './solana-validators-app.ts';
import { unseenNetworks } from './unseen-networks.ts';
import { vastOffers } from './vast-offers.ts';

/** All presets; of two that fit equally well the first is proposed. */
export const PRESETS: readonly Preset[] = [
  akashConsole,
  akashChain,
  vastOffers,
  bittensorMetagraph,
  bittensorSubnets,
  skypilotVms,
  solanaValidatorsApp,
  solanaGeolocation,
  solanaPlaces,
  dfinityNodes,
  epochClusters,
  epochHardware,
  filecoinNodes,
  gpuPriceOffers,
  clusterTraceNodes,
  clusterTraceJobs,
  networkSheet,
  ...unseenNetworks,
];
