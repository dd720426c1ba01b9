import type { Ladder } from '../../../../shared/case/quality.ts';
import { ladder, ladderHeight } from '../../../../shared/charts/index.ts';
import { baseWords } from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { ReportDataset, ReportInput } from '../input.ts';
import type { PageKind } from '../page.ts';
import { sourceBlocks } from './sources.ts';

const rungsOf = ({ rungs }: Ladder) =>
  rungs.map(({ rung, wider, counts: [head] }) => {
    const range = head?.range ?? null;
    return {
      id: rung,
      label: baseWords(rung),
      value: head ? Number(range?.low ?? head.gpus) : null,
      ends: range && { low: Number(range.low), high: range.high === null ? null : Number(range.high) },
      wider,
      source: head?.source ?? 'not disclosed',
      asOf: head?.asOf ?? null,
    };
  });

/** The supply ladder of a dataset, where it says more than one rung; `null` where it says none. */
function ladderChart({ datasets }: ReportInput, { dataset, ladder: of }: ReportDataset) {
  const facts = datasets.find(({ id }) => id === dataset);
  const rungs = rungsOf(of);
  const known = rungs.filter(({ value }) => value !== null).length;
  if (facts === undefined || known === 0) return null;
  return {
    height: ladderHeight(rungs.length, 23),
    chart: (frame: ReturnType<typeof figureFrame>) =>
      ladder(
        {
          context: {
            dataset: facts.name,
            measure: 'GPUs by supply base',
            unit: 'GPUs',
            base: facts.base,
            asOf: facts.asOf,
            n: `${known} of ${rungs.length} rungs`,
            sample: facts.sample,
          },
          weight: 'GPUs',
          rungs,
          ...(facts.base === null ? {} : { base: facts.base }),
        },
        frame,
      ),
  };
}

/** Source register, dates, joins, and the supply ladder of each dataset. */
export const dataPage: PageKind = {
  title: 'Sources and supply base',
  blocks: ({ input, figures, csv }) => {
    const ladders = input.about.flatMap((about, index): Block[] => {
      const made = ladderChart(input, about);
      return [
        ...(made === null ? [] : [figures.add({ id: `Figure S${index + 1}`, ...made })]),
        ...about.ladder.findings.map(({ message, advice }): Block => ({ type: 'small', text: `${about.name}: ${message} ${advice}` })),
      ];
    });
    const silent = input.about.filter((about) => ladderChart(input, about) === null).map(({ name }) => name);
    return [
      ...sourceBlocks(input, csv),
      ...ladders,
      ...(silent.length === 0
        ? []
        : [{ type: 'small' as const, text: `No count of GPUs on any rung of the supply ladder is disclosed by: ${silent.join('; ')}.` }]),
    ];
  },
};
