import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { finish, withEngine } from './case.ts';
import { existing } from './key.ts';
import { EXIT, type Output, print } from './output.ts';
import { verificationText } from './verify-text.ts';

const CODES = { match: EXIT.done, mismatch: EXIT.mismatch, 'not-computed': EXIT.mismatch, 'not-a-bundle': EXIT.badInput } as const;

/** `verify FILE`: computes every claim of a bundle or a report again. */
export function verifyCommand(output: Output): Command {
  return new Command('verify')
    .description(
      'verifies a bundle, or report.pdf alone: hashes, ledger, signatures, and every claim computed again; 0 match, 3 mismatch or a dissent that was not computed again, 2 not a bundle',
    )
    .argument('<file>', '.zip or report.pdf that an export wrote')
    .option('--against <bundle>', 'bundle that a dissent answers, so that its claims are computed again')
    .option('--json', 'print one JSON document')
    .action((file: string, { against }: { against?: string }) =>
      withEngine('.', output, async (engine) => {
        const { ref } = engine.files.adopt(existing(resolve(file)));
        const answered = against === undefined ? null : engine.files.adopt(existing(resolve(against))).ref;
        const result = await finish(await engine.client.evidence.verify({ file: ref, against: answered }), output);
        print(output, result, () => verificationText(result, basename(file)));
        output.exitCode = CODES[result.status];
      }),
    );
}
