import { ladderHeight, rungsOf, supplyChart } from '../../../../shared/charts/index.ts';
import type { Block } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { ReportDataset, ReportInput } from '../input.ts';
import { DRAWN_IN_BODY, type Page, type PageKind } from '../page.ts';
import { sourceBlocks } from './sources.ts';

/** The supply ladder of a dataset, where it says more than one rung; `null` where it says none. */
function ladderChart({ datasets }: ReportInput, { dataset, ladder: of }: ReportDataset) {
  const facts = datasets.find(({ id }) => id === dataset);
  const rungs = rungsOf(of);
  if (facts === undefined || rungs.every(({ value }) => value === null)) return null;
  return {
    height: ladderHeight(rungs.length, 23),
    chart: (frame: ReturnType<typeof figureFrame>) => supplyChart(rungs, { ...facts, dataset: facts.name }, frame),
  };
}

/** Supply ladders of the datasets that are shown, and below them what was found in each. */
function ladderBlocks({ input, figures }: Page, isShown: (index: number) => boolean): Block[] {
  const shown = input.about.flatMap((about, index) => (isShown(index) ? [{ about, made: ladderChart(input, about) }] : []));
  const drawn = shown.filter(({ made }) => made !== null);
  return [
    ...drawn.flatMap(({ about, made }) => (made === null ? [] : [figures.add({ id: `Figure S${about.label}`, ...made })])),
    ...shown.flatMap(({ about }) =>
      about.ladder.findings.map(({ message, advice }): Block => ({ type: 'small', text: `${about.name}: ${message} ${advice}` })),
    ),
  ];
}

/** Source register, dates, joins, and the supply ladder of each dataset. */
export const dataPage: PageKind = {
  title: 'Sources and supply base',
  blocks: (page) => {
    const { input, csv } = page;
    const silent = input.about.filter((about) => ladderChart(input, about) === null).map(({ name }) => name);
    return [
      ...sourceBlocks(input, csv),
      ...ladderBlocks(page, (index) => index < DRAWN_IN_BODY),
      ...(silent.length === 0
        ? []
        : [{ type: 'small' as const, text: `No count of GPUs on any rung of the supply ladder is disclosed by: ${silent.join('; ')}.` }]),
    ];
  },
  more: (page) => ladderBlocks(page, (index) => index >= DRAWN_IN_BODY),
};
