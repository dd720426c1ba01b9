import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ChokepointError } from '../../shared/case/error.ts';
import { type Portfolio, parsePortfolio } from '../../shared/case/portfolio.ts';
import type { Engine } from '../engine/index.ts';

/**
 * Portfolio of a built-in name (W1 ...) or of a file.
 *
 * @throws ChokepointError `portfolio-missing`, and what is wrong in the file
 */
export async function findPortfolio(engine: Engine, wanted: string): Promise<Portfolio> {
  const builtIn = await engine.client.removal.portfolios();
  const named = builtIn.find(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  if (named) return parsePortfolio(named.portfolio, named.id);
  if (existsSync(wanted)) return engine.client.removal.readPortfolio({ text: readFileSync(wanted, 'utf8'), fileName: basename(wanted) });
  throw new ChokepointError(
    'portfolio-missing',
    `"${wanted}" is neither a built-in portfolio nor a file.`,
    `Built in: ${builtIn.map(({ id, title }) => `${id} (${title})`).join(', ')}.`,
    {
      wanted,
    },
  );
}
