import type { Dialect, Finding } from '../../../../shared/case/dataset.ts';
import { Feeds } from '../feed/feed.ts';
import type { PackedRequest, ZipMember } from '../feed/protocol.ts';
import { memberFindings, tableMembers } from './members.ts';

type Container = NonNullable<Dialect['container']>;

const SAMPLE_BYTES = 1 << 20;
const MAGIC: readonly (readonly [Container, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
];
const WORDS: Record<Container, string> = { gzip: 'packed with gzip', zstd: 'packed with Zstandard', zip: 'a zip archive' };

/** What a file is packed in, by its first bytes; `null` = nothing that is unpacked here. */
export function containerOf(head: Buffer): Container | null {
  return MAGIC.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0] ?? null;
}

/** Beginning of what is inside a packed file. */
export type PackedSample = { sample: Buffer; whole: boolean; fileName: string; reason: string; findings: Finding[] };

/**
 * First megabyte inside a packed file; of the first table inside an archive.
 *
 * @param size bytes of the packed file
 * Errors: those of unpacking and of `tableMembers`
 */
export function unpackSample(path: string, fileName: string, container: Container, size: number, chosen?: readonly string[]): PackedSample {
  const members = container === 'zip' ? tableMembers(path, fileName, chosen) : null;
  const first = members?.tables[0] as ZipMember;
  const request: PackedRequest =
    container === 'zip' ? { kind: 'member', path, fileName, member: first } : { kind: container, path, fileName };
  const feeds = new Feeds();
  try {
    const feed = feeds.open(request, size);
    const sample = Buffer.allocUnsafe(SAMPLE_BYTES);
    let filled = 0;
    let whole = false;
    while (filled < sample.length && !whole) {
      const read = feed.read(sample, filled, sample.length - filled);
      whole = read === 0;
      filled += read;
    }
    const tables = members?.tables.length ?? 0;
    return {
      sample: sample.subarray(0, filled),
      whole,
      fileName: container === 'zip' ? first.name : fileName.replace(/\.(gz|gzip|zst|zstd)$/i, ''),
      reason: `The file is ${WORDS[container]}${tables > 1 ? ` of ${tables} tables; this is "${first.name}"` : ''}.`,
      findings: members ? memberFindings(fileName, members) : [],
    };
  } finally {
    feeds.close();
  }
}
