/** What the main process asks of the engine process; `connect` carries the port of a page. */
export type EngineRequest =
  | { type: 'connect' }
  | { type: 'adopt'; id: number; path: string }
  | { type: 'save'; id: number; ref: string; path: string }
  | { type: 'open-case'; id: number; path: string }
  | { type: 'close' };

/** What the engine process tells the main process; `case` is the path of the open case, to open it again after a crash. */
export type EngineNews =
  | { type: 'answer'; id: number; value: string | null }
  | { type: 'refusal'; id: number; message: string }
  | { type: 'case'; path: string | null };
