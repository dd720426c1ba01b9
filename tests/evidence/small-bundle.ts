import { factsOf, type ReaderState, readerStateOf } from '../../electron/engine/analysis/reader-state.ts';
import { type BundleFiles, writeArchive } from '../../electron/engine/evidence/archive.ts';
import { dataCsvPieces } from '../../electron/engine/evidence/data-csv.ts';
import { directSession } from '../../electron/engine/evidence/direct-session.ts';
import { decisionsOf } from '../../electron/engine/evidence/memory-facts.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { claimsJson } from '../../electron/engine/report/claims.ts';
import { tableCsv } from '../../electron/engine/report/csv.ts';
import { factsDate } from '../../electron/engine/report/input.ts';
import { resultTables } from '../../electron/engine/report/results.ts';
import { decisionFiles } from '../../shared/evidence/decisions.ts';
import { sha256Hex } from '../../shared/evidence/hash.ts';
import { ledgerText } from '../../shared/evidence/ledger-chain.ts';
import type { Manifest } from '../../shared/evidence/manifest.ts';
import { BUNDLE_PATHS, dataPath, isInManifest, isSignaturePath, resultPath } from '../../shared/evidence/paths.ts';
import { gathered, withFacts } from './support.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Files of a bundle of the open case, without a PDF. */
export function bundleFiles(engine: Engine): Promise<BundleFiles> {
  return withFacts(engine, async (facts) => {
    const state: ReaderState = readerStateOf(facts, 'bundle');
    const input = await gathered(directSession(facts));
    const decisions = decisionsOf(facts);
    const { total } = factsOf(state).ledger({ start: 0, end: 0 });
    const entries = facts.ledger({ start: 0, end: total }).entries.reverse();
    const files: BundleFiles = new Map();
    for (const { id } of facts.datasets()) files.set(dataPath(id), encode([...dataCsvPieces(state, id)].join('')));
    for (const table of resultTables(input)) files.set(resultPath(`${table.name}.csv`), encode(tableCsv(table)));
    for (const { path, text } of decisionFiles(decisions)) files.set(path, encode(text));
    files.set(BUNDLE_PATHS.claims, encode(claimsJson(input)));
    files.set(BUNDLE_PATHS.ledger, encode(ledgerText(decisions.case.id, entries)));
    const manifest: Manifest = {
      format: '1.0',
      kind: 'report',
      generator: { name: 'Chokepoint', version: input.version },
      engine: { caseFormat: decisions.case.formatVersion, normalisers: {} },
      case: { title: input.case.title, question: input.case.question, revision: decisions.case.revision },
      sample: input.case.sample,
      asOf: factsDate(input),
      random: { generator: 'xoroshiro128+', seeds: [] },
      options: { paper: 'a4' },
      redaction: null,
      raw: [],
      ledger: { entries: entries.length, head: entries.at(-1)?.hash ?? null },
      files: [],
    };
    return sealed(files, manifest);
  });
}

/** The files with a manifest and a hash list that fit them: what somebody does who changes a bundle and hides it. */
export function sealed(
  files: BundleFiles,
  manifest = JSON.parse(new TextDecoder().decode(files.get(BUNDLE_PATHS.manifest))) as Manifest,
): BundleFiles {
  const whole = new Map(files);
  const entry = (path: string, content: Uint8Array) => ({ path, bytes: content.length, sha256: sha256Hex(content) });
  const listed = [...files].filter(([path]) => isInManifest(path)).map(([path, content]) => entry(path, content));
  whole.set(BUNDLE_PATHS.manifest, encode(`${JSON.stringify({ ...manifest, files: listed }, null, 1)}\n`));
  const lines = [...whole]
    .filter(([path]) => path !== BUNDLE_PATHS.hashes && !isSignaturePath(path))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, content]) => `${sha256Hex(content)}  ${path}\n`);
  whole.set(BUNDLE_PATHS.hashes, encode(lines.join('')));
  return whole;
}

export const zipped = (files: BundleFiles): Uint8Array => writeArchive(files);
