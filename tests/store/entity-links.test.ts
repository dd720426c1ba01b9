import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/store/case-file.ts';
import { type CommandName, redo, runCommand, undo } from '../../electron/engine/store/commands.ts';
import { entityLedger, linksRevision, listEntityLinks } from '../../electron/engine/store/entity-links.ts';
import { verifyLedger } from '../../electron/engine/store/ledger.ts';
import { refusalsBetween } from '../../shared/entities/guard.ts';
import { linkOf } from '../entities/support.ts';
import { closing, decider, errorOf, newCase } from './support.ts';

const input = (state: 'confirmed' | 'rejected' | 'deferred', ...pairs: [string, string][]) => ({
  links: pairs.map(([from, to]) => ({ madeFor: 'provider', link: linkOf(from, to, state, 'strong') })),
  label: `${state} ${pairs.map((pair) => pair.join('+')).join(', ')}`,
  why: 'test',
  members: null,
  effect: null,
});

describe('decisions about links', () => {
  it('are rows with evidence, and their ledger entries hold statement, reason and effect', () => {
    const file = newCase();
    const effect = { stamp: 'Northgrid', before: { hhi: 100 }, after: { hhi: 102 } };
    runCommand(file, { command: 'entities.confirm', input: { ...input('confirmed', ['a', 'b']), effect }, ...decider });
    expect(listEntityLinks(file)).toEqual([{ madeFor: 'provider', link: linkOf('a', 'b', 'confirmed', 'strong') }]);
    expect(entityLedger(file)).toEqual([
      expect.objectContaining({
        command: 'entities.confirm',
        inForce: true,
        input: expect.objectContaining({
          why: 'test',
          effect,
          links: [expect.objectContaining({ from: 'a', to: 'b', madeFor: 'provider' })],
        }),
      }),
    ]);
  });

  it('take back a chosen decision and leave the later ones, across a restart', () => {
    let file = newCase();
    const run = (command: CommandName, value: unknown) => runCommand(file, { command, input: value, ...decider }).revision;
    const first = run('entities.confirm', input('confirmed', ['a', 'b']));
    run('entities.reject', input('rejected', ['c', 'd']));
    const { path } = file;
    file.close();
    file = closing(openCase(path, { mode: 'write' }));
    run('entities.takeBack', { sequence: first });
    expect(listEntityLinks(file).map(({ link }) => [link.id, link.state])).toEqual([['same-owner["c","d"]', 'rejected']]);
    expect(errorOf(() => run('entities.takeBack', { sequence: first })).code).toBe('decision-not-in-force');
    expect(errorOf(() => run('entities.takeBack', { sequence: 9999 })).code).toBe('decision-missing');
    undo(file, decider);
    expect(listEntityLinks(file)).toHaveLength(2);
    expect(entityLedger(file).find(({ sequence }) => sequence === first)?.inForce).toBe(true);
    redo(file, decider);
    expect(listEntityLinks(file)).toHaveLength(1);
    expect(verifyLedger(file).intact).toBe(true);
  });

  it('are not taken back while a later decision stands on them', () => {
    const file = newCase();
    const run = (command: CommandName, value: unknown) => runCommand(file, { command, input: value, ...decider }).revision;
    const first = run('entities.defer', input('deferred', ['a', 'b']));
    const second = run('entities.confirm', input('confirmed', ['a', 'b']));
    expect(errorOf(() => run('entities.takeBack', { sequence: first }))).toMatchObject({
      code: 'decided-later',
      details: { later: [second] },
    });
    run('entities.takeBack', { sequence: second });
    expect(listEntityLinks(file)[0]?.link.state).toBe('deferred');
    run('entities.takeBack', { sequence: first });
    expect(listEntityLinks(file)).toEqual([]);
  });

  it('are not taken back or undone where that would join a rejected pair; the path is told and nothing changes', () => {
    const file = newCase();
    const run = (command: CommandName, value: unknown) => runCommand(file, { command, input: value, ...decider }).revision;
    run('entities.confirm', input('confirmed', ['a', 'b']));
    const apart = run('entities.reject', input('rejected', ['a', 'b']));
    run('entities.confirm', input('confirmed', ['b', 'c']));
    run('entities.reject', input('rejected', ['a', 'c']));
    const before = listEntityLinks(file);
    const refused = { code: 'merge-refused', details: { between: ['a', 'c'], path: ['same-owner["a","b"]', 'same-owner["b","c"]'] } };
    expect(errorOf(() => run('entities.takeBack', { sequence: apart }))).toMatchObject(refused);
    expect(listEntityLinks(file)).toEqual(before);
    // a case from before the guards: both links confirmed, the pair rejected, then one link rejected too
    const old = newCase();
    for (const [state, pair] of [
      ['confirmed', ['a', 'b']],
      ['confirmed', ['b', 'c']],
      ['rejected', ['a', 'c']],
      ['rejected', ['a', 'b']],
    ] as const)
      runCommand(old, { command: 'entities.confirm', input: input(state, [...pair]), ...decider });
    expect(errorOf(() => undo(old, decider))).toMatchObject(refused);
    expect(listEntityLinks(old).filter(({ link }) => link.state === 'rejected')).toHaveLength(2);
    expect(verifyLedger(old).intact).toBe(true);
  });

  it('are not taken when other links were decided since their guards were asked, by undo too', () => {
    const file = newCase();
    const run = (value: unknown) => runCommand(file, { command: 'entities.confirm', input: value, ...decider }).revision;
    const basis = linksRevision(file);
    expect(basis).toBe(0);
    const first = run({ ...input('confirmed', ['a', 'b']), basis });
    expect(errorOf(() => run({ ...input('confirmed', ['b', 'c']), basis }))).toMatchObject({
      code: 'links-changed',
      details: { basis: 0, revision: first },
    });
    undo(file, decider);
    expect(errorOf(() => run({ ...input('confirmed', ['b', 'c']), basis: first })).code).toBe('links-changed');
    runCommand(file, { command: 'case.describe', input: { title: 'Other', question: '' }, ...decider });
    run({ ...input('confirmed', ['b', 'c']), basis: first + 1 });
    expect(listEntityLinks(file).map(({ link }) => link.id)).toEqual(['same-owner["b","c"]']);
  });

  it('leave nothing behind when all are undone, in any mix of decisions', () => {
    const step = fc.record({
      state: fc.constantFrom('confirmed', 'rejected', 'deferred'),
      pair: fc.constantFrom(['a', 'b'], ['b', 'c'], ['a', 'c']),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const file = newCase();
        const states: ReturnType<typeof listEntityLinks>[] = [];
        for (const { state, pair } of steps) {
          const before = listEntityLinks(file).map(({ link }) => link);
          const made = input(state, pair as [string, string]).links.map(({ link }) => link);
          const after = [...before.filter(({ id }) => id !== made[0]?.id), ...made];
          // what the guards refuse is never asked of the store
          if (refusalsBetween(before, after, null).length > 0) continue;
          states.push(listEntityLinks(file));
          runCommand(file, { command: 'entities.confirm', input: input(state, pair as [string, string]), ...decider });
        }
        for (const before of states.reverse()) {
          undo(file, decider);
          expect(listEntityLinks(file)).toEqual(before);
        }
        expect(entityLedger(file).some(({ inForce, undoes }) => inForce && undoes === null)).toBe(false);
      }),
      { numRuns: 12 },
    );
  });
});
