import type { Preset } from './preset.ts';

/** Jobs of the openb cluster trace: demand. */
export const clusterTraceJobs: Preset = {
  id: 'cluster-trace-jobs',
  title: 'Cluster trace, jobs',
  about: 'one job a record: demand, never supply',
  source: 'hkust-adsl/kubernetes-scheduler-simulator, openb_pod_list',
  verified: { state: 'real-file', note: 'Mapped with the traces of 2023.' },
  required: [['num_gpu'], ['gpu_milli'], ['gpu_spec'], ['pod_phase']],
  usual: ['name', 'qos', 'creation_time', 'deletion_time', 'scheduled_time'],
  steps: [],
  mapping: {},
  grain: 'offer',
  grainReason: 'A record is a job that asks for GPUs, not a machine that has them.',
  base: null,
  notes: ['num_gpu is what a job asks for: it serves no field of supply. Use it to describe a workload.'],
};
