import type { Source } from '../../../shared/case/dataset.ts';
import type { ExportOptions } from '../../../shared/case/report.ts';
import { decisionFiles } from '../../../shared/evidence/decisions.ts';
import { BUNDLE_FORMAT, type FileEntry, type Manifest } from '../../../shared/evidence/manifest.ts';
import { BUNDLE_PATHS, dataPath, isInManifest, rawPath, resultPath } from '../../../shared/evidence/paths.ts';
import { NORMALISER_VERSIONS } from '../../../shared/normalise/result.ts';
import { sha256Hex } from '../digest.ts';
import { certificateFiles } from '../report/certificates.ts';
import { claimsJson } from '../report/claims.ts';
import { tableCsv } from '../report/csv.ts';
import type { DataTable } from '../report/document.ts';
import { factsDate, type ReportInput } from '../report/input.ts';
import type { CaseEvidence } from './case-evidence.ts';
import { dataPackageJson, fieldsOfTable, type PackagedTable } from './data-package.ts';
import { readmeText } from './readme.ts';
import { byPath } from './zip.ts';

/** A file of a bundle in memory. */
export type BundleFile = FileEntry & { mediaType: string; description: string; content: Uint8Array };

/** The content of a bundle before it has a report: what manifest.json lists, and it. */
export type Bundle = {
  /** SHA-256 of manifest.json */
  id: string;
  /** by path; source files are not among them, since they stay where they are until the zip is written */
  files: readonly BundleFile[];
  manifest: Manifest;
  /** what of `raw` is copied into the zip, and from which source */
  raw: readonly { source: string; entry: FileEntry }[];
  tables: readonly DataTable[];
};

function fileOf(path: string, mediaType: string, description: string, content: Uint8Array | string): BundleFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { path, bytes: bytes.length, sha256: sha256Hex(bytes), mediaType, description, content: bytes };
}

/** Generators of random numbers behind a report and their seeds, each once. */
function seedsOf({ removals }: ReportInput): number[] {
  const seeds = removals.flatMap(({ result }) => (result.random ? [result.random.seed] : []));
  return [...new Set(seeds)].sort((a, b) => a - b);
}

/** Source files of the datasets, and whether the bundle holds a copy. */
function rawOf({ datasets, sources }: ReportInput, { redaction }: CaseEvidence): { source: Source; kept: boolean }[] {
  const used = new Set(datasets.map(({ sourceId }) => sourceId));
  return sources
    .filter(({ id }) => used.has(id))
    .map((source) => ({ source, kept: redaction === null && (source.copies ?? 'kept') === 'kept' }));
}

/**
 * Puts the content of a bundle together; the same input gives the same bytes.
 *
 * @param tables results of the report (`composeReport`)
 * @param verifyPage verify.html; `null` = it was not built, and the bundle has none
 */
export function bundleOf(
  input: ReportInput,
  evidence: CaseEvidence,
  options: ExportOptions,
  tables: readonly DataTable[],
  verifyPage: Uint8Array | null,
): Bundle {
  const { title, question, sample } = input.case;
  const raw = rawOf(input, evidence);
  const isKept = ({ id }: Source) => raw.some(({ source, kept }) => source.id === id && kept);
  const packaged: PackagedTable[] = [];
  const files: BundleFile[] = [];
  const csv = (path: string, tableTitle: string, content: Uint8Array | string, about: Pick<PackagedTable, 'fields' | 'sources'>) => {
    const file = fileOf(path, 'text/csv', tableTitle, content);
    const { bytes, sha256: hash } = file;
    files.push(file);
    packaged.push({ file: { path, bytes, sha256: hash }, title: tableTitle, ...about });
  };
  for (const { dataset, content, fields } of evidence.data) {
    const about = input.datasets.find(({ id }) => id === dataset);
    const sources = input.sources.filter(({ id }) => id === about?.sourceId);
    csv(dataPath(dataset), `Records of ${dataset}${about ? ` ${about.name}` : ''}`, content, { fields, sources });
  }
  for (const table of tables)
    csv(resultPath(`${table.name}.csv`), table.title, tableCsv(table), { fields: fieldsOfTable(table), sources: [] });
  for (const { name, mediaType, description, text } of certificateFiles(input))
    files.push(fileOf(resultPath(name), mediaType, description, text));
  for (const { path, text } of decisionFiles(evidence.decisions))
    files.push(fileOf(path, 'application/json', 'Decisions of the case', text));
  const rawLeftOut = raw.filter(({ kept }) => !kept).length;
  files.push(
    fileOf(BUNDLE_PATHS.claims, 'application/json', 'Claims of the report with full precision', claimsJson(input)),
    fileOf(
      BUNDLE_PATHS.dataPackage,
      'application/json',
      'Columns, types and hashes of the tables, Data Package v2',
      dataPackageJson({ title, description: question, sample }, packaged, isKept),
    ),
    fileOf(BUNDLE_PATHS.ledger, 'application/jsonl', 'Decisions in their order, hash-chained', evidence.ledger.text),
    fileOf(BUNDLE_PATHS.readme, 'text/plain', 'How to verify the bundle', readmeText({ title, sample, rawLeftOut })),
    ...(verifyPage === null ? [] : [fileOf(BUNDLE_PATHS.verify, 'text/html', 'Verifies the bundle in a browser', verifyPage)]),
  );
  const copies = raw
    .filter(({ kept }) => kept)
    .map(({ source: { id, fileName, bytes, sha256: hash } }) => ({
      source: id,
      entry: { path: rawPath(id, fileName), bytes, sha256: hash },
    }));
  const listed = [...files.map(({ path, bytes, sha256: hash }) => ({ path, bytes, sha256: hash })), ...copies.map(({ entry }) => entry)];
  const { case: about } = evidence.decisions;
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    kind: 'report',
    generator: { name: 'Chokepoint', version: input.version },
    engine: { caseFormat: about.formatVersion, normalisers: { ...NORMALISER_VERSIONS } },
    case: { title, question, revision: about.revision },
    sample,
    asOf: factsDate(input),
    random: { generator: 'xoroshiro128+', seeds: seedsOf(input) },
    options,
    redaction: evidence.redaction,
    raw: raw.map(({ source: { id, fileName, bytes, sha256: hash, licence }, kept }) => ({
      source: id,
      fileName,
      bytes,
      sha256: hash,
      path: kept ? rawPath(id, fileName) : null,
      licence: licence ?? null,
    })),
    ledger: { entries: evidence.ledger.entries, head: evidence.ledger.head },
    files: listed.filter(({ path }) => isInManifest(path)).sort(byPath),
  };
  const text = fileOf(
    BUNDLE_PATHS.manifest,
    'application/json',
    'Versions, options and files of the bundle',
    `${JSON.stringify(manifest, null, 1)}\n`,
  );
  return { id: text.sha256, files: [...files, text].sort(byPath), manifest, raw: copies, tables };
}

/** The hash list of a finished bundle, as `sha256sum -c` reads it: every file but itself and signatures. */
export function hashList(entries: readonly FileEntry[]): BundleFile {
  const lines = [...entries].sort(byPath).map(({ path, sha256: hash }) => `${hash}  ${path}\n`);
  return fileOf(BUNDLE_PATHS.hashes, 'text/plain', 'Hash of every file', lines.join(''));
}

/** report.pdf as a file of the bundle. */
export const reportFile = (content: Uint8Array): BundleFile => fileOf(BUNDLE_PATHS.report, 'application/pdf', 'The report', content);
