import { resolve } from 'node:path';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { EngineContext } from '../context.ts';
import type { Session } from '../session.ts';
import type { CaseAbout } from '../store/case-file.ts';

/** Everything that a page shows may be of another case now. */
const EVERYTHING = [
  'cases',
  'sources',
  'datasets',
  'recipes',
  'values',
  'joins',
  'quality',
  'entities',
  'views',
  'claims',
  'packs',
  'removal',
  'report',
  'history',
];

/** Last change of the open case of each session: such changes take several calls and must not run into each other. */
const lastChange = new WeakMap<Session, Promise<unknown>>();

function oneAfterTheOther<T>(session: Session, change: () => Promise<T>): Promise<T> {
  const previous = lastChange.get(session) ?? Promise.resolve();
  const current = previous.then(change, change);
  lastChange.set(session, current);
  return current;
}

/**
 * Opens a case file on both lanes instead of the open one; when that fails, the open one is open as before.
 *
 * @throws ChokepointError of `openCase` (store/case-file.ts)
 */
export function openCaseAt(context: EngineContext, path: string): Promise<CaseInfo> {
  return oneAfterTheOther(context.session, () => exchange(context, path, () => context.session.writer.call('open', { path })));
}

/** Makes a case file and opens it instead of the open one. @throws ChokepointError of `createCase` */
export function createCaseAt(context: EngineContext, path: string, about: CaseAbout): Promise<CaseInfo> {
  return oneAfterTheOther(context.session, () => exchange(context, path, () => context.session.writer.call('create', { path, about })));
}

/** The reader lets go first, so that the write connection is the last to close and leaves one whole file. */
async function exchange(context: EngineContext, path: string, take: () => Promise<{ info: CaseInfo }>): Promise<CaseInfo> {
  const { session, events } = context;
  const previous = session.openCase;
  const target = resolve(path);
  session.sql.end();
  if (previous?.path !== target) await session.reader.call('close', null);
  let info: CaseInfo;
  try {
    ({ info } = await take());
  } catch (error) {
    if (previous) await session.reader.call('open', { path: previous.path });
    throw error;
  }
  await session.reader.call('open', { path: target });
  session.openCase = { path: target, info };
  events.changed(info.revision, EVERYTHING);
  return info;
}

/** Closes the open case on both lanes; the file is whole afterwards. Closing nothing does nothing. */
export function closeCase({ session, events }: EngineContext): Promise<void> {
  return oneAfterTheOther(session, async () => {
    session.sql.end();
    await session.reader.call('close', null);
    await session.writer.call('close', null);
    const closed = session.openCase;
    session.openCase = null;
    if (closed) events.changed(closed.info.revision, EVERYTHING);
  });
}
