import { describe, expect, it } from 'vitest';
import { presetOf, stepsFor } from '../../electron/engine/import/presets/apply.ts';
import { PRESETS } from '../../electron/engine/import/presets/index.ts';
import { recognise } from '../../electron/engine/import/presets/recognise.ts';
import { fieldSchema } from '../../shared/case/dataset.ts';
import { SURE_FIT } from '../../shared/case/preset.ts';
import { addsColumn, stepSchema } from '../../shared/case/steps.ts';
import { errorOf } from '../import/support.ts';

const CSV = { format: 'csv' } as const;
const JSON_FILE = { format: 'json' } as const;

describe('presets as data', () => {
  it('have ids of their own, known fields, valid steps and a source', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
    for (const preset of PRESETS) {
      for (const step of preset.steps) expect(stepSchema.safeParse(step).success, preset.id).toBe(true);
      for (const field of Object.keys(preset.mapping)) expect(fieldSchema.safeParse(field).success, `${preset.id} ${field}`).toBe(true);
      expect(preset.source.length, preset.id).toBeGreaterThan(0);
      expect(preset.verified.note.length, preset.id).toBeGreaterThan(10);
    }
  });

  it('map only columns that their shape names, or that their steps make', () => {
    for (const { id, mapping, steps, required, usual } of PRESETS.filter(({ verified }) => verified.state !== 'unverified')) {
      const made = steps.filter(addsColumn).map((step) => step.as);
      const first = Object.values(mapping).map(([name]) => name as string);
      expect(new Set(first).size, id).toBe(first.length);
      for (const step of steps.filter(addsColumn)) expect(made.indexOf(step.as), id).toBe(made.lastIndexOf(step.as));
      expect(required.length + usual.length, id).toBeGreaterThan(0);
    }
  });
});

describe('a preset is recognised', () => {
  const best = (names: string[], dialect: Parameters<typeof recognise>[1] = CSV) => recognise(names, dialect)[0];

  it('from headers, however they are written', () => {
    expect(best(['Machine ID', 'host-id', 'numGpus', 'GPU Name', 'dph_total'])).toMatchObject({ id: 'vast-offers', fit: 0.7 });
    expect(
      best(['InstanceType', 'vCPUs', 'MemoryGiB', 'AcceleratorName', 'AcceleratorCount', 'GpuInfo', 'Region', 'Price', 'SpotPrice'])?.id,
    ).toBe('skypilot-vms');
  });

  it('from the paths of nested keys, and only in a format that it comes in', () => {
    const names = [
      'owner',
      'hostUri',
      'isOnline',
      'isAudited',
      'uptime7d',
      'ipCountryCode',
      'gpuModels',
      'stats.gpu.total',
      'stats.gpu.active',
    ];
    expect(best(names, JSON_FILE)?.id).toBe('akash-console');
    expect(best(names, CSV)?.fit).toBe(0);
  });

  it('the surer, the more of the usual columns there are; both are named in the reason', () => {
    const least = best(['uid', 'hotkey', 'coldkey']);
    const most = best(['uid', 'hotkey', 'coldkey', 'stake', 'incentive', 'emission', 'trust', 'validator_permit', 'active']);
    expect([least?.fit, most?.fit]).toEqual([0.7, 1]);
    expect(most?.reason).toBe('It has "uid", "hotkey", "coldkey" and 6 of 6 columns that such files usually have.');
  });

  it('never surely where no export of the network was seen', () => {
    for (const names of [
      ['node_id', 'obh', 'gpu', 'gpu_model', 'gpu_count', 'country', 'tier'],
      ['cloud_host_id', 'container_id', 'gpu_model', 'gpu_count', 'location', 'country', 'status'],
      ['device_id', 'hardware', 'connectivity_tier', 'hardware_quantity', 'status', 'country', 'verified'],
    ]) {
      expect(best(names)).toMatchObject({ verified: { state: 'unverified' } });
      expect(best(names)?.fit).toBeLessThan(SURE_FIT);
    }
  });

  it('not at all for a table of something else', () => {
    expect(recognise(['date', 'amount', 'customer'], CSV).every(({ fit }) => fit === 0)).toBe(true);
    expect(recognise(['date'], CSV).find(({ id }) => id === 'vast-offers')?.reason).toBe(
      'There is no column "machine_id", "host_id", "num_gpus", "gpu_name", "dph_total".',
    );
  });

  it('with the steps whose columns the file has', () => {
    const vast = presetOf('vast-offers');
    expect(stepsFor(vast, ['machineId', 'num_gpus']).map((step) => step)).toEqual([{ ...vast.steps[0], per: 'machineId', of: 'num_gpus' }]);
  });

  it('and an id that there is not is refused with the list', () => {
    expect(errorOf(() => presetOf('vast'))).toMatchObject({ code: 'preset-unknown', advice: expect.stringContaining('vast-offers') });
  });
});
