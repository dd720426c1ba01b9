import { BUNDLE_PATHS } from '../../../shared/evidence/paths.ts';
import { NAMESPACES } from '../../../shared/evidence/sshsig.ts';

/** README.txt of a bundle: what it is, and how to verify it in four lines. */
export function readmeText({ title, sample, rawLeftOut }: { title: string; sample: boolean; rawLeftOut: number }): string {
  const raw =
    rawLeftOut === 0
      ? 'source files as they were received'
      : `source files as they were received; ${rawLeftOut} as hash only, see manifest.json`;
  return `${sample ? 'SAMPLE: fictional network\n' : ''}Evidence bundle of the report "${title}"

To verify it:
1. In the unpacked folder: sha256sum -c ${BUNDLE_PATHS.hashes}
2. Open ${BUNDLE_PATHS.verify} in a browser, without network, and drop this zip on it: every claim is computed again from the data.
3. Or with the program: chokepoint verify FILE.zip
4. If signed: ssh-keygen -Y verify -f KNOWN_KEYS -I NAME -n ${NAMESPACES.author} -s ${BUNDLE_PATHS.hashes}.sig < ${BUNDLE_PATHS.hashes}

report.pdf             the report, with the files below but raw and verify attached
claims.json            each claim: value, range, unit, base, date, parameters, status
results/               each table and the data of each figure; certificates of removal tests
data/                  the records that everything was computed from
raw/                   ${raw}
recipe/                every decision: how files were read, names, links, joins, checks, packs, views, scenarios
ledger.jsonl           who decided what and when; each line holds the hash of the one before
datapackage.json       columns, types, sizes and hashes of the tables (Data Package v2)
manifest.json          versions, options and files; its SHA-256 is the id of the bundle
manifest-sha256.txt    hash of every file but itself and signatures
`;
}
