import type { Lane, OperationTable } from './protocol.ts';

/** Several lanes of one table behind one name: a call goes to the lane with the fewest calls waiting, the first of them in a tie. */
export function createPool<Table extends OperationTable<never>>(lanes: readonly Lane<Table>[]): Lane<Table> {
  const waiting = lanes.map(() => 0);
  return {
    async call(operation, input, options) {
      const index = waiting.indexOf(Math.min(...waiting));
      waiting[index] = (waiting[index] as number) + 1;
      try {
        return await (lanes[index] as Lane<Table>).call(operation, input, options);
      } finally {
        waiting[index] = (waiting[index] as number) - 1;
      }
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}
