import { z } from 'zod';
import { ChokepointError } from '../case/error.ts';
import { ALIAS_KINDS } from './reading.ts';

const packSchema = z.object({
  format: z.literal('chokepoint-values'),
  version: z.literal(1),
  values: z.array(z.object({ kind: z.enum(ALIAS_KINDS), raw: z.string().min(1), value: z.string().min(1).nullable() })),
});
type PackValue = z.infer<typeof packSchema>['values'][number];

/** Decisions on values as the text of a file: sorted by kind and text, one a line, so that two packs can be compared line by line. */
export function formatValuePack(values: readonly PackValue[]): string {
  const key = ({ kind, raw }: PackValue) => `${kind} ${raw}`;
  const lines = [...values]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .map(({ kind, raw, value }) => `    ${JSON.stringify({ kind, raw, value })}`);
  return `{\n  "format": "chokepoint-values",\n  "version": 1,\n  "values": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/**
 * Reads the text of a pack of values.
 *
 * @throws ChokepointError `value-pack-invalid` naming the file and what is wrong in it
 */
export function parseValuePack(text: string, fileName: string): PackValue[] {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalid(fileName, error instanceof Error ? error.message : 'it is no JSON text');
  }
  const parsed = packSchema.safeParse(content);
  if (parsed.success) return parsed.data.values;
  const [issue] = parsed.error.issues;
  throw invalid(fileName, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
}

function invalid(fileName: string, problem: string): ChokepointError {
  return new ChokepointError(
    'value-pack-invalid',
    `"${fileName}" is not a pack of values: ${problem}. Nothing was taken over.`,
    'A pack is what "Export values" writes: {"format": "chokepoint-values", "version": 1, "values": [{"kind": "gpu", "raw": "...", "value": "..."}]}.',
    { fileName, problem },
  );
}
