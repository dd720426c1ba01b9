import { ChokepointError } from '../../case/error.ts';
import { type Portfolio, parsePortfolio } from '../../case/portfolio.ts';
import { formatCount } from '../../format/index.ts';
import { columnOf, type TraceOptions } from './options.ts';

/** Requests of one window of time. */
type Window = { requests: number; prompt: number; generated: number };

/** Requests to an LLM service, by window; windows are cut at whole multiples of their length from midnight. */
export type ReadRequests = {
  requests: number;
  promptTokens: number;
  generatedTokens: number;
  /** from the first to the last, also those without a request */
  windows: Window[];
  /** seconds since 1970 of the first window, time stamps without a zone read as UTC */
  start: number;
  seconds: number;
  rejected: number;
};

const STAMP = ['timestamp', 'arrival_time', 'time'];
const PROMPT = ['contexttokens', 'prompt_tokens', 'request tokens', 'input_tokens'];
const GENERATED = ['generatedtokens', 'generated_tokens', 'response tokens', 'output_tokens'];

/** Whether a table is a trace of requests. */
export function isRequestTrace(header: readonly string[]): boolean {
  return [STAMP, PROMPT, GENERATED].every((names) => columnOf(header, names) >= 0);
}

/**
 * Reads a trace of LLM requests: a time stamp (`2023-11-16 18:17:03.9799600`, or seconds), prompt tokens, generated tokens.
 *
 * @param seconds length of a window
 */
export function readRequests(header: readonly string[], rows: readonly (readonly string[])[], seconds: number): ReadRequests {
  const [stamp, prompt, generated] = [STAMP, PROMPT, GENERATED].map((names) => columnOf(header, names)) as [number, number, number];
  const found = new Map<number, Window>();
  let rejected = 0;
  let first = Infinity;
  let last = -Infinity;
  const total = { requests: 0, prompt: 0, generated: 0 };
  for (const row of rows) {
    const at = secondsOf(row[stamp] ?? '');
    const asked = Number(row[prompt]?.trim() || Number.NaN);
    const answered = Number(row[generated]?.trim() || Number.NaN);
    if (Number.isNaN(at) || !Number.isSafeInteger(asked) || !Number.isSafeInteger(answered) || asked < 0 || answered < 0) {
      rejected += 1;
      continue;
    }
    const place = Math.floor(at / seconds);
    const window = found.get(place) ?? { requests: 0, prompt: 0, generated: 0 };
    found.set(place, window);
    for (const counted of [window, total]) {
      counted.requests += 1;
      counted.prompt += asked;
      counted.generated += answered;
    }
    first = Math.min(first, place);
    last = Math.max(last, place);
  }
  // a stray time stamp must not open millions of windows
  if (last - first > 10_000_000)
    throw new ChokepointError(
      'trace-too-long',
      'The time stamps of the trace lie too far apart to be counted in windows of this length.',
      'Look for time stamps that are wrong, or choose a longer window.',
      { windows: last - first },
    );
  const windows =
    total.requests === 0 ? [] : Array.from({ length: last - first + 1 }, (_, index) => found.get(first + index) ?? emptyWindow());
  return {
    requests: total.requests,
    promptTokens: total.prompt,
    generatedTokens: total.generated,
    windows,
    start: total.requests === 0 ? 0 : first * seconds,
    seconds,
    rejected,
  };
}

/**
 * A portfolio of the replicas that the requests of a trace keep busy: a replica reads prompts and writes answers one after the other, at
 * the two speeds that the analyst states, and the chosen window must be served within its own length. Exact integers, rounded up.
 *
 * @throws ChokepointError `trace-empty`, `trace-speed-missing`
 */
export function portfolioOfRequests(read: ReadRequests, options: TraceOptions): Portfolio {
  if (read.requests === 0)
    throw new ChokepointError(
      'trace-empty',
      `The trace holds no request with a time and two numbers of tokens (${formatCount(read.rejected)} lines were not usable).`,
      'Look whether time stamps and token counts stand in the columns that the header names.',
      { rejected: read.rejected },
    );
  const { promptTokensPerSecond: reads, generatedTokensPerSecond: writes } = options;
  if (reads === undefined || writes === undefined)
    throw new ChokepointError(
      'trace-speed-missing',
      'A trace of requests does not say how many tokens a replica handles, so replicas cannot be counted.',
      'State how many prompt tokens one replica reads and how many tokens it writes in a second, from a benchmark of the model and GPUs that you mean.',
      { requests: read.requests, promptTokens: read.promptTokens, generatedTokens: read.generatedTokens },
    );
  const work = ({ prompt, generated }: Window) =>
    (BigInt(prompt) * BigInt(writes) + BigInt(generated) * BigInt(reads)) * BigInt(options.times);
  const ordered = [...read.windows.keys()].sort((a, b) => {
    const difference = work(read.windows[a] as Window) - work(read.windows[b] as Window);
    return difference < 0n ? -1 : difference > 0n ? 1 : b - a;
  });
  const rank = options.demand === 'peak' ? ordered.length - 1 : Math.ceil(0.95 * ordered.length) - 1;
  const chosen = ordered[rank] as number;
  const all = read.windows.reduce((sum, window) => sum + work(window), 0n);
  const busy = options.demand === 'mean' ? all : work(read.windows[chosen] as Window);
  const span = BigInt(read.seconds) * BigInt(reads) * BigInt(writes) * (options.demand === 'mean' ? BigInt(read.windows.length) : 1n);
  const replicas = Number((busy + span - 1n) / span);
  const { requests, prompt, generated } = read.windows[chosen] as Window;
  const basis =
    options.demand === 'mean'
      ? `the mean of ${formatCount(read.windows.length)} windows of ${read.seconds} s`
      : `the ${options.demand === 'peak' ? 'busiest' : '95 % busiest'} window of ${read.seconds} s, from ${stampOf(read.start + chosen * read.seconds)}: ${formatCount(requests)} requests, ${formatCount(prompt)} prompt tokens, ${formatCount(generated)} generated tokens`;
  const note = [
    `${formatCount(read.requests)} requests of a trace with ${formatCount(read.promptTokens)} prompt and ${formatCount(read.generatedTokens)} generated tokens. Replicas for ${basis}${options.times > 1 ? `, times ${formatCount(options.times)}` : ''}.`,
    `Assumed of one replica: it reads ${formatCount(reads)} prompt tokens or writes ${formatCount(writes)} tokens in a second, one after the other, and is never idle in the window.`,
    ...(read.rejected > 0 ? [`${formatCount(read.rejected)} lines without usable numbers.`] : []),
  ].join(' ');
  const { gpus, nodes, minVramGib, models, domain } = options;
  return parsePortfolio(
    {
      title: options.title ?? 'Replicas for the requests of a trace',
      note,
      classes: [
        {
          name: `replica of ${nodes > 1 ? `${nodes} x ` : ''}${gpus} ${gpus === 1 ? 'GPU' : 'GPUs'}`,
          ...(models.length > 0 ? { gpu_models: models } : {}),
          ...(minVramGib === undefined ? {} : { min_vram_gib: minVramGib }),
          gpus_per_node: gpus,
          nodes,
          ...(nodes > 1 ? { domain: domain === 'host' ? 'none' : domain } : {}),
          quantity: replicas,
        },
      ],
    },
    'trace',
  );
}

const emptyWindow = (): Window => ({ requests: 0, prompt: 0, generated: 0 });

/** Seconds since 1970 of a time stamp without a zone, or of a number of seconds; NaN where it is neither. */
function secondsOf(text: string): number {
  const trimmed = text.trim();
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]00:?00)?$/.exec(trimmed);
  if (match === null) return trimmed === '' ? Number.NaN : Number(trimmed);
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

function stampOf(seconds: number): string {
  return seconds < 1e8 ? `second ${formatCount(seconds)}` : new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
