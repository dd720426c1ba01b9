import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/store/case-file.ts';
import { type CommandName, redo, runCommand, undo } from '../../electron/engine/store/commands.ts';
import { entityLedger, listEntityLinks } from '../../electron/engine/store/entity-links.ts';
import { verifyLedger } from '../../electron/engine/store/ledger.ts';
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
