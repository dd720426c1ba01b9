import { afterAll, describe, expect, it } from 'vitest';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { DATA, hasData, TestCase } from './support.ts';

// Row counts, sums and counts of groups: README.md of the shared data.
const FILES: [path: string, rows: number, columns: number, rejected: number][] = [
  ['gpu-fleets/gpu_clusters_2026-04.csv', 786, 57, 0],
  ['gpu-fleets/ml_hardware_2025-12.csv', 170, 39, 0],
  ['gpu-cluster-trace/openb_node_list_gpu_node.csv', 1213, 5, 0],
  ['gpu-cluster-trace/openb_pod_list_default.csv', 8152, 11, 0],
  ['gpu-cluster-trace/openb_pod_list_gpuspec33.csv', 8152, 11, 0],
  ['validators-solana/solana_validators_2025-03-04.csv', 1320, 7, 0],
  ['validators-solana/solana_validators_2025-10-01.csv', 969, 17, 0],
  ['validators-solana/solana_validators_2026-03-01.csv', 768, 17, 0],
  ['validators-solana/solana_validators_2026-08-01.csv', 692, 17, 0],
  ['nodes-filecoin/filecoin_nodes_2025-11-22.csv', 256, 13, 0],
  ['nodes-dfinity/current_nodes_2025-10-31.csv', 1447, 15, 0],
  ['nodes-dfinity/current_nodes_2025-08-19.csv', 1449, 15, 0],
  ['subnets-bittensor/subnets_snapshot_2026-04-11.csv', 129, 19, 0],
  ['gpu-prices/offerings.json', 310, 15, 0],
  ['gpu-prices/providers.json', 21, 5, 0],
  ['llm-demand/AzureLLMInferenceTrace_code.csv', 8819, 3, 0],
  // 742 rows, one of them with 3 cells by this dialect
  ['reference/hosting-asn.csv', 741, 2, 1],
  ['reference/cloud-regions.csv', 82, 13, 0],
  ['reference/country-codes.csv', 249, 56, 0],
];

describe.skipIf(!hasData)('import of real files', () => {
  const test = new TestCase();
  afterAll(() => test.close());

  it.each(FILES)('reads %s whole: %i records of %i columns, %i rejected', (path, rows, columns, rejected) => {
    const { dataset } = test.import(`${DATA}/${path}`);
    expect([dataset.rows, dataset.columns.length, dataset.rejected]).toEqual([rows, columns, rejected]);
  });

  it('keeps lamports exactly, also above 2^53 and beside bare quotation marks', () => {
    const { dataset } = test.import(`${DATA}/validators-solana/solana_validators_2025-10-01.csv`);
    expect(dataset.columns.find(({ header }) => header === 'ActivatedStake')).toMatchObject({
      field: 'stake',
      type: 'exact',
      sum: '407830384374701010',
    });
    const { dataset: first } = test.import(`${DATA}/validators-solana/solana_validators_2025-03-04.csv`);
    expect(test.cells(first.id, 'Hosting').filter((text) => text?.includes('"'))).toHaveLength(60);
  });

  it('keeps H100 equivalents with float noise exactly and blanks as no value', () => {
    const { dataset } = test.import(`${DATA}/gpu-fleets/gpu_clusters_2026-04.csv`);
    const column = dataset.columns.find(({ name }) => name === 'H100 equivalents');
    expect(Number(column?.sum)).toBeCloseTo(130400483.734062, 5);
    expect(dataset.columns.find(({ header }) => header === 'Owner')).toMatchObject({ name: 'owner', field: 'owner', distinct: 184 });
    expect(dataset.columns.find(({ header }) => header === 'Country')?.distinct).toBe(37);
  });

  it('keeps Namibia: NA is no unknown token', () => {
    const { dataset } = test.import(`${DATA}/reference/country-codes.csv`);
    const codes = dataset.columns.find(({ header }) => header === 'ISO3166-1-Alpha-2');
    expect(codes).toMatchObject({ filled: 249, distinct: 249 });
  });

  it('reads cells of several words, doubled quotes and empty quotes of the Filecoin list', () => {
    const { dataset } = test.import(`${DATA}/nodes-filecoin/filecoin_nodes_2025-11-22.csv`);
    expect(dataset.columns.find(({ header }) => header === 'org')).toMatchObject({ filled: 256 - 33, distinct: 116 });
    expect(test.cells(dataset.id, 'as_raw')).toContain('AS3216 PJSC "Vimpelcom"');
  });

  it('reads the price list as offers with exact prices', () => {
    const { dataset } = test.import(`${DATA}/gpu-prices/offerings.json`);
    expect(dataset.grain).toBe('offer');
    expect(dataset.columns.find(({ header }) => header === 'price_usd_hour')).toMatchObject({ filled: 310, sum: '435.589' });
    expect(dataset.columns.find(({ header }) => header === 'gpu_model')?.distinct).toBe(120);
    expect(dataset.columns.find(({ header }) => header === 'caveats')?.filled).toBe(210);
  });

  it('sums the emission of the subnets and trims an Ogham space to nothing', () => {
    const { dataset } = test.import(`${DATA}/subnets-bittensor/subnets_snapshot_2026-04-11.csv`);
    expect(dataset.columns.find(({ name }) => name === 'emission_tao_day')).toMatchObject({ type: 'number', sum: '6676.282' });
    expect(dataset.columns.find(({ name }) => name === 'symbol')?.filled).toBe(128);
    expect(dataset.columns.find(({ name }) => name === 'net_flow_7d')?.filled).toBe(0);
  });

  it('proposes fields, grain and date for the DFINITY node list', () => {
    const preview = previewFile(`${DATA}/nodes-dfinity/current_nodes_2025-10-31.csv`, 'current_nodes_2025-10-31.csv');
    expect(preview.proposal).toMatchObject({ grain: 'node', asOf: '2025-10-31' });
    const field = (header: string) => preview.columns.find((column) => column.header === header)?.field;
    expect([field('node_id'), field('node_provider_name'), field('node_operator_id'), field('owner')]).toEqual([
      'node_id',
      'provider',
      'operator',
      'owner',
    ]);
  });
});
