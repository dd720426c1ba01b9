import type { Finding } from '../../../../shared/case/dataset.ts';
import { xlsxSteps } from '../formats/xlsx/read.ts';
import { unpack, unpackSmall } from './inflate.ts';
import type { FeedOutput, FeedRequest } from './protocol.ts';

/** Text that a small file gives at once, and what was noticed. */
export type SmallText = { text: Buffer; findings: Finding[] };

/** Collects lines and gives them on as blocks of some size. */
class LineBlocks {
  readonly #write: (bytes: Uint8Array) => void;
  #lines: string[] = [];
  #letters = 0;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#letters += line.length;
    if (this.#letters > 1 << 17) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    this.#lines.push('');
    this.#write(Buffer.from(this.#lines.join('\n')));
    this.#lines = [];
    this.#letters = 0;
  }
}

/**
 * Reads a file on this thread, block by block; what was noticed.
 *
 * Errors: those of unpacking and of the formats
 */
export async function runProgram(request: FeedRequest, output: FeedOutput): Promise<Finding[]> {
  if (request.kind === 'parquet') {
    const records = new LineBlocks(output.write);
    const { readParquet } = await import('../formats/parquet.ts');
    await readParquet(request.path, request.fileName, (json) => records.add(json), output.consumed);
    records.flush();
    return [];
  }
  if (request.kind !== 'xlsx') {
    await unpack(request, (block, packed) => {
      output.consumed(packed);
      output.write(block);
    });
    return [];
  }
  const { path, fileName, members, choice } = request;
  const lines = new LineBlocks(output.write);
  const steps = xlsxSteps(members, fileName, choice, (row, cells) => lines.add(JSON.stringify([row, ...cells])));
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      lines.flush();
      return step.value.findings;
    }
    const { member, take } = step.value;
    await unpack({ kind: 'member', path, fileName, member }, (block, packed) => {
      output.consumed(packed);
      take(block);
    });
    take(null);
  }
}

/**
 * Reads a small file at once.
 *
 * @param size packed bytes
 * @returns `null` where a part of it is not small
 * Errors: as `runProgram`
 */
export function readSmall(request: FeedRequest, size: number): SmallText | null {
  // its decoder is asynchronous
  if (request.kind === 'parquet') return null;
  if (request.kind !== 'xlsx') {
    const text = unpackSmall(request, size);
    return text && { text, findings: [] };
  }
  const { path, fileName, members, choice } = request;
  const blocks: Uint8Array[] = [];
  const lines = new LineBlocks((bytes) => blocks.push(bytes));
  const steps = xlsxSteps(members, fileName, choice, (row, cells) => lines.add(JSON.stringify([row, ...cells])));
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      lines.flush();
      return { text: Buffer.concat(blocks), findings: step.value.findings };
    }
    const { member, take } = step.value;
    const bytes = unpackSmall({ kind: 'member', path, fileName, member }, size);
    if (!bytes) return null;
    take(bytes);
    take(null);
  }
}
