import { type Pin, pinSchema } from '../../../shared/case/pin.ts';
import type { CaseFile } from './case-file.ts';

/** Pinned results, oldest first, as they were when they were pinned. */
export function listPins(file: CaseFile): Pin[] {
  const rows = file.prepare('SELECT id, pinned FROM pin ORDER BY number').all() as { id: string; pinned: string }[];
  return rows.map(({ id, pinned }) => pinSchema.parse({ ...JSON.parse(pinned), id }));
}
