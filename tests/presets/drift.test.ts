import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../shared/case/dataset.ts';
import { driftOf, replay } from '../../shared/case/drift.ts';
import { headerFingerprint } from '../../shared/case/fingerprint.ts';
import { errorOf } from '../import/support.ts';

const recipe: Recipe = {
  version: 1,
  dialect: { format: 'csv', encoding: 'utf-8', bom: false, delimiter: ',', quote: '"', headerLine: 0, decimalMark: '.' },
  mapping: { Location: 'region', Pubkey: 'node_id', 'Hosting, ASN': 'asn' },
  types: { Pubkey: 'text' },
  unknownTokens: [''],
  steps: [
    { step: 'part', from: 'Hosting', by: ' ', part: 1, as: 'Hosting, ASN' },
    { step: 'keep', where: 'Location != \'x\' and "Hosting, ASN" is not null', reason: 'Why not.' },
  ],
  grain: 'node',
  base: null,
  asOf: null,
};
const kept = { recipe, headers: ['Location', 'Hosting', 'Pubkey'] };

describe('a header fingerprint', () => {
  it('is the same in any order and differs where a header does', () => {
    expect(headerFingerprint(['b', 'a'])).toBe(headerFingerprint(['a', 'b']));
    expect(headerFingerprint(['ab'])).not.toBe(headerFingerprint(['a', 'b']));
    // FNV-1a of nothing: draft-eastlake-fnv, 64 bits offset basis
    expect(headerFingerprint([])).toBe('cbf29ce484222325');
  });
});

describe('replay on a file of other columns', () => {
  it('gives the recipe unchanged where the columns are the same, in any order', () => {
    expect(replay(kept, ['Pubkey', 'Location', 'Hosting'])).toBe(recipe);
    expect(driftOf(kept, ['Pubkey', 'Location', 'Hosting'])).toBeNull();
  });

  it('lists what is missing with its uses, what is new, and what may be renamed', () => {
    expect(driftOf(kept, ['Loc', 'Hosting', 'NodePubkey', 'Stake'])).toEqual({
      missing: [
        {
          header: 'Location',
          uses: ['serves region', 'Only records where Location != \'x\' and "Hosting, ASN" is not null'],
          candidates: ['Loc'],
        },
        { header: 'Pubkey', uses: ['serves node_id', 'is read as text'], candidates: ['NodePubkey'] },
      ],
      added: ['Loc', 'NodePubkey', 'Stake'],
    });
  });

  it('applies nothing before every difference is decided', () => {
    const now = ['Loc', 'Hosting', 'NodePubkey', 'Stake'];
    const open = (decisions: Parameters<typeof replay>[2]) => errorOf(() => replay(kept, now, decisions));
    expect(open({}).details).toMatchObject({
      missing: [{ header: 'Location' }, { header: 'Pubkey' }],
      added: ['Loc', 'NodePubkey', 'Stake'],
    });
    expect(open({ renamed: { Location: 'Loc' } }).details).toMatchObject({
      missing: [{ header: 'Pubkey' }],
      added: ['NodePubkey', 'Stake'],
    });
    expect(open({ renamed: { Location: 'Loc', Pubkey: 'NodePubkey' } }).details).toMatchObject({ missing: [], added: ['Stake'] });
    expect(open({ renamed: { Place: 'Loc' } }).code).toBe('rename-unknown');
  });

  it('renames in the mapping, the types, the steps and inside conditions', () => {
    const now = replay(kept, ['Loc', 'Host "ing"', 'NodePubkey'], {
      renamed: { Location: 'Loc', Hosting: 'Host "ing"', Pubkey: 'NodePubkey' },
    });
    expect(now.mapping).toEqual({ Loc: 'region', NodePubkey: 'node_id', 'Hosting, ASN': 'asn' });
    expect(now.types).toEqual({ NodePubkey: 'text' });
    expect(now.steps).toMatchObject([{ from: 'Host "ing"' }, { where: '"Loc" != \'x\' and "Hosting, ASN" is not null' }]);
  });

  it('takes out what reads a column that is gone, and what such a step had made', () => {
    const now = replay(kept, ['Location', 'Pubkey'], { without: ['Hosting'] });
    expect(now.steps).toEqual([]);
    expect(now.mapping).toEqual({ Location: 'region', Pubkey: 'node_id' });
  });
});
