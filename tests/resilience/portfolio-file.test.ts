import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portfolioFileText, readPortfolioFile } from '../../electron/engine/analysis/portfolio-file.ts';
import { errorValueOf } from '../../shared/case/error.ts';
import { DOMAINS, type Portfolio, parsePortfolio } from '../../shared/case/portfolio.ts';

const errorOf = (text: string) => {
  try {
    readPortfolioFile(text, 'asked.csv');
  } catch (error) {
    return errorValueOf(error);
  }
  return null;
};

describe('a portfolio table', () => {
  it('has one class a line; lists stand between bars, and a percentage is a share of the capacity', () => {
    const text = [
      'name,gpus_per_node,nodes,domain,quantity,gpu_models,countries,min_uptime,verified_only,max_usd_per_gpu_hour',
      '"8 x H100, host",8,,host,20,H100|H200,DE; FR,0.995,yes,2.5',
      'cards,1,,,10%,,,,,',
      '',
    ].join('\r\n');
    expect(readPortfolioFile(`\uFEFF${text}`, 'asked.csv')).toEqual({
      title: 'asked',
      classes: [
        {
          name: '8 x H100, host',
          gpus_per_node: 8,
          nodes: 1,
          domain: 'host',
          quantity: 20,
          gpu_models: ['H100', 'H200'],
          countries: ['DE', 'FR'],
          min_uptime: 0.995,
          verified_only: true,
          max_usd_per_gpu_hour: 2.5,
        },
        { name: 'cards', gpus_per_node: 1, nodes: 1, quantity_share_of_capacity: '10%' },
      ],
    });
  });

  it('may stand between semicolons, as a spreadsheet of a comma country writes it', () => {
    expect(readPortfolioFile('name;gpus_per_node;quantity;gpu_models\na;1;2;H100|A100\n', 'a.csv').classes[0]).toMatchObject({
      quantity: 2,
      gpu_models: ['H100', 'A100'],
    });
  });

  it.each([
    ['name,gpus_per_node,quantity\na,8,many\n', 'portfolio-invalid', 'asked.csv, class 1 "a": field "quantity" must be a whole number'],
    ['name,gpus,quantity\na,8,1\n', 'portfolio-invalid', '"gpus" is not known here'],
    ['name,gpus_per_node,quantity\na,8\n', 'portfolio-not-table', 'record 2 has 2 cells, the header has 3'],
    ['name,gpus_per_node,quantity\n', 'portfolio-not-table', 'no line after the header'],
    ['class,gpus_per_node,quantity\na,8,1\n', 'portfolio-not-table', 'no column "name" but "class", "gpus_per_node", "quantity"'],
    ['name,gpus_per_node,quantity\n"a,8,1\n', 'portfolio-not-table', 'a quote that is not closed'],
    ['name,gpus_per_node,quantity,verified_only\na,8,1,perhaps\n', 'portfolio-invalid', 'true or false; found "perhaps"'],
    ['', 'portfolio-not-table', 'no column "name"'],
  ])('that is wrong is named by place and rule: %j', (text, code, message) => {
    expect(errorOf(text)).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('and a JSON file read to the classes that were written', () => {
    const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text && text !== '');
    const country = fc.constantFrom('DE', 'FR', 'US');
    const workload = fc.record(
      {
        gpus_per_node: fc.integer({ min: 1, max: 16 }),
        nodes: fc.constant(1),
        domain: fc.constantFrom(...DOMAINS),
        gpu_models: fc.uniqueArray(fc.constantFrom('H100', 'A100 80GB', 'RTX 4090'), { minLength: 1 }),
        min_vram_gib: fc.integer({ min: 1, max: 192 }),
        countries: fc.uniqueArray(country, { minLength: 1 }),
        min_uptime: fc.double({ min: 0, max: 1, noNaN: true }),
        verified_only: fc.boolean(),
        max_usd_per_gpu_hour: fc.double({ min: 0.001, max: 100, noNaN: true }),
        value: fc.integer({ min: 0, max: 1000 }),
      },
      { requiredKeys: ['gpus_per_node', 'nodes'] },
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
        fc.array(workload, { minLength: 5, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 5, maxLength: 5 }),
        (names, workloads, quantities) => {
          const portfolio: Portfolio = parsePortfolio({
            title: 'kept',
            classes: names.map((name, index) => ({ ...workloads[index], name, quantity: quantities[index] })),
          });
          for (const format of ['csv', 'json'] as const)
            expect(readPortfolioFile(portfolioFileText(portfolio, format), `kept.${format}`)).toEqual(portfolio);
        },
      ),
      { numRuns: 300, seed: 20261122 },
    );
  });
});
