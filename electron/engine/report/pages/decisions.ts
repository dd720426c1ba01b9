import { formatCount, plural } from '../../../../shared/format/index.ts';
import type { Block, DataTable } from '../document.ts';
import type { ReportInput } from '../input.ts';
import type { PageKind } from '../page.ts';

const LISTED = 40;

const evidenceWords = (evidence: readonly { type: string; value: string }[]): string =>
  evidence.map(({ type, value }) => `${type.replaceAll('-', ' ')} ${value}`).join('; ');

function linkBlocks({ decisions }: ReportInput, source: string): Block[] {
  const { links } = decisions;
  if (links.length === 0) return [{ type: 'paragraph', text: 'No link between accounts was decided: every account counts as its own.' }];
  return [
    {
      type: 'table',
      id: 'Table K',
      caption: 'Decisions on who is who: confirmed links join accounts, rejected ones keep them apart',
      columns: [
        { label: 'Link', align: 'left', width: 'auto' },
        { label: 'Accounts', align: 'left', width: 'wide' },
        { label: 'Decision', align: 'left', width: 'auto' },
        { label: 'Evidence', align: 'left', width: 'wide' },
        { label: 'By, and why', align: 'left', width: 'wide' },
      ],
      rows: links
        .slice(0, LISTED)
        .map(({ id, from, to, kind, state, evidence, decided }) => [
          id,
          `${from}, ${kind.replaceAll('-', ' ')}, ${to}`,
          state,
          evidenceWords(evidence.slice(0, 2)),
          decided ? `${decided.by}: ${decided.why}` : '—',
        ]),
      source,
    },
    ...(links.length <= LISTED
      ? []
      : [{ type: 'small' as const, text: `${plural(links.length - LISTED, 'further decision')}: see the attached table.` }]),
  ];
}

function valueBlocks({ decisions }: ReportInput, source: string): Block[] {
  const { aliases, aliasTotal } = decisions;
  if (aliasTotal === 0) return [];
  return [
    { type: 'heading', text: 'Decisions on values' },
    {
      type: 'table',
      id: 'Table A',
      caption: `What texts of the files stand for, by decision of a person (${formatCount(aliasTotal)} in all)`,
      columns: [
        { label: 'Kind', align: 'left', width: 'auto' },
        { label: 'Text in the file', align: 'left', width: 'wide' },
        { label: 'Stands for', align: 'left', width: 'wide' },
      ],
      rows: aliases.slice(0, LISTED).map(({ kind, raw, value }) => [kind, raw, value]),
      source,
    },
  ];
}

function declarationBlocks({ decisions, datasets }: ReportInput): Block[] {
  const items = decisions.declarations.map(({ declared }) => {
    const name = datasets.find(({ id }) => id === declared.dataset)?.name ?? declared.dataset;
    return `${name}, by ${declared.by}: portfolio ${declared.portfolio.title ?? declared.portfolio.id ?? 'of the analyst'}, threshold ${declared.threshold}.`;
  });
  return items.length === 0
    ? []
    : [
        { type: 'heading', text: 'Tests declared beforehand' },
        { type: 'list', items },
      ];
}

/** Appendix: decisions of persons that numbers rest on. */
export const decisionsPage: PageKind = {
  title: 'Decisions',
  appendix: true,
  blocks: ({ input, csv }) => {
    const none = input.decisions.notApplicable.map(({ dataset, claim, reason, name }) => {
      const of = input.datasets.find(({ id }) => id === dataset)?.name ?? dataset;
      return `${of}, ${claim}: does not apply, because ${reason.replace(/\.$/, '')} (${name}).`;
    });
    return [
      ...linkBlocks(input, csv('decisions-links')),
      ...valueBlocks(input, csv('decisions-values')),
      ...declarationBlocks(input),
      ...(none.length === 0
        ? []
        : [
            { type: 'heading' as const, text: 'Claims that do not apply' },
            { type: 'list' as const, items: none },
          ]),
    ];
  },
  tables: ({ decisions }): DataTable[] => [
    ...(decisions.links.length === 0
      ? []
      : [
          {
            name: 'decisions-links',
            title: 'Decisions on who is who',
            columns: [
              { name: 'link', description: 'id' },
              { name: 'from', description: 'account, or the one that is owned' },
              { name: 'kind', description: 'what the link says' },
              { name: 'to', description: 'the other account, or the owner' },
              { name: 'state', description: 'confirmed or rejected' },
              { name: 'strength', description: 'strength of the evidence' },
              { name: 'evidence', description: 'what was seen' },
              { name: 'decided_by', description: 'who decided' },
              { name: 'decided_at', description: 'when' },
              { name: 'why', description: 'reason' },
            ],
            rows: decisions.links.map(({ id, from, kind, to, state, strength, evidence, decided }) => [
              id,
              from,
              kind,
              to,
              state,
              strength,
              evidenceWords(evidence),
              decided?.by ?? null,
              decided?.at ?? null,
              decided?.why ?? null,
            ]),
          },
        ]),
    ...(decisions.aliases.length === 0
      ? []
      : [
          {
            name: 'decisions-values',
            title: 'Decisions on values',
            columns: [
              { name: 'kind', description: 'what the text names' },
              { name: 'text', description: 'text in the files' },
              { name: 'value', description: 'what it stands for; empty = no value' },
            ],
            rows: decisions.aliases.map(({ kind, raw, value }) => [kind, raw, value]),
          },
        ]),
  ],
};
