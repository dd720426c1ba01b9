import w1 from '../../../resources/reference/portfolios/W1.json' with { type: 'json' };
import w2 from '../../../resources/reference/portfolios/W2.json' with { type: 'json' };
import w3 from '../../../resources/reference/portfolios/W3.json' with { type: 'json' };
import w4 from '../../../resources/reference/portfolios/W4.json' with { type: 'json' };
import w5 from '../../../resources/reference/portfolios/W5.json' with { type: 'json' };
import w6 from '../../../resources/reference/portfolios/W6.json' with { type: 'json' };
import { missingChoices, parsePortfolio } from '../../../shared/case/portfolio.ts';

/** The built-in portfolios (removal-test.md 2.3), checked like any other portfolio file. */
export const builtInPortfolios = [w1, w2, w3, w4, w5, w6].map((file) => {
  const portfolio = parsePortfolio(file, file.id);
  return {
    id: file.id,
    title: file.title,
    note: file.note,
    requires: missingChoices(portfolio).map(({ field }) => field),
    portfolio: file as unknown,
  };
});
