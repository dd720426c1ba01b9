import type { EngineContext } from '../context.ts';
import type { CommandReply } from '../lanes/writer-store.ts';
import type { CommandName } from '../store/commands.ts';

/** Takes note of a command that the writer lane has done: the session gets the case as it is now, everybody hears of it. */
export function announce(context: EngineContext, { info, revision, touched }: CommandReply): void {
  const { session, events } = context;
  if (session.openCase) session.openCase = { ...session.openCase, info };
  events.changed(revision, touched);
}

/**
 * Runs a command on the writer lane and tells everybody.
 *
 * @returns its result, of the type that the contract names
 * @throws ChokepointError `no-case-open`, `case-read-only`, `...-missing`
 */
export async function runCommand<Result = unknown>(context: EngineContext, command: CommandName, input: unknown): Promise<Result> {
  context.session.requireCase();
  const reply = await context.session.writer.call('command', { command, input, actor: context.actor, at: context.now() });
  announce(context, reply);
  return reply.result as Result;
}
