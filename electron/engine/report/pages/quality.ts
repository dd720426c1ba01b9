import { formatCount, formatShare, plural } from '../../../../shared/format/index.ts';
import { dataDecisionBlocks } from '../data-decisions.ts';
import type { Block, DataTable } from '../document.ts';
import type { ReportInput } from '../input.ts';
import type { PageKind } from '../page.ts';
import { importBlocks } from './sources.ts';

const EFFECT_WORDS = { block: 'claim not computed', bound: 'becomes a range', reject: 'set aside', note: 'told beside' } as const;

function checkBlocks({ about }: ReportInput, source: string): Block[] {
  return about.flatMap(({ name, label, quality }): Block[] => {
    if (quality === null) return [];
    const told = quality.checks.filter(({ state }) => state === 'failed' || state === 'broken');
    const passed = quality.checks.filter(({ state }) => state === 'passed').length;
    const none = quality.checks.filter(({ state }) => state === 'not-applicable').length;
    const summary = `${name}: ${formatCount(passed)} of ${plural(quality.checks.length, 'check')} passed, ${formatCount(told.length)} failed, ${formatCount(none)} do not apply.`;
    if (told.length === 0) return [{ type: 'paragraph', text: summary }];
    return [
      { type: 'paragraph', text: summary },
      {
        type: 'table',
        id: `Table Q${label}`,
        caption: `Checks of ${name} that failed`,
        columns: [
          { label: 'Check', align: 'left', width: 'half' },
          { label: 'Failed', align: 'right', width: 'auto' },
          { label: 'Weight', align: 'right', width: 'auto' },
          { label: 'Effect', align: 'left', width: 'half' },
          { label: 'What was found', align: 'left', width: 'wide' },
        ],
        rows: told.map(({ title, failed, affected, claims, effect, message, waiver }) => [
          title,
          formatCount(failed),
          affected === null ? '—' : formatShare(affected),
          `${EFFECT_WORDS[effect]}: ${claims.join(' ')}`,
          `${message}${waiver === null ? '' : ` Waived by ${waiver.name}.`}`,
        ]),
        source,
      },
    ];
  });
}

/** Appendix: checks, findings of the import, waivers and corrections. */
export const qualityPage: PageKind = {
  title: 'Quality checks and waivers',
  appendix: true,
  blocks: ({ input, csv }) => [
    ...checkBlocks(input, csv('quality-checks')),
    ...dataDecisionBlocks(input, csv('waived-checks'), csv('corrected-records')),
    ...importBlocks(input),
  ],
  tables: ({ about }): DataTable[] => {
    const rows = about.flatMap(({ name, quality }) =>
      (quality?.checks ?? []).map(({ id, title, state, tested, failed, unit, affected, claims, effect, message }) => [
        name,
        id,
        title,
        state,
        tested,
        failed,
        unit,
        affected,
        claims.join(' '),
        effect,
        message || null,
      ]),
    );
    if (rows.length === 0) return [];
    return [
      {
        name: 'quality-checks',
        title: 'Quality checks of all datasets',
        columns: [
          { name: 'dataset', description: 'name of the dataset' },
          { name: 'check', description: 'id' },
          { name: 'title', description: 'what is checked' },
          { name: 'state', description: 'passed, failed, not-applicable or broken' },
          { name: 'tested', description: 'what was tested, in the unit' },
          { name: 'failed', description: 'what failed, in the unit' },
          { name: 'unit', description: 'records, columns, accounts, datasets, values or rungs' },
          { name: 'weight_fraction', description: 'share of the weight in the failing records; empty = they are no records' },
          { name: 'claims', description: 'claims that it touches' },
          { name: 'effect', description: 'block, bound, reject or note' },
          { name: 'message', description: 'what was found; empty = nothing' },
        ],
        rows,
      },
    ];
  },
};
