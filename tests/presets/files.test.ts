import { afterAll, describe, expect, it } from 'vitest';
import { dictionaryCsv, templateCsv, templateZip } from '../../electron/engine/import/presets/template.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { errorOf, TestCase } from '../import/support.ts';

// Files in the shapes of domain.md 6.5, made here; the values are invented.

const gpu = (model: string, ram: string, form: string) => ({ vendor: 'nvidia', model, ram, interface: form });
const AKASH = [
  {
    owner: 'akash1aaa',
    name: 'one.example',
    hostUri: 'https://one.example:8443',
    isOnline: true,
    isAudited: true,
    uptime1d: 1,
    uptime7d: 0.9981,
    uptime30d: null,
    ipCountryCode: 'US',
    country: 'DE',
    organization: 'One Ltd',
    hostingProvider: 'Host One',
    gpuModels: [gpu('h100', '80Gi', 'SXM5'), gpu('rtx4090', '24Gi', 'PCIe')],
    stats: { gpu: { active: 5, available: 3, pending: 0, total: 8 } },
    attributes: [{ key: 'region', value: 'us-west', auditedBy: [] }],
  },
  {
    owner: 'akash1bbb',
    name: 'two.example',
    hostUri: 'https://two.example:8443',
    isOnline: false,
    isAudited: false,
    uptime1d: 0,
    uptime7d: 0.5,
    uptime30d: 0.5,
    ipCountryCode: 'PL',
    country: null,
    organization: null,
    hostingProvider: null,
    gpuModels: [gpu('a100', '80Gi', 'SXM4')],
    stats: { gpu: { active: 0, available: 4, pending: 0, total: 4 } },
    attributes: [],
  },
];

const offer = (id: number, machine: number, gpus: number, host: number) => ({
  id,
  machine_id: machine,
  host_id: host,
  num_gpus: gpus,
  gpu_name: 'RTX 4090',
  gpu_ram: 24564,
  dph_total: 0.4 * gpus,
  reliability2: 0.9942,
  geolocation: 'Czechia, CZ',
  verification: 'verified',
  rentable: true,
  rented: false,
});
const VAST = [offer(1, 11, 1, 7), offer(2, 11, 4, 7), offer(3, 11, 2, 7), offer(4, 12, 2, 7), offer(5, 13, 8, 9)];

describe('files of known shape', () => {
  const test = new TestCase();
  afterAll(() => test.close());
  const fields = (path: string, preset: string) => {
    const preview = previewFile(path, path.split('/').at(-1) as string, {}, { preset });
    return { preview, mapping: recipeOf(preview).mapping };
  };

  it('Akash Console: models without counts become one cell with all of them, beside the total', () => {
    const path = test.write('providers.json', JSON.stringify(AKASH));
    expect(previewFile(path, 'providers.json').presets[0]).toMatchObject({ id: 'akash-console', fit: 1, verified: { state: 'shape' } });
    const { dataset } = test.import(path, { preset: 'akash-console' });
    expect(dataset).toMatchObject({ grain: 'provider', base: 'registered', rows: 2 });
    expect(test.cells(dataset.id, 'gpu_model')).toEqual(['nvidia h100 80Gi SXM5 | nvidia rtx4090 24Gi PCIe', 'nvidia a100 80Gi SXM4']);
    expect([test.cells(dataset.id, 'gpu_count'), test.cells(dataset.id, 'gpu_free')]).toEqual([
      ['8', '4'],
      ['3', '4'],
    ]);
    // the country is that of the address; what the provider says of itself keeps a column of its own
    expect([test.cells(dataset.id, 'country'), test.cells(dataset.id, 'country_2')]).toEqual([
      ['US', 'PL'],
      ['DE', null],
    ]);
    expect(test.cells(dataset.id, 'operator')).toEqual(['One Ltd', null]);
  });

  it('Akash chain: attributes give models, organisation and country; there is no count', () => {
    const chain = {
      providers: [
        {
          owner: 'akash1aaa',
          host_uri: 'https://one.example:8443',
          attributes: [
            { key: 'organization', value: 'One Ltd' },
            { key: 'country', value: 'US' },
            { key: 'capabilities/gpu/vendor/nvidia/model/rtx4090/ram/24Gi/interface/pcie', value: 'true' },
            { key: 'capabilities/gpu/vendor/nvidia/model/rtx4090', value: 'true' },
          ],
          info: { email: '', website: 'https://one.example' },
        },
      ],
      pagination: { next_key: null, total: '1' },
    };
    const path = test.write('chain.json', JSON.stringify(chain));
    const { preview, mapping } = fields(path, 'akash-chain');
    expect(previewFile(path, 'chain.json').presets[0]?.id).toBe('akash-chain');
    expect(mapping).toMatchObject({ owner: 'provider', 'gpu models': 'gpu_model', organization: 'operator', country: 'country' });
    expect(Object.values(mapping)).not.toContain('gpu_count');
    expect(preview.columns.find(({ header }) => header === 'gpu models')?.samples).toEqual(['nvidia rtx4090 24Gi pcie']);
    expect(preview.preset?.notes[0]).toContain('no counts');
  });

  it.each([
    ['vast.json', JSON.stringify({ offers: VAST })],
    [
      'vast.csv',
      `${Object.keys(VAST[0] as object).join(',')}\n${VAST.map((record) =>
        Object.values(record)
          .map((value) => (String(value).includes(',') ? `"${value}"` : value))
          .join(','),
      ).join('\n')}\n`,
    ],
  ])('Vast offers in %s: the largest slice of each machine counts, the others are kept', (name, text) => {
    const path = test.write(name, text);
    expect(previewFile(path, name).presets[0]).toMatchObject({ id: 'vast-offers', fit: 1 });
    const { dataset, findings } = test.import(path, { preset: 'vast-offers' });
    expect([dataset.rows, dataset.rejected, dataset.grain, dataset.base]).toEqual([3, 2, 'node', 'rentable']);
    expect(test.cells(dataset.id, 'gpu_count')).toEqual(['4', '2', '8']);
    expect(test.cells(dataset.id, 'country')).toEqual(['CZ', 'CZ', 'CZ']);
    expect(dataset.columns.find(({ field }) => field === 'provider')?.header).toBe('host_id');
    expect(test.rejects(dataset.id).map(({ code, reason }) => [code, reason])).toEqual([
      ['left-out', 'The offers of one machine are slices of the same GPUs; the largest one counts.'],
      ['left-out', 'The offers of one machine are slices of the same GPUs; the largest one counts.'],
    ]);
    expect(findings.filter(({ code }) => code === 'records-left-out')).toHaveLength(1);
  });

  it('SkyPilot: a price list, whose records without an accelerator are left out', () => {
    const path = test.write(
      'vms.csv',
      'InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region\np4d,A100,8.0,96,1152,"{\'Gpus\': []}",32.77,9.8,us-east-1\nc5,,,8,16,,0.34,0.1,us-east-1\n',
    );
    const { dataset } = test.import(path, { preset: 'skypilot-vms' });
    expect([dataset.rows, dataset.rejected, dataset.grain, dataset.base]).toEqual([1, 1, 'offer', null]);
    expect(test.cells(dataset.id, 'gpu_count')).toEqual(['8']);
  });

  it('Bittensor metagraph: hotkey as provider, coldkey as owner, exact stake', () => {
    const path = test.write('metagraph.csv', 'uid,hotkey,coldkey,stake,active\n0,5Hot1,5Cold,123456789012345678,1\n1,5Hot2,5Cold,7,0\n');
    const { dataset } = test.import(path, { preset: 'bittensor-metagraph' });
    expect(dataset.columns.filter(({ field }) => field).map(({ name, header }) => [name, header])).toEqual([
      ['provider', 'hotkey'],
      ['owner', 'coldkey'],
      ['stake', 'stake'],
    ]);
    expect(dataset.columns.find(({ field }) => field === 'stake')?.sum).toBe('123456789012345685');
  });

  it('validators.app: the data centre key is cut into network and country', () => {
    const record = {
      account: 'Id1',
      vote_account: 'Vote1',
      name: 'One',
      active_stake: 9007199254740993n,
      data_center_key: '20326-DE-Frankfurt',
      delinquent: false,
      skipped_slot_percent: '0.02',
    };
    const path = test.write(
      'validators.json',
      `[${JSON.stringify(record, (_, value) => (typeof value === 'bigint' ? Number(value) : value)).replace('9007199254740992', '9007199254740993')}]`,
    );
    const { dataset } = test.import(path, { preset: 'solana-validators-app' });
    expect([test.cells(dataset.id, 'asn'), test.cells(dataset.id, 'country'), test.cells(dataset.id, 'stake')]).toEqual([
      ['20326'],
      ['DE'],
      ['9007199254740993'],
    ]);
  });

  it('a network without a seen export: every field waits for a person', () => {
    const path = test.write(
      'io.csv',
      'device_id,hardware,hardware_quantity,connectivity_tier,status,country,verified\nd1,RTX 4090,2,high,up,US,true\n',
    );
    const { preview, mapping } = fields(path, 'io-net');
    expect(mapping).toEqual({});
    expect(preview.columns.filter(({ field }) => field).map(({ field, confidence }) => [field, confidence])).toContainEqual([
      'gpu_count',
      0.5,
    ]);
    expect(preview.preset?.verified.state).toBe('unverified');
  });

  it('a preset that does not fit is refused, with those that do', () => {
    const path = test.write('subnets.csv', 'netuid,name,emission_tao_day,owner_hk\n1,a,2,x\n');
    expect(errorOf(() => previewFile(path, 'subnets.csv', {}, { preset: 'vast-offers' }))).toMatchObject({
      code: 'preset-misfit',
      advice: 'Presets that fit: bittensor-subnets (Bittensor subnets).',
    });
  });
});

describe('the sheet for a network', () => {
  const test = new TestCase();
  afterAll(() => test.close());

  it('has one example record, which is left out; every column that is a field is recognised by its name', () => {
    const row = 'Northgrid,p1,,,n1,,,,,DE,address,,NVIDIA H100 SXM 80GB,8,,80,0.99,30,1.9,true,,online,2026-11-20\r\n';
    const { dataset } = test.import(test.write('sheet.csv', templateCsv() + row), { preset: 'network-sheet' });
    expect([dataset.rows, dataset.rejected]).toEqual([1, 1]);
    expect(test.rejects(dataset.id)[0]?.raw).toContain('EXAMPLE');
    const fields = dataset.columns.flatMap(({ field }) => field ?? []);
    expect(fields).toHaveLength(19);
    expect(dataset.columns.every(({ name, header }) => name === header)).toBe(true);
  });

  it('explains every column in a dictionary, and is always the same archive', () => {
    const columns = templateCsv().split('\r\n')[0]?.split(',') ?? [];
    expect(
      dictionaryCsv()
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(columns);
    expect(Buffer.compare(templateZip(), templateZip())).toBe(0);
  });
});
