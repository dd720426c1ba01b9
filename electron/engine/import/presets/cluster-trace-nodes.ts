import type { Preset } from './preset.ts';

/** Nodes of the openb cluster trace. */
export const clusterTraceNodes: Preset = {
  id: 'cluster-trace-nodes',
  title: 'Cluster trace, nodes',
  about: 'one node of one cluster a record',
  source: 'hkust-adsl/kubernetes-scheduler-simulator, openb_node_list_gpu_node.csv',
  verified: { state: 'real-file', note: 'Mapped with the trace of 2023.' },
  required: [['sn'], ['cpu_milli'], ['memory_mib'], ['gpu'], ['model']],
  usual: [],
  steps: [],
  mapping: { node_id: ['sn'], gpu_count: ['gpu'], gpu_model: ['model'], cpu_milli: ['cpu_milli'], memory_mib: ['memory_mib'] },
  grain: 'node',
  grainReason: 'Every "sn" is one node.',
  base: 'registered',
  notes: ['All nodes have one owner. G2 and G3 are codes of the operator for models it does not name.'],
};
