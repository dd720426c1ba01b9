import { closeSync, readSync } from 'node:fs';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { MAX_RATIO, MAX_UNPACKED_BYTES } from '../feed/inflate.ts';
import type { ZipMember } from '../feed/protocol.ts';
import { openForReading } from '../text-source.ts';

/** Most members that an archive may have. */
const MAX_MEMBERS = 10_000;
const MAX_NAME_BYTES = 1024;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_PLACE = 0x07064b50;
const MAX_DIRECTORY_BYTES = 64 << 20;
const METHODS = [0, 8, 93];

/**
 * Members of a zip archive that are files, in the order of its directory.
 *
 * Errors: `archive-damaged`, `archive-encrypted`, `archive-unsafe` (more members, names or sizes than a table has), `archive-method`,
 * those of `openForReading`
 */
export function zipMembers(path: string, fileName: string): ZipMember[] {
  const { descriptor, size } = openForReading(path, fileName);
  const read = (position: number, length: number): Buffer => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - position)));
    let filled = 0;
    while (filled < bytes.length) {
      const got = readSync(descriptor, bytes, filled, bytes.length - filled, position + filled);
      if (got === 0) break;
      filled += got;
    }
    if (position < 0 || filled < length) throw damaged(fileName);
    return bytes;
  };
  try {
    const entries = directoryEntries(fileName, size, read);
    const members = entries.map((entry): ZipMember => {
      const local = read(entry.localStart, 30);
      if (local.readUInt32LE(0) !== LOCAL_ENTRY) throw damaged(fileName);
      const start = entry.localStart + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
      if (start + entry.packedBytes > size) throw damaged(fileName);
      return { name: entry.name, method: entry.method, crc: entry.crc, start, packedBytes: entry.packedBytes, bytes: entry.bytes };
    });
    checkSizes(members, fileName);
    return members;
  } finally {
    closeSync(descriptor);
  }
}

type DirectoryEntry = Omit<ZipMember, 'start'> & { localStart: number };

function directoryEntries(fileName: string, size: number, read: (position: number, length: number) => Buffer): DirectoryEntry[] {
  const tailLength = Math.min(size, 65_557);
  const tail = read(size - tailLength, tailLength);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
  if (at < 0) throw damaged(fileName);
  let count = tail.readUInt16LE(at + 10);
  let length = tail.readUInt32LE(at + 12);
  let start = tail.readUInt32LE(at + 16);
  if (at >= 20 && tail.readUInt32LE(at - 20) === END_64_PLACE) {
    const end64 = read(Number(tail.readBigUInt64LE(at - 12)), 56);
    if (end64.readUInt32LE(0) !== END_64) throw damaged(fileName);
    count = Number(end64.readBigUInt64LE(32));
    length = Number(end64.readBigUInt64LE(40));
    start = Number(end64.readBigUInt64LE(48));
  }
  if (count > MAX_MEMBERS || length > MAX_DIRECTORY_BYTES)
    throw unsafe(fileName, `it has ${count} members; up to ${MAX_MEMBERS} can be read`);
  const directory = read(start, length);
  const entries: DirectoryEntry[] = [];
  let position = 0;
  for (let index = 0; index < count; index++) {
    if (position + 46 > directory.length || directory.readUInt32LE(position) !== DIRECTORY_ENTRY) throw damaged(fileName);
    const nameBytes = directory.readUInt16LE(position + 28);
    const extraBytes = directory.readUInt16LE(position + 30);
    const commentBytes = directory.readUInt16LE(position + 32);
    if (position + 46 + nameBytes + extraBytes > directory.length) throw damaged(fileName);
    const flags = directory.readUInt16LE(position + 8);
    const rawName = directory.subarray(position + 46, position + 46 + nameBytes);
    const name = new TextDecoder((flags & 0x800) !== 0 ? 'utf-8' : 'windows-1252').decode(rawName);
    const extra = directory.subarray(position + 46 + nameBytes, position + 46 + nameBytes + extraBytes);
    const entry = {
      name,
      method: directory.readUInt16LE(position + 10),
      crc: directory.readUInt32LE(position + 16),
      packedBytes: directory.readUInt32LE(position + 20),
      bytes: directory.readUInt32LE(position + 24),
      localStart: directory.readUInt32LE(position + 42),
    };
    widen(entry, extra);
    position += 46 + nameBytes + extraBytes + commentBytes;
    if (name.endsWith('/')) continue;
    checkName(name, nameBytes, fileName);
    if ((flags & 1) !== 0) throw encrypted(fileName, name);
    if (!METHODS.includes(entry.method)) throw methodUnknown(fileName, name, entry.method);
    entries.push(entry);
  }
  return entries;
}

/** Sizes and places beyond 4 GiB stand in an extra field of the entry. */
function widen(entry: { bytes: number; packedBytes: number; localStart: number }, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    if (id === 1) {
      let place = at + 4;
      const next = () => {
        const value = place + 8 <= extra.length ? Number(extra.readBigUInt64LE(place)) : 0;
        place += 8;
        return value;
      };
      if (entry.bytes === 0xffffffff) entry.bytes = next();
      if (entry.packedBytes === 0xffffffff) entry.packedBytes = next();
      if (entry.localStart === 0xffffffff) entry.localStart = next();
    }
    at += 4 + length;
  }
}

function checkName(name: string, bytes: number, fileName: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  const bad = bytes > MAX_NAME_BYTES || /[\u0000-\u001f]|^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)/.test(name);
  if (bad) throw unsafe(fileName, `it has a member named ${JSON.stringify(name.slice(0, 80))}, which leads out of the archive`);
}

/** Members that lie over each other, or that promise more than they can hold, are made to fill memory. */
function checkSizes(members: readonly ZipMember[], fileName: string): void {
  let end = 0;
  let total = 0;
  for (const member of [...members].sort((a, b) => a.start - b.start)) {
    if (member.start < end) throw unsafe(fileName, `its members lie over each other (at "${member.name}")`);
    end = member.start + member.packedBytes;
    total += member.bytes;
    if (member.bytes > 1 << 26 && member.bytes > member.packedBytes * MAX_RATIO)
      throw unsafe(fileName, `"${member.name}" would unpack to more than ${MAX_RATIO} times its size`);
  }
  if (total > MAX_UNPACKED_BYTES) throw unsafe(fileName, `it would unpack to ${total} bytes; up to 4 GiB can be read`);
}

function unsafe(fileName: string, why: string): ChokepointError {
  return new ChokepointError(
    'archive-unsafe',
    `The archive "${fileName}" was not read: ${why}. Nothing was imported.`,
    'If the archive is sound, unpack it yourself and import the tables inside.',
    { fileName },
  );
}

function damaged(fileName: string): ChokepointError {
  return new ChokepointError(
    'archive-damaged',
    `"${fileName}" is not a complete zip archive: its list of members cannot be read; nothing was imported.`,
    'Download or export the file again.',
    { fileName },
  );
}

function encrypted(fileName: string, member: string): ChokepointError {
  return new ChokepointError(
    'archive-encrypted',
    `"${fileName}" needs a password for "${member}"; nothing was imported.`,
    'Unpack it with the password and import the tables inside.',
    { fileName, member },
  );
}

function methodUnknown(fileName: string, member: string, method: number): ChokepointError {
  return new ChokepointError(
    'archive-method',
    `"${member}" in "${fileName}" is packed by a method (${method}) that is not read; nothing was imported.`,
    'Pack the archive again with the usual method (deflate), or import the unpacked tables.',
    { fileName, member, method },
  );
}
