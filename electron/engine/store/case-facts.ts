import type { CaseFacts } from '../analysis/facts.ts';
import { listBrackets } from './brackets.ts';
import { type CaseFile, reading } from './case-file.ts';
import { caseInfo, listDatasets, listScenarios, listSources, listViews, recipeOf } from './catalogue.ts';
import { listNotApplicable } from './claims.ts';
import { listDeclarations } from './declarations.ts';
import { linksRevision, listEntityLinks } from './entity-links.ts';
import { listJoins } from './joins.ts';
import { listLedger } from './ledger.ts';
import { listChosenPacks, listImportedPacks } from './packs.ts';
import { listPins } from './pins.ts';
import { countRejects, listStatedSupply, listWaivers } from './quality.ts';
import { readLineage, readTable } from './read-table.ts';
import { countReadmitted, listCorrections, listReadmitted } from './readmitted.ts';
import { chosenLayout } from './report-layout.ts';
import { listAliases } from './value-aliases.ts';

/** Facts and decisions of an open case file, read anew at each question. */
export function factsOfCase(file: CaseFile): CaseFacts {
  const asked = <T>(work: () => T): T => reading(file, work);
  return {
    dataVersion: () => file.database.pragma('data_version', { simple: true }) as number,
    atOneEdition: asked,
    info: () => asked(() => caseInfo(file)),
    datasets: () => asked(() => listDatasets(file)),
    recipe: (dataset) => asked(() => recipeOf(file, dataset)),
    rejects: (dataset) => asked(() => countRejects(file, dataset)),
    readmitted: (dataset) => asked(() => (countReadmitted(file, dataset) === 0 ? [] : listReadmitted(file, dataset))),
    sources: () => asked(() => listSources(file)),
    aliases: () => asked(() => listAliases(file)),
    joins: () => asked(() => listJoins(file)),
    links: () => asked(() => listEntityLinks(file)),
    linksRevision: () => asked(() => linksRevision(file)),
    waivers: () => asked(() => listWaivers(file, null)),
    corrections: () => asked(() => listCorrections(file)),
    statedSupply: () => asked(() => listStatedSupply(file, null)),
    notApplicable: () => asked(() => listNotApplicable(file, null)),
    importedPacks: () => asked(() => listImportedPacks(file)),
    chosenPacks: () => asked(() => listChosenPacks(file)),
    declarations: () => asked(() => listDeclarations(file)),
    brackets: () => asked(() => listBrackets(file)),
    views: () => asked(() => listViews(file)),
    scenarios: () => asked(() => listScenarios(file)),
    pins: () => asked(() => listPins(file)),
    layout: () => asked(() => chosenLayout(file)),
    ledger: (window) => asked(() => listLedger(file, window)),
    table: (dataset, names) => asked(() => readTable(file, dataset, names)),
    lineage: (dataset) => asked(() => readLineage(file, dataset)),
  };
}
