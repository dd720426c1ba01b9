import { copyFileSync, renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Engine } from '../engine/index.ts';
import { withEngine } from './case.ts';
import { existing, passphraseFrom } from './key.ts';
import { type Output, print } from './output.ts';
import { mistake } from './usage.ts';

type Options = { key?: string; passphraseFile?: string; counter?: true; author?: true; signature?: string; against?: string; out?: string };

/** Puts a finished file of the engine to a path; it appears there only when it is whole. */
export function place(engine: Engine, ref: string, target: string): void {
  copyFileSync(engine.files.path(ref), `${target}.part`);
  renameSync(`${target}.part`, target);
}

/** `sign BUNDLE`: signs the list of hashes of a bundle, as its author or as a counter-signer. */
export function signCommand(output: Output): Command {
  return new Command('sign')
    .description('signs a bundle with one of your keys, as its author where nobody has, otherwise as a counter-signer')
    .argument('<bundle>', '.zip that report --bundle or dissent wrote')
    .option('--key <name>', 'your key; may be left out where you have one')
    .option('--passphrase-file <file>', 'file with the passphrase of the key in its first line; - = standard input')
    .option('--author', 'sign as the author')
    .option('--counter', 'counter-sign: it is computed again first, and refused where anything differs')
    .option('--against <bundle>', 'bundle that a dissent answers, to counter-sign the dissent')
    .option('--signature <file>', 'take in a signature made with ssh-keygen -Y sign instead of signing')
    .option('--out <file>', 'write the signed bundle there instead of into its place')
    .option('--json', 'print one JSON document')
    .action(async (bundle: string, options: Options) => {
      if (options.author && options.counter) throw mistake('--author and --counter exclude each other');
      if (options.signature !== undefined && (options.key !== undefined || options.passphraseFile !== undefined))
        throw mistake('--signature brings a finished signature; leave --key and --passphrase-file out');
      const role = options.author ? 'author' : options.counter ? 'counter' : null;
      const passphrase = await passphraseFrom(options.passphraseFile);
      await withEngine('.', output, async (engine) => {
        const file = engine.files.adopt(existing(resolve(bundle))).ref;
        const against = options.against === undefined ? null : engine.files.adopt(existing(resolve(options.against))).ref;
        const { evidence } = engine.client;
        const signed =
          options.signature === undefined
            ? await evidence.sign({ file, role, against, key: options.key ?? null, passphrase })
            : await evidence.attachSignature({ file, role, against, signature: engine.files.adopt(existing(options.signature)).ref });
        const out = options.out ?? bundle;
        place(engine, signed.file.ref, resolve(out));
        const { key, signer, signature, file: written } = signed;
        const value = { out, signature, role: signed.role, key, signer, bytes: written.bytes, sha256: written.sha256 };
        print(
          output,
          value,
          () =>
            `${out}  ${signed.role === 'author' ? 'signed' : 'counter-signed'} by ${signer ?? 'a key that is not in your list'}, ${key}, in ${signature}`,
        );
      });
    });
}
