import { isAscii, isUtf8 } from 'node:buffer';
import type { Dialect, Finding } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { binaryFileError, knownBinaryFormat } from './file-kinds.ts';
import { completeUtf8Length, firstInvalidUtf8 } from './text-source.ts';

export type EncodingGuess = { encoding: Dialect['encoding']; bom: boolean; confidence: number; reason: string; findings: Finding[] };

/** Share of zero bytes at even and at odd offsets: the mark of UTF-16 text in Latin script. */
function zeroShares(sample: Buffer): { even: number; odd: number } {
  const zeros = [0, 0];
  for (let position = 0; position < sample.length; position++) {
    if (sample[position] === 0) zeros[position & 1] = (zeros[position & 1] as number) + 1;
  }
  const half = Math.max(1, sample.length / 2);
  return { even: (zeros[0] as number) / half, odd: (zeros[1] as number) / half };
}

/** Bytes that are looked at as UTF-16 of text in another script, where zeros are few. */
const UTF16_BYTES = 1 << 16;

/** Whether code units read as lines of text: with line ends and delimiters, without control characters and halves of pairs. */
function readsAsText(text: string): boolean {
  if (!/[\n\r]/.test(text) || !/[,;\t|:"]/.test(text)) return false;
  // the last unit may be the first half of a pair
  const whole = text.replace(/[\ud800-\udbff]$/, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what text has none of
  return whole.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(whole);
}

/** Byte order in which a sample is UTF-16 text of any script; `null` where it is in none or in both. */
function utf16Order(sample: Buffer): 'utf-16le' | 'utf-16be' | null {
  const bytes = Buffer.from(sample.subarray(0, Math.min(sample.length, UTF16_BYTES) & ~1));
  const little = readsAsText(bytes.toString('utf16le'));
  const big = readsAsText(bytes.swap16().toString('utf16le'));
  if (little === big) return null;
  return little ? 'utf-16le' : 'utf-16be';
}

/** Byte-order mark that stands at the front, with its length. */
function byteOrderMark(sample: Buffer): { encoding: Dialect['encoding']; length: number } | null {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/**
 * Encoding of a text file from its first bytes.
 *
 * @param sample first bytes of the file, at best a megabyte
 * @param chosen encoding that the person chose; nothing is guessed then but the byte-order mark
 * Errors: `file-binary` for known binary formats and NUL bytes, `encoding-unsupported` for UTF-32.
 */
export function detectEncoding(sample: Buffer, fileName: string, chosen?: Dialect['encoding']): EncodingGuess {
  const known = knownBinaryFormat(sample);
  if (known) throw binaryFileError(fileName, known, 0);
  const utf32 =
    (sample.length >= 4 && sample.readUInt32LE(0) === 0x0000feff) || (sample.length >= 4 && sample.readUInt32BE(0) === 0x0000feff);
  if (utf32) {
    throw new ChokepointError(
      'encoding-unsupported',
      `"${fileName}" is UTF-32 text, which is not read; nothing was imported.`,
      'Save it again as UTF-8.',
      { fileName, encoding: 'utf-32' },
    );
  }
  const mark = byteOrderMark(sample);
  if (chosen === 'windows-1252') {
    const findings = windows1252Findings(sample, fileName);
    return { encoding: chosen, bom: false, confidence: 1, reason: 'Encoding windows-1252 was chosen.', findings };
  }
  if (chosen)
    return { encoding: chosen, bom: mark?.encoding === chosen, confidence: 1, reason: `Encoding ${chosen} was chosen.`, findings: [] };
  if (mark) return { encoding: mark.encoding, bom: true, confidence: 1, reason: `A byte-order mark says ${mark.encoding}.`, findings: [] };
  const nul = sample.indexOf(0);
  if (nul !== -1) {
    const { even, odd } = zeroShares(sample);
    if (odd > 0.3 && even < 0.05) {
      return {
        encoding: 'utf-16le',
        bom: false,
        confidence: 0.9,
        reason: 'Every second byte is zero, as in UTF-16 (little endian).',
        findings: [],
      };
    }
    if (even > 0.3 && odd < 0.05) {
      return {
        encoding: 'utf-16be',
        bom: false,
        confidence: 0.9,
        reason: 'Every second byte is zero, as in UTF-16 (big endian).',
        findings: [],
      };
    }
    const order = utf16Order(sample);
    if (order !== null) {
      return {
        encoding: order,
        bom: false,
        confidence: 0.8,
        reason: `Line ends and delimiters stand in two bytes each, as in UTF-16 (${order === 'utf-16le' ? 'little' : 'big'} endian).`,
        findings: [],
      };
    }
    throw binaryFileError(fileName, null, nul);
  }
  const end = completeUtf8Length(sample, sample.length);
  if (isUtf8(sample.subarray(0, end))) {
    const ascii = isAscii(sample);
    return {
      encoding: 'utf-8',
      bom: false,
      confidence: ascii ? 1 : 0.98,
      reason: ascii ? 'All characters are ASCII.' : 'The text is valid UTF-8.',
      findings: [],
    };
  }
  const { offset, line, byte } = firstWrongByte(sample, end);
  return {
    encoding: 'windows-1252',
    bom: false,
    confidence: 0.6,
    reason: `Byte ${byte} at offset ${offset} (line ${line}) is not UTF-8, so Windows-1252 is assumed.`,
    findings: windows1252Findings(sample, fileName),
  };
}

function firstWrongByte(sample: Buffer, end: number): { offset: number; line: number; byte: string } {
  const offset = firstInvalidUtf8(sample, 0, end);
  const line = sample.subarray(0, Math.max(0, offset)).toString('latin1').split('\n').length;
  return { offset, line, byte: offset < 0 ? '' : `0x${(sample[offset] as number).toString(16).toUpperCase()}` };
}

/** Windows-1252 gives some text for any bytes, so reading a file with it is never certain where it has other than ASCII characters. */
function windows1252Findings(sample: Buffer, fileName: string): Finding[] {
  const { offset, line, byte } = firstWrongByte(sample, completeUtf8Length(sample, sample.length));
  const advice = 'Look at names with accents in the preview; choose another encoding if they look wrong.';
  if (offset >= 0) {
    const message = `"${fileName}" is not UTF-8: byte ${byte} at offset ${offset} (line ${line}) does not fit. It is read as Windows-1252.`;
    return [{ code: 'encoding-uncertain', message, advice, details: { fileName, offset, line, byte, assumed: 'windows-1252' } }];
  }
  if (isAscii(sample)) return [];
  const message = `"${fileName}" begins with valid UTF-8, but is read as Windows-1252.`;
  return [{ code: 'encoding-uncertain', message, advice, details: { fileName, assumed: 'windows-1252' } }];
}
