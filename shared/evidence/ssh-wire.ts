/** Reader of the SSH wire format (RFC 4251, section 5); every read answers `null` once the bytes have run out. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next `count` bytes. */
  take(count: number): Uint8Array | null {
    if (this.#at + count > this.#bytes.length) return null;
    const taken = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return taken;
  }

  uint32(): number | null {
    const four = this.take(4);
    return four === null ? null : new DataView(four.buffer, four.byteOffset, 4).getUint32(0);
  }

  /** Bytes after their count. */
  string(): Uint8Array | null {
    const count = this.uint32();
    return count === null ? null : this.take(count);
  }

  /** A string that is UTF-8. */
  text(): string | null {
    const bytes = this.string();
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  /** Whether all was read. */
  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}

/** One run of bytes from several. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A number as four bytes, highest first. */
export function wireUint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Bytes, or a text as UTF-8, after their count. */
export function wireString(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return joined([wireUint32(bytes.length), bytes]);
}

/** Base64 with padding (RFC 4648). */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(text);
}

/** Bytes of base64 without blanks; `null` = it is none. */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const decoded = atob(text);
  const bytes = Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  return base64Of(bytes) === text ? bytes : null;
}

/** Bytes between `-----BEGIN name-----` and `-----END name-----`; `null` = that frame, or base64 within it, is not there. */
export function bytesOfArmour(text: string, name: string): Uint8Array | null {
  const lines = text.trim().split(/\r?\n/);
  if (lines[0] !== `-----BEGIN ${name}-----` || lines.at(-1) !== `-----END ${name}-----` || lines.length < 3) return null;
  return bytesOfBase64(lines.slice(1, -1).join(''));
}

/** Bytes as base64 in lines of `width` between BEGIN and END, ended by a line feed. */
export function armourOf(bytes: Uint8Array, name: string, width = 70): string {
  const lines = base64Of(bytes).match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ''].join('\n');
}
