import { ChokepointError } from '../../case/error.ts';
import type { Portfolio } from '../../case/portfolio.ts';
import { portfolioOfJobs } from './job-portfolio.ts';
import type { TraceOptions } from './options.ts';
import { isJobTrace, readJobs } from './read-jobs.ts';
import { isRequestTrace, portfolioOfRequests, readRequests } from './requests.ts';

/**
 * A portfolio of a trace, told by its columns: jobs that ask for GPUs, or requests to an LLM service.
 *
 * @throws ChokepointError `trace-unknown` for other tables, and what the two kinds throw
 */
export function portfolioOfTrace(header: readonly string[], rows: readonly (readonly string[])[], options: TraceOptions): Portfolio {
  if (isRequestTrace(header)) return portfolioOfRequests(readRequests(header, rows, options.window), options);
  if (isJobTrace(header)) return portfolioOfJobs(readJobs(header, rows), options);
  throw new ChokepointError(
    'trace-unknown',
    `The table is neither a trace of jobs nor of requests; its columns are ${header.map((name) => `"${name}"`).join(', ')}.`,
    'Jobs need num_gpu or gpu_request (and may have gpu_milli, worker_num, gpu_spec or gpu_model); requests need TIMESTAMP, ContextTokens and GeneratedTokens.',
    { columns: [...header] },
  );
}
