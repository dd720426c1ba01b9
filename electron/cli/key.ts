import { existsSync, readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { plural } from '../../shared/format/index.ts';
import { withEngine } from './case.ts';
import { type Output, print, table } from './output.ts';

/**
 * The passphrase in the first line of a file.
 *
 * @param path `-` = standard input; `undefined` = no passphrase
 * @throws ChokepointError `file-missing`, `passphrase-empty`
 */
export async function passphraseFrom(path: string | undefined): Promise<string | null> {
  if (path === undefined) return null;
  const text = path === '-' ? await readAll(process.stdin) : readFileSync(existing(path), 'utf8');
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  if (line !== '') return line;
  throw new ChokepointError('passphrase-empty', 'The passphrase is empty.', 'Write it into the first line of the file.');
}

/** @throws ChokepointError `file-missing` */
export function existing(path: string): string {
  if (existsSync(path)) return path;
  throw new ChokepointError('file-missing', `There is no file at ${path}.`, 'Check the path.', { path });
}

const named = (name: string, description: string) => new Command(name).description(description).option('--json', 'print one JSON document');
const WITH_PASSPHRASE = [
  '--passphrase-file <file>',
  'lock the key with the passphrase in the first line of a file; - = standard input',
] as const;

/** `key new|import|list|show|trust|distrust`: the keys that a person signs with, and those of others they know. */
export function keyCommand(output: Output): Command {
  const engineOf = <Result>(work: Parameters<typeof withEngine<Result>>[2]) => withEngine('.', output, work);
  return new Command('key')
    .description('makes and lists the keys that bundles are signed with, and the keys of others that you know')
    .enablePositionalOptions()
    .addCommand(
      named('new', 'makes a key; it stays in a file that only you can read')
        .argument('<name>', 'an address or a short name')
        .option(...WITH_PASSPHRASE)
        .action(async (name: string, { passphraseFile }: { passphraseFile?: string }) => {
          const passphrase = await passphraseFrom(passphraseFile);
          await engineOf(async ({ client }) => {
            const key = await client.evidence.createKey({ name, passphrase });
            print(output, key, () => `Made the key "${key.name}" ${key.fingerprint}\nHand this line on: ${key.publicKey} ${key.name}`);
          });
        }),
    )
    .addCommand(
      named('import', 'takes in an Ed25519 private key of OpenSSH that has no passphrase')
        .argument('<file>', 'such as ~/.ssh/id_ed25519')
        .requiredOption('--name <name>', 'an address or a short name')
        .option(...WITH_PASSPHRASE)
        .action(async (file: string, { name, passphraseFile }: { name: string; passphraseFile?: string }) => {
          const passphrase = await passphraseFrom(passphraseFile);
          await engineOf(async ({ client, files }) => {
            const key = await client.evidence.importKey({ name, passphrase, file: files.adopt(existing(file)).ref });
            print(output, key, () => `Took in the key "${key.name}" ${key.fingerprint}`);
          });
        }),
    )
    .addCommand(
      named('list', 'lists your keys and those that you know').action(() =>
        engineOf(async ({ client }) => {
          const { own, known } = await client.evidence.keys();
          const locked = new Set(own.filter((key) => key.locked).map((key) => key.fingerprint));
          print(output, { own, known }, () =>
            known.length === 0
              ? 'No keys yet. Make one: chokepoint key new NAME.'
              : [
                  table([
                    ['name', 'whose', 'fingerprint', ''],
                    ...known.map((key) => [
                      key.name,
                      key.own ? 'yours' : 'known',
                      key.fingerprint,
                      locked.has(key.fingerprint) ? 'needs its passphrase' : '',
                    ]),
                  ]),
                  plural(known.length, 'key'),
                ].join('\n'),
          );
        }),
      ),
    )
    .addCommand(
      named('show', 'prints the public line of a key, to hand on')
        .argument('<name>', 'name or fingerprint of the key')
        .action((name: string) =>
          engineOf(async ({ client }) => {
            const { known } = await client.evidence.keys();
            const key = known.find((each) => each.name === name || each.fingerprint === name);
            if (key === undefined)
              throw new ChokepointError(
                'key-missing',
                `There is no key "${name}".`,
                known.length === 0 ? 'Make one: chokepoint key new NAME.' : `Keys: ${known.map((each) => each.name).join(', ')}.`,
                { key: name },
              );
            print(output, key, () => `${key.publicKey} ${key.name}`);
          }),
        ),
    )
    .addCommand(
      named('trust', 'adds the public key of another person to those you know')
        .argument('<name>', 'an address or a short name')
        .argument('<key>', 'the .pub file of the key, or its line in quotes')
        .action((name: string, key: string) =>
          engineOf(async ({ client }) => {
            const publicKey = key.startsWith('ssh-') ? key : readFileSync(existing(key), 'utf8');
            const trusted = await client.evidence.trustKey({ name, publicKey });
            print(
              output,
              trusted,
              () => `"${trusted.name}" ${trusted.fingerprint} is in your list. Compare the fingerprint with its owner.`,
            );
          }),
        ),
    )
    .addCommand(
      named('distrust', 'takes a key of another person out of those you know')
        .argument('<name>', 'name or fingerprint of the key')
        .action((name: string) =>
          engineOf(async ({ client }) => {
            const gone = await client.evidence.distrustKey({ key: name });
            print(output, { gone }, () => gone.map((key) => `"${key.name}" ${key.fingerprint} is out of your list.`).join('\n'));
          }),
        ),
    );
}
