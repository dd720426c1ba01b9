import { z } from 'zod';
import { ChokepointError } from './error.ts';
import { type ViewSpec, viewSpecSchema } from './view.ts';

/** A view as a file: what it is made of, and the name of the dataset that it was made for. */
const viewFileSchema = z.object({
  kind: z.literal('chokepoint-view'),
  version: z.literal(1),
  name: z.string().max(200),
  /** name, not id: ids belong to one case */
  dataset: z.string(),
  spec: viewSpecSchema.omit({ dataset: true }),
});

/** The text of a view as a file. */
export function viewFileText(name: string, dataset: string, spec: ViewSpec): string {
  const { dataset: _id, ...rest } = spec;
  return `${JSON.stringify({ kind: 'chokepoint-view', version: 1, name, dataset, spec: rest } satisfies z.input<typeof viewFileSchema>, null, 2)}\n`;
}

/**
 * Reads a view from a file or from a copied view spec, for a case.
 *
 * @param text JSON: a view file, or a bare spec whose dataset may be missing
 * @param datasets of the case; a view of a dataset of the same id or name stays with it, any other is made for `current`
 * @returns the view, and its name, empty for a bare spec
 * @throws ChokepointError `view-file-unreadable`
 */
export function readViewFile(
  text: string,
  datasets: readonly { id: string; name: string }[],
  current: string,
): { name: string; spec: ViewSpec } {
  const value = parsed(text);
  const file = viewFileSchema.safeParse(value);
  if (file.success) {
    const { name, dataset: wanted, spec } = file.data;
    return { name, spec: { ...spec, dataset: datasets.find((dataset) => dataset.name === wanted)?.id ?? current } };
  }
  const bare = viewSpecSchema.safeParse(isRecord(value) ? { dataset: current, ...value } : value);
  if (!bare.success) throw unreadable(`it needs at least "by" and "weight"${places(bare.error)}`);
  return { name: '', spec: { ...bare.data, dataset: datasets.find(({ id }) => id === bare.data.dataset)?.id ?? current } };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function places(error: z.ZodError): string {
  const names = [...new Set(error.issues.map(({ path }) => path.join('.')).filter((path) => path !== ''))];
  return names.length === 0 ? '' : `; look at ${names.map((name) => `"${name}"`).join(', ')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('the text is not JSON');
  }
}

function unreadable(why: string): ChokepointError {
  return new ChokepointError(
    'view-file-unreadable',
    `This is not a view: ${why}. Nothing was changed.`,
    'Take a file that "Export view" wrote, or the text of "Copy view spec".',
    {},
  );
}
