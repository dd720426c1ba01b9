import type { NotToday } from '../../../../shared/case/claims.ts';
import type { ViewSpec } from '../../../../shared/case/view.ts';
import type { AnalysisSession } from '../../analysis/session.ts';

type Asked = Pick<ViewSpec, 'dataset' | 'where' | 'base'> & { entities?: ViewSpec['entities'] | undefined };

/** A view or removal test of the report with the records that it counts although they are planned, estimated or gone. */
export async function withNotToday<Made>(
  session: AnalysisSession,
  { dataset, where, entities = 'confirmed', base }: Asked,
  signal: AbortSignal,
  making: Promise<Made>,
): Promise<Made & { notToday: NotToday | null }> {
  const made = await making;
  return { ...made, notToday: await session.reader.call('claims.notToday', { dataset, where, entities, base }, { signal }) };
}
