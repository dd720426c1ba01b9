import type { Dataset } from '../../../shared/case/dataset.ts';
import type { LedgerEntry } from '../../../shared/case/ledger.ts';
import { notInCase } from '../../../shared/case/missing.ts';
import { unknownColumn } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import type { CaseDecisions, DecidedDataset, StoredColumn } from '../../../shared/evidence/decisions.ts';
import type { CaseFacts, Lineage } from '../analysis/facts.ts';
import { canonicalColumns, type ReaderState, readerStateOf } from '../analysis/reader-state.ts';

/** Records of a dataset: its stored columns by name, and where each row stood in its file. */
export type StoredTable = { table: ColumnTable; lineage: Lineage };

function storedColumns(state: ReaderState, facts: CaseFacts, { id, columns }: Dataset): StoredColumn[] {
  const { stored, columns: derived, dataset } = canonicalColumns(state, id);
  const listed = dataset.columns.filter(({ name }) => !derived.has(name));
  const written = new Map(listed.map(({ name }) => [stored.get(name) ?? name, name]));
  return columns.map(({ name, type }) => {
    const column = type === 'number' ? facts.table(id, [name]).columns.get(name) : undefined;
    return { name, type, scale: column?.type === 'number' ? column.scale : 0, written: written.get(name) as string };
  });
}

/** Everything of a case but its records; see `CaseDecisions`. */
export function decisionsOf(facts: CaseFacts): CaseDecisions {
  return facts.atOneEdition(() => {
    const { id, title, question, sample, createdAt, revision, formatVersion } = facts.info();
    const state = readerStateOf(facts, 'decisions');
    const datasets = facts.datasets().map(
      (dataset): DecidedDataset => ({
        dataset,
        recipe: facts.recipe(dataset.id),
        columns: storedColumns(state, facts, dataset),
        rejects: facts.rejects(dataset.id),
      }),
    );
    return {
      case: { id, title, question, sample, createdAt, revision, formatVersion },
      datasets,
      sources: facts.sources(),
      aliases: facts.aliases(),
      entities: { revision: facts.linksRevision(), links: facts.links() },
      joins: facts.joins(),
      quality: {
        waivers: facts.waivers(),
        corrections: facts.corrections(),
        statedSupply: facts.statedSupply(),
        notApplicable: facts.notApplicable(),
      },
      packs: { chosen: facts.chosenPacks(), imported: facts.importedPacks() },
      views: facts.views(),
      scenarios: facts.scenarios(),
      pins: facts.pins(),
      declarations: facts.declarations(),
      brackets: facts.brackets(),
      layout: facts.layout(),
    };
  });
}

/** All records of a case by dataset. */
export function tablesOf(facts: CaseFacts): Map<string, StoredTable> {
  return new Map(facts.datasets().map(({ id }) => [id, { table: facts.table(id), lineage: facts.lineage(id) }]));
}

/**
 * Facts that are held in memory: analysis and report give the same answers over them as over the case that they were taken from.
 *
 * @param ledger decisions in their order; empty where only numbers are asked for
 */
export function memoryFacts(
  decisions: CaseDecisions,
  tables: ReadonlyMap<string, StoredTable>,
  ledger: readonly LedgerEntry[] = [],
): CaseFacts {
  const byId = new Map(decisions.datasets.map((each) => [each.dataset.id, each]));
  const requireDataset = (id: string): DecidedDataset => {
    const found = byId.get(id);
    if (!found) throw notInCase('dataset', id);
    return found;
  };
  const requireTable = (id: string): StoredTable => {
    const found = tables.get(requireDataset(id).dataset.id);
    if (!found) throw new Error(`the records of dataset ${id} are not in memory`);
    return found;
  };
  const newestFirst = [...ledger].reverse();
  const { entities, quality, packs } = decisions;
  return {
    dataVersion: () => 1,
    atOneEdition: (work) => work(),
    info: () => ({ ...decisions.case, fileName: '', datasets: decisions.datasets.length, undo: null, redo: null }),
    datasets: () => decisions.datasets.map(({ dataset }) => dataset),
    recipe: (dataset) => requireDataset(dataset).recipe,
    rejects: (dataset) => requireDataset(dataset).rejects,
    readmitted: () => [],
    sources: () => decisions.sources,
    aliases: () => decisions.aliases,
    joins: () => decisions.joins,
    links: () => entities.links,
    linksRevision: () => entities.revision,
    waivers: () => quality.waivers,
    corrections: () => quality.corrections,
    statedSupply: () => quality.statedSupply,
    notApplicable: () => quality.notApplicable,
    importedPacks: () => packs.imported,
    chosenPacks: () => packs.chosen,
    declarations: () => decisions.declarations,
    brackets: () => decisions.brackets,
    views: () => decisions.views,
    scenarios: () => decisions.scenarios,
    pins: () => decisions.pins,
    layout: () => decisions.layout,
    ledger: ({ start, end }) => ({ total: newestFirst.length, entries: newestFirst.slice(start, end) }),
    table(dataset, names) {
      const { table } = requireTable(dataset);
      if (names === undefined) return table;
      const columns = names.map((name): [string, Column] => {
        const column = table.columns.get(name);
        if (!column) throw unknownColumn(name, [...table.columns.keys()]);
        return [name, column];
      });
      return { rows: table.rows, columns: new Map(columns) };
    },
    lineage: (dataset) => requireTable(dataset).lineage,
  };
}
