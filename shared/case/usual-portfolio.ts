import { type Portfolio, parsePortfolio } from './portfolio.ts';

/** Workload that every list with GPU counts can be asked about: half of today's GPUs, of any kind and on nodes of any size. */
export const usualPortfolio: Portfolio = parsePortfolio({
  title: "half of today's GPUs",
  classes: [{ name: 'any GPU', gpus_per_node: 1, quantity_share_of_capacity: '50%' }],
});
