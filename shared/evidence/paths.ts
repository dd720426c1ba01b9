/** Files of a bundle that stand alone; paths count from the root of the zip, which has no folder around them. */
export const BUNDLE_PATHS = {
  readme: 'README.txt',
  report: 'report.pdf',
  claims: 'claims.json',
  dataPackage: 'datapackage.json',
  ledger: 'ledger.jsonl',
  manifest: 'manifest.json',
  /** lines as `sha256sum` writes them, of every file but itself and the signatures */
  hashes: 'manifest-sha256.txt',
  verify: 'verify/verify.html',
} as const;

/** Records of a dataset. */
export const dataPath = (dataset: string): string => `data/${dataset}.csv`;

/** A table, the data of a figure, or a certificate, by its file name. */
export const resultPath = (fileName: string): string => `results/${fileName}`;

/** A source file as it was received, by its id; its own name stands in manifest.json, since it may be none that every system can write. */
export const rawPath = (source: string, fileName: string): string => {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(fileName)?.[0]?.toLowerCase() ?? '';
  return `raw/${source}${ending}`;
};

const SIGNATURE_FILE = /^manifest-sha256\.txt(\.counter-[1-9]\d{0,2})?\.sig$/;

/** Whether a file is a signature of the hash list: these alone are listed nowhere, as they are added to a finished bundle, and each is checked. */
export const isSignatureFile = (path: string): boolean => SIGNATURE_FILE.test(path);

/** Files that manifest.json lists: all but itself, the report, the hash list and signatures, so that it can be attached to the report. */
export const isInManifest = (path: string): boolean =>
  path !== BUNDLE_PATHS.manifest && path !== BUNDLE_PATHS.report && path !== BUNDLE_PATHS.hashes && !isSignatureFile(path);

/** Files that are attached to report.pdf: what its claims can be computed from again. */
export const isAttached = (path: string): boolean =>
  path === BUNDLE_PATHS.claims ||
  path === BUNDLE_PATHS.dataPackage ||
  path === BUNDLE_PATHS.ledger ||
  path === BUNDLE_PATHS.manifest ||
  /^(data|recipe|results)\//.test(path);

/** Name of a file of the bundle as an attachment of report.pdf: readers of PDF refuse folders in such names. */
export const attachmentName = (path: string): string => path.replaceAll('/', '--');

/** The file of the bundle that an attachment of report.pdf is. */
export const pathOfAttachment = (name: string): string => name.replace(/^(data|recipe|results)--/, '$1/');
