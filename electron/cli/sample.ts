import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { plural } from '../../shared/format/index.ts';
import { generateSample, SAMPLE_NETWORKS, type SampleNetwork } from '../../shared/sample/index.ts';
import { type Output, print } from './output.ts';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is expected');
  return value;
};

/** `sample --network NAME --seed S --providers N --out FILE`: writes a fictional network as CSV; the same seed gives the same bytes. */
export function sampleCommand(output: Output): Command {
  return new Command('sample')
    .description('writes a fictional network as a CSV file, marked SAMPLE; the same seed gives the same bytes')
    .addOption(new Option('--network <name>', 'which network').choices([...SAMPLE_NETWORKS]).makeOptionMandatory())
    .addOption(new Option('--seed <number>', 'seed').argParser(whole).default(7))
    .addOption(new Option('--providers <count>', 'number of providers').argParser(whole).default(240))
    .requiredOption('--out <file>', 'file to write')
    .option('--json', 'print one JSON document')
    .action(async (options: { network: SampleNetwork; seed: number; providers: number; out: string }) => {
      const { network, seed, providers, out } = options;
      const lines = generateSample({ network, seed, providers });
      const stream = createWriteStream(out);
      const failed = once(stream, 'error').then(([error]) => {
        throw new ChokepointError(
          'cannot-write',
          `${out} cannot be written: ${(error as Error).message}.`,
          'Choose a folder that exists and that you may write to.',
          { out },
        );
      });
      let bytes = 0;
      let records = -1;
      const writing = (async () => {
        for (const line of lines) {
          bytes += Buffer.byteLength(line);
          records += 1;
          if (!stream.write(line)) await once(stream, 'drain');
        }
        stream.end();
        await once(stream, 'finish');
      })();
      await Promise.race([writing, failed]);
      print(
        output,
        { network, seed, providers, out, records, bytes, sample: true },
        () => `${out}: ${plural(records, 'record')} of the fictional network ${network}, ${plural(bytes, 'byte')}`,
      );
    });
}
