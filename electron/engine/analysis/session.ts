import type { SessionLanes } from '../session.ts';

/** Where analysis is asked for: the lanes of an engine, or a direct session over facts in memory. */
export type AnalysisSession = { reader: Pick<SessionLanes['reader'], 'call'>; compute: Pick<SessionLanes['compute'], 'call'> };
