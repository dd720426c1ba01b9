import Papa from 'papaparse';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import type { TraceOptions } from '../../../shared/resilience/trace/options.ts';
import { portfolioOfTrace } from '../../../shared/resilience/trace/portfolio-of-trace.ts';

/**
 * Reads a trace of jobs or of LLM requests (CSV or TSV with a header) and makes a portfolio of it, named after its file where the options
 * give no title.
 *
 * @throws ChokepointError as `portfolioOfTrace`
 */
export function portfolioFromTrace(text: string, fileName: string, options: TraceOptions): Portfolio {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const [header = [], ...rows] = data;
  return portfolioOfTrace(header, rows, { ...options, title: options.title ?? fileName.replace(/\.[^.]+$/, '') });
}
