import { useRef } from 'react';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { usualPortfolio } from '../../../shared/case/usual-portfolio.ts';
import { plural } from '../../../shared/format/index.ts';
import { ChipMenu } from '../../app/controls/index.ts';
import { useHost } from '../../state/client.tsx';
import { useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { builtInOf, isUsual, portfolioName, usePortfolios } from './useRemoval.ts';

type Props = { spec: RemovalSpec; onSpec: (spec: RemovalSpec) => void; onEdit: () => void; onTrace: () => void };

const NOT_READ = 'The portfolio file was not read';

/** Chooses the workload: a built-in portfolio, one from a file or a trace, or the editor for the one on show, which can be saved as a file. */
export function PortfolioChip({ spec, onSpec, onEdit, onTrace }: Props) {
  const host = useHost();
  const { client } = host;
  const portfolios = usePortfolios().data ?? [];
  const file = useRef<HTMLInputElement>(null);
  const { tell, fail, succeed } = useNotices.getState();
  const builtIn = builtInOf(portfolios, spec.portfolio);
  const title = portfolioName(spec.portfolio, builtIn);
  useCommandHandler('removal.openPortfolio', () => file.current?.click());

  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      const portfolio = await client.removal.readPortfolio({ text: await chosen.text(), fileName: chosen.name });
      onSpec({ ...spec, portfolio: { title: chosen.name.replace(/\.[^.]+$/, ''), ...portfolio } });
      succeed(NOT_READ);
      tell(`Portfolio ${chosen.name}: ${plural(portfolio.classes.length, 'workload class', 'workload classes')}`);
    } catch (error) {
      fail(NOT_READ, error);
    }
  };
  const write = async (format: 'json' | 'csv') => {
    try {
      const { ref, fileName } = await client.removal.exportPortfolio({ portfolio: spec.portfolio, format });
      if (await host.saveFile(ref, fileName)) tell(`Saved ${fileName}`);
    } catch (error) {
      fail('The portfolio was not saved as a file', error);
    }
  };
  const pick = (id: string) => {
    if (id === 'file') file.current?.click();
    else if (id === 'edit') onEdit();
    else if (id === 'trace') onTrace();
    else if (id === 'json' || id === 'csv') void write(id);
    else if (id === 'usual') onSpec({ ...spec, portfolio: usualPortfolio });
    else {
      const portfolio = portfolios.find((item) => item.id === id)?.portfolio;
      if (portfolio) onSpec({ ...spec, portfolio });
    }
  };
  return (
    <>
      <ChipMenu
        label="workload"
        value={title.length > 30 ? `${title.slice(0, 28).trimEnd()}…` : title}
        selected={builtIn?.id ?? (isUsual(spec.portfolio) ? 'usual' : null)}
        items={[
          ...portfolios.map((item) => ({
            id: item.id,
            label: `${item.id} ${item.title}`,
            description: item.requires.length > 0 ? `${item.note} Needs: ${item.requires.join(', ')}.` : item.note,
          })),
          {
            id: 'usual',
            label: "Half of today's GPUs",
            description: 'Any GPU on nodes of any size; needs only GPU counts. The usual test of report and Entities.',
          },
          { id: 'edit', label: 'Edit the classes…', description: 'All fields of every workload class' },
          { id: 'file', label: 'Open a portfolio file…', description: 'JSON, or CSV with one workload class a line' },
          {
            id: 'trace',
            label: 'Make classes of a trace…',
            description: 'Jobs of a GPU cluster, or requests to an LLM service, at a stated load or speed',
          },
          { id: 'json', label: 'Save as a JSON file', description: 'All fields; can be opened here and by the command line' },
          { id: 'csv', label: 'Save as a CSV file', description: 'One workload class a line, for a spreadsheet' },
        ]}
        onSelect={pick}
      />
      <input
        ref={file}
        type="file"
        accept=".json,.csv,.tsv,application/json,text/csv"
        hidden
        aria-label="Portfolio file"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}
