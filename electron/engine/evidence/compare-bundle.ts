import type { ExportOptions } from '../../../shared/case/report.ts';
import { sameNumber } from '../../../shared/evidence/compare-claims.ts';
import type { CaseDecisions } from '../../../shared/evidence/decisions.ts';
import type { LedgerCheck } from '../../../shared/evidence/ledger-chain.ts';
import type { Manifest } from '../../../shared/evidence/manifest.ts';
import { BUNDLE_PATHS, dataPath, isAttached } from '../../../shared/evidence/paths.ts';
import { currentDatasets } from '../analysis/reader-state.ts';
import { sha256Hex } from '../digest.ts';
import type { ComposedReport } from '../report/compose.ts';
import type { BundleFiles } from './archive.ts';
import { type Bundle, bundleOf } from './bundle.ts';
import type { VerifyHost } from './compare-pages.ts';
import { resultDifference } from './compare-results.ts';
import { fieldsOfData } from './data-package.ts';
import type { FileProblem, Recomputed } from './recompute.ts';
import { textOf } from './verify-files.ts';

const EMPTY = new Uint8Array();

/** The bundle once more: the functions that wrote it, over what was recomputed; records, recipe and ledger are taken as they are. */
export function bundleAgain(
  files: BundleFiles,
  manifest: Manifest,
  { input, state }: Recomputed,
  composed: ComposedReport,
  decisions: CaseDecisions,
  ledger: LedgerCheck,
): Bundle {
  const { entries } = ledger;
  return bundleOf(
    input,
    {
      decisions,
      data: [...currentDatasets(state).keys()].map((id) => ({
        dataset: id,
        content: new Uint8Array(files.get(dataPath(id)) ?? EMPTY),
        fields: fieldsOfData(state, id),
      })),
      ledger: { text: textOf(files, BUNDLE_PATHS.ledger) ?? '', entries: entries.length, head: entries.at(-1)?.hash ?? null },
      redaction: manifest.redaction,
    },
    manifest.options as ExportOptions,
    composed.tables,
    files.get(BUNDLE_PATHS.verify) ?? null,
  );
}

/** The same bundle with the bytes that the files have: tables may differ from what comes out again by the last digit of a number. */
export function withStatedFiles(again: Bundle, files: BundleFiles): Bundle {
  const stated = again.files.map((file) => {
    const content = files.get(file.path) ?? file.content;
    return { ...file, content, bytes: content.length };
  });
  return { ...again, id: sha256Hex(files.get(BUNDLE_PATHS.manifest) ?? EMPTY), files: stated };
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** First place where two JSON values part ways, in words; `null` = none. */
function firstJsonDifference(stated: unknown, again: unknown, at = ''): string | null {
  if (stated === again) return null;
  if (typeof stated === 'number' && typeof again === 'number' && sameNumber(stated, again)) return null;
  if (
    typeof stated !== 'object' ||
    typeof again !== 'object' ||
    stated === null ||
    again === null ||
    Array.isArray(stated) !== Array.isArray(again)
  )
    return `${at || 'its top'} states ${shown(stated)}, ${shown(again)} comes out again`;
  const [one, other] = [stated as Record<string, unknown>, again as Record<string, unknown>];
  for (const key of new Set([...Object.keys(other), ...Object.keys(one)])) {
    const found = firstJsonDifference(one[key], other[key], at === '' ? key : `${at}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

const parsed = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** datapackage.json states the bytes of the tables as they are in the bundle, not as they come out again. */
function withStatedHashes(text: string, files: BundleFiles): Record<string, unknown> {
  const document = parsed(text);
  const resources = document.resources as { path: string; bytes: number; hash: string }[];
  return {
    ...document,
    resources: resources.map((resource) => {
      const content = files.get(resource.path);
      return content === undefined ? resource : { ...resource, bytes: content.length, hash: `sha256:${sha256Hex(content)}` };
    }),
  };
}

/** All of claims.json but the claims, which are compared one by one. */
const headerOf = (text: string): Record<string, unknown> => ({ ...parsed(text), claims: null });

/** Why a file that is computed is not what comes out again; `null` = it is. */
function fileProblem(files: BundleFiles, path: string, again: string): string | null {
  const stated = textOf(files, path);
  if (stated === null) return files.has(path) ? 'is no text' : 'is missing: it comes out again, and no file states it';
  if (stated === again) return null;
  if (path === BUNDLE_PATHS.claims) return firstJsonDifference(headerOf(stated), headerOf(again));
  if (path === BUNDLE_PATHS.dataPackage) return firstJsonDifference(parsed(stated), withStatedHashes(again, files));
  return resultDifference(path, stated, again);
}

/** Whether a file is worked out, and no source of what is worked out. */
const isComputed = (path: string): boolean =>
  path.startsWith('results/') || path === BUNDLE_PATHS.claims || path === BUNDLE_PATHS.dataPackage || path === BUNDLE_PATHS.readme;

/** What of manifest.json is not what comes out again, but for the list of files and the ledger, which are compared where they are read. */
function manifestProblem(manifest: Manifest, again: Manifest, isRedactedLedger: boolean): string | null {
  if (manifest.redaction === null && isRedactedLedger) return 'it states no redaction, and the ledger has redacted entries';
  const { format, generator, engine } = manifest;
  const sameVersion = generator.version === again.generator.version;
  // of another version: those of then stand
  const own = {
    ...again,
    format,
    files: null,
    ledger: null,
    ...(sameVersion ? {} : { generator, engine: { ...engine, caseFormat: again.engine.caseFormat } }),
  };
  return firstJsonDifference(JSON.parse(JSON.stringify({ ...manifest, files: null, ledger: null })), JSON.parse(JSON.stringify(own)));
}

/**
 * Files of a bundle, or attachments of a report, that are not what comes out again: tables, certificates, headers, descriptions.
 *
 * @param pdf whether `files` are attachments, which hold neither README nor source files
 */
export function bundleProblems(
  files: BundleFiles,
  manifest: Manifest,
  again: Bundle,
  { pdf, isRedactedLedger }: { pdf: boolean; isRedactedLedger: boolean },
): FileProblem[] {
  const problems: FileProblem[] = [];
  const decoder = new TextDecoder();
  const sameVersion = manifest.generator.version === again.manifest.generator.version;
  const stated = new Map(manifest.files.map((entry) => [entry.path, entry]));
  const expected = new Set([...again.manifest.files.map(({ path }) => path), BUNDLE_PATHS.verify]);
  for (const { path, content } of again.files) {
    if (!isComputed(path) || (pdf && !isAttached(path))) continue;
    // its words belong to the version that wrote it
    if (path === BUNDLE_PATHS.readme && !sameVersion) continue;
    // it is told already
    if (!files.has(path) && stated.has(path)) continue;
    const problem = fileProblem(files, path, decoder.decode(content));
    if (problem !== null) problems.push({ path, problem });
  }
  for (const path of [...files.keys(), ...stated.keys()])
    if (stated.has(path) && !expected.has(path) && !problems.some((problem) => problem.path === path))
      problems.push({ path, problem: 'nothing of the report gives this file' });
  for (const { entry } of again.raw)
    if (stated.get(entry.path)?.sha256 !== entry.sha256)
      problems.push({ path: entry.path, problem: 'is not the source file that the records were read from' });
  const problem = manifestProblem(manifest, again.manifest, isRedactedLedger);
  if (problem !== null) problems.push({ path: BUNDLE_PATHS.manifest, problem });
  return problems;
}

/** What has to be said of parts that nothing here computes again. */
export function uncomputedNotes(files: BundleFiles, host: VerifyHost | null): string[] {
  const page = files.get(BUNDLE_PATHS.verify);
  if (page === undefined) return [];
  const own = host?.verifyPage() ?? null;
  if (own === null) return [`${BUNDLE_PATHS.verify} of the bundle was not compared with the page of this version.`];
  return sha256Hex(own) === sha256Hex(page)
    ? []
    : [`${BUNDLE_PATHS.verify} of the bundle is not the page of this version: do not rely on what it says.`];
}
