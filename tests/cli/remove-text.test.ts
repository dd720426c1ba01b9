import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// Two cards wanted of four; nobody states a price or an uptime. One card has no known owner.
const LINES = ['provider,gpu_model,gpu_count', 'a,H100,2', 'b,H100,1', ',H100,1'];
const PORTFOLIO = { title: 'Cards', metric: 'workload', classes: [{ name: 'card', gpus_per_node: 1, quantity: 2 }] };

const folder = temporaryFolder();
const { path } = folder;
afterAll(() => folder.remove());

describe('the text of a removal test', () => {
  beforeAll(async () => {
    writeFileSync(path('cards.csv'), `${LINES.join('\n')}\n`);
    writeFileSync(path('portfolio.json'), JSON.stringify(PORTFOLIO));
    writeFileSync(path('nothing.json'), JSON.stringify({ ...PORTFOLIO, classes: [{ ...PORTFOLIO.classes[0], quantity: 0 }] }));
    await chokepoint('import', path('cards.csv'), '--case', path('a.chokepoint'), '--name', 'cards', '--grain', 'node', '--json');
  });
  const remove = (...args: string[]) =>
    chokepoint('remove', '--case', path('a.chokepoint'), '--by', 'provider', '--portfolio', path('portfolio.json'), ...args);
  const textOf = async (...args: string[]) => (await remove(...args)).out;

  it('prints the notes of every part, each once', async () => {
    const text = await textOf('--threshold', '1', '--economy', '--pairs', '--flips', '--contingencies', '--failures', '0.1');
    const notes = text.split('\n').filter((line) => line.startsWith('Note: '));
    expect(new Set(notes).size).toBe(notes.length);
    expect(notes.filter((note) => note.includes('1 record with 1 GPUs without a known removal unit'))).toHaveLength(1);
    const competing = await textOf('--threshold', '1', '--mode', 'competing', '--economy');
    expect(competing).toContain('Note: Headroom is that of all classes at once.');
    for (const answer of [text, competing]) expect(answer).toContain('Price: not known. No record of this test states a price');
  });

  it('names the class that sets the headroom beside both figures: 4 of 2, and 1 of 2 without a', async () => {
    // the card without an owner goes with the first removal
    expect(await textOf('--economy', '--without', 'a')).toContain('Headroom: 2/1 (set by card) now, 1/2 (set by card) after the removal');
  });

  it('says that fewer than half of the draws fall below where no draw does, and counts one removal as one', async () => {
    expect(await textOf('--threshold', '0')).toContain('fewer than half of the draws ever fall below');
    // all are needed of the four cards: any removal takes one of them
    writeFileSync(path('four.json'), JSON.stringify({ ...PORTFOLIO, classes: [{ ...PORTFOLIO.classes[0], quantity: 4 }] }));
    expect(await textOf('--threshold', '1', '--portfolio', path('four.json'))).toContain('half of the draws fall below with 1 removal\n');
  });

  it('says that a test cannot break at a threshold of 0 and without demand, where no served value is low enough', async () => {
    for (const args of [
      ['--threshold', '0'],
      ['--portfolio', path('nothing.json')],
    ])
      expect(await textOf(...args)).toMatch(/^demand \d+, served without removals \d+, cannot break$/m);
  });

  it('says that nothing is removed where the data hold no unit of that name', async () => {
    const text = await textOf('--without', 'nobody');
    expect(text).toContain('With nothing removed: 2 of 2 served, passes\nnot in the data: nobody');
  });

  it('speaks of the smallest sets that were found where classes compete', async () => {
    // three of the four cards stand at a and nobody, the fourth at b: without a one is left
    expect(await textOf('--threshold', '1')).toContain('in every smallest set: a');
    expect(await textOf('--threshold', '1', '--mode', 'competing')).toContain('in every smallest set that was found: a');
  });
});

describe('a part that cannot be computed', () => {
  const remove = (...args: string[]) =>
    chokepoint('remove', '--case', path('a.chokepoint'), '--by', 'provider', '--portfolio', path('portfolio.json'), ...args);

  it('leaves the answer standing and is told, with exit code 2', async () => {
    const options = ['--contingencies', '--pairs', '--flips', '--economy'];
    const { code, out } = await remove('--metric', 'all-or-nothing', ...options, '--verify');
    expect(code).toBe(2);
    // one card of two is left at b
    expect(out).toContain('Without a, workload class card is not served in full');
    expect(out).toContain(
      'Not computed, --verify: The check with a solver cannot be computed for this test: which classes are served in full',
    );
    for (const option of options) expect(out).not.toContain(`Not computed, ${option}`);
    const json = JSON.parse((await remove('--metric', 'all-or-nothing', '--verify', '--json')).out);
    expect(json).toMatchObject({ breakingPoint: { low: 1 }, missing: [{ option: '--verify', code: 'removal-part-missing' }] });
  });

  it('is told as the reason where its table is asked for', async () => {
    const { code, out, err } = await remove('--failures', 'uptime', '--csv', 'failures', '--json');
    expect([code, out]).toEqual([2, '']);
    expect(JSON.parse(err)).toMatchObject({ code: 'uptime-missing' });
  });

  it('is failures by uptime where no record states one: 100 % would be an assumption', async () => {
    const { code, out } = await remove('--failures', 'uptime', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ missing: [{ option: '--failures', code: 'uptime-missing' }] });
    expect(JSON.parse(out).failures).toBeUndefined();
  });
});
