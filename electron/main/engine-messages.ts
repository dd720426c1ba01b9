/** What the main process asks of the engine process; `connect` carries the port of a page, `sql-port` that of a process which runs SQL. */
export type EngineRequest =
  | { type: 'connect' }
  | { type: 'adopt'; id: number; path: string }
  | { type: 'save'; id: number; ref: string; path: string }
  | { type: 'open-case'; id: number; path: string }
  | { type: 'sql-port'; id: number }
  | { type: 'close' };

/** What the engine process tells the main process; `case` is the path of the open case, to open it again after a crash. */
export type EngineNews =
  | { type: 'answer'; id: number; value: string | null }
  | { type: 'refusal'; id: number; message: string }
  | { type: 'sql-start'; id: number }
  | { type: 'sql-end'; id: number }
  | { type: 'case'; path: string | null };
