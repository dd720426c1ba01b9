import { describe, expect, it } from 'vitest';
import { originText } from '../../../renderer/features/records/originText.ts';
import type { Origin } from '../../../shared/contract/lineage.ts';

describe('a record with its origin, copied', () => {
  it('holds each cell as it stands in the file beside what it was read as', () => {
    const cell = (column: string, text: string | null, value: string | null, more: Partial<Origin['cells'][number]> = {}) => ({
      column,
      header: column,
      text,
      value,
      given: null,
      rule: null,
      ...more,
    });
    const origin = {
      source: { fileName: 'a.csv', sha256: 'ff' },
      record: 1,
      line: 2,
      raw: ' alpha ,"1,200",usa',
      truncated: false,
      readmitted: null,
      cells: [
        cell('provider', ' alpha ', 'alpha'),
        cell('gpu_count', '1,200', '1200'),
        cell('country', 'usa ', 'US', { given: 'usa', rule: 'name of a country' }),
        cell('site', 'x', 'x'),
        cell('joined', null, '3'),
        cell('stored', null, 'US', { given: 'usa', rule: 'name of a country' }),
      ],
    } as unknown as Origin;
    expect(originText(origin).split('\n').slice(5)).toEqual([
      'provider: alpha, in the file " alpha "',
      'gpu_count: 1200, in the file "1,200"',
      'country: US, read from "usa " by name of a country',
      'site: x',
      'joined: 3',
      'stored: US, read from "usa" by name of a country',
      '',
    ]);
  });
});
