/** What an operation on a lane may do while it runs. */
export type LaneContext = {
  /** reports how far the work is; the lane thins the messages out to one in 50 ms */
  progress(phase: string, done: number, total: number | null): void;
  /** throws `ChokepointError` code `cancelled` when the caller has left; cheap, call it every few milliseconds of work */
  checkpoint(): void;
  /** entry 0 is 1 once the caller has left; for SQL functions and tight loops */
  cancelFlag: Int32Array;
};

/** One operation of a lane: gets the lane's state (open connection, caches), plain data in, plain data out. */
// biome-ignore lint/suspicious/noExplicitAny: operations of one table have different inputs and outputs
export type Operation<State> = (state: State, input: any, context: LaneContext) => unknown;
export type OperationTable<State> = Record<string, Operation<State>>;

/** Result whose buffers are moved, not copied, to the caller. */
export class Transferred<T> {
  readonly value: T;
  readonly buffers: ArrayBuffer[];
  constructor(value: T, buffers: ArrayBuffer[]) {
    this.value = value;
    this.buffers = buffers;
  }
}

type Unwrapped<T> = T extends Transferred<infer V> ? V : T;

export type CallOptions = {
  signal?: AbortSignal;
  onProgress?: (phase: string, done: number, total: number | null) => void;
  transfer?: ArrayBuffer[];
};

/** A worker thread that runs the operations of one table, one after the other. */
export interface Lane<Table extends OperationTable<never>> {
  call<Name extends keyof Table & string>(
    operation: Name,
    input: Parameters<Table[Name]>[1],
    options?: CallOptions,
  ): Promise<Unwrapped<Awaited<ReturnType<Table[Name]>>>>;
  close(): Promise<void>;
}
