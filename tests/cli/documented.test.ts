import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { programOf } from '../../electron/cli/run.ts';
import { PRESETS } from '../../electron/engine/import/presets/index.ts';
import { CLAIMS } from '../../shared/quality/check.ts';
import { REQUIRED } from '../../shared/quality/schema-checks.ts';

const page = (name: string) => readFileSync(`docs/user/${name}.md`, 'utf8');
const silent = { out: () => {}, err: () => {}, json: false };

/** The text of each section of the page by its heading. */
function sections(text: string): Map<string, string> {
  return new Map(text.split(/^## /m).map((part) => [part.split('\n', 1)[0] as string, part]));
}

/** All commands below one, itself included, as `[words, command]`. */
function below(command: Command, words: string): [string, Command][] {
  return [[words, command], ...command.commands.flatMap((each) => below(each, `${words} ${each.name()}`))];
}

const commands = programOf(silent).commands.map((command) => [command.name(), command] as const);

describe('the page of the command line', () => {
  it.each(commands)('names every verb and option of %s in its own section', (name, command) => {
    const section = sections(page('command-line')).get(name) ?? '';
    const names = (option: string) => new RegExp(`${option}(?![\\w-])`).test(section);
    const missing = below(command, name).flatMap(([words, each]) => [
      ...(words === name || new RegExp(`\`[^\`]*\\b${each.name()}(?![\\w-])[^\`]*\``).test(section) ? [] : [words]),
      ...each.options
        .flatMap((option) => option.long ?? [])
        .filter((option) => option !== '--json' && !names(option))
        .map((option) => `${words} ${option}`),
    ]);
    expect(missing).toEqual([]);
  });
});

describe('the pages on import and quality', () => {
  it('name every preset', () => {
    const text = page('import');
    expect(PRESETS.map(({ id }) => id).filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
  });

  it('say of every claim which columns it needs', () => {
    const rows = page('quality')
      .split('\n')
      .filter((line) => /^\| C\d/.test(line));
    expect(rows.map((row) => row.split('|')[1]?.trim())).toEqual([...CLAIMS]);
    const missing = CLAIMS.flatMap((claim, at) => REQUIRED[claim].flat().filter((field) => !rows[at]?.includes(`\`${field}\``)));
    expect(missing).toEqual([]);
  });
});
