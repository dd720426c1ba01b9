import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { ChokepointError } from '../../shared/case/error.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { combinationSchema, placementSchema, removalSpecSchema } from '../../shared/case/removal.ts';
import { entityPolicySchema } from '../../shared/case/view.ts';
import { plural } from '../../shared/format/index.ts';
import { sortedInputs } from '../../shared/resilience/canonical.ts';
import { checkRemoval } from '../../shared/resilience/check-removal.ts';
import type { CertificateCheck } from '../../shared/resilience/check-start.ts';
import { readInputs } from '../../shared/resilience/read-inputs.ts';
import { findDataset, finish, withCase } from './case.ts';
import { EXIT, type Output, print } from './output.ts';

const ENDING = '-certificate.json';

const fileSchema = z.object({
  claim: z.string(),
  dataset: z.string(),
  where: z.string(),
  mode: placementSchema.optional(),
  entities: entityPolicySchema.optional(),
  base: removalSpecSchema.shape.base.optional(),
  combinations: z.array(combinationSchema).optional(),
  portfolio: z.unknown(),
  certificate: z.record(z.string(), z.unknown()),
  certificateOfOptimisticReading: z.record(z.string(), z.unknown()).nullable(),
});
type CertificateFile = z.infer<typeof fileSchema>;

const claimsSchema = z.object({
  claims: z.array(z.looseObject({ id: z.string(), value: z.looseObject({ low: z.number().nullable(), high: z.number().nullable() }) })),
});

/** Verdict on one certificate file. */
type Verdict = { file: string; claim: string; against: string; valid: boolean; findings: string[] };

function jsonFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new ChokepointError(
      'report-unreadable',
      `"${basename(path)}" is not a file of a report that can be checked.`,
      'Take the files from the PDF again: pdfdetach -saveall report.pdf, or export the report again.',
      { file: basename(path) },
    );
  }
}

/** Certificate files of a folder, or the one file itself. */
function certificatePaths(report: string): string[] {
  if (!existsSync(report))
    throw new ChokepointError(
      'report-missing',
      `There is no report at ${report}.`,
      'Name the folder of a report or one of its certificate files.',
      {
        report,
      },
    );
  const paths = statSync(report).isDirectory()
    ? readdirSync(report)
        .filter((name) => name.endsWith(ENDING))
        .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
        .map((name) => join(report, name))
    : [report];
  if (paths.length === 0)
    throw new ChokepointError(
      'certificate-missing',
      `The folder ${report} holds no certificate (a file ending in ${ENDING}).`,
      'Export a report with a removal test, or take the files from its PDF: pdfdetach -saveall report.pdf.',
      { report },
    );
  return paths;
}

/** What the claim beside the certificate says otherwise than the certificate. */
function claimFindings(path: string, { claim, certificate, certificateOfOptimisticReading: favourable }: CertificateFile): string[] {
  const claimsPath = join(dirname(path), 'claims.json');
  if (!existsSync(claimsPath)) return [];
  const stated = jsonFile(claimsPath, claimsSchema).claims.find(({ id }) => id === claim)?.value;
  if (stated === undefined) return [`claims.json has no claim ${claim}`];
  const low = certificate.kLow;
  const high = (favourable ?? certificate).k;
  return stated.low === low && stated.high === high
    ? []
    : [`claims.json says ${stated.low} to ${stated.high} for ${claim}, the certificate ${low} to ${high}`];
}

const certificatesOf = ({ certificate, certificateOfOptimisticReading: favourable }: CertificateFile) =>
  favourable === null ? [certificate] : [certificate, favourable];

/** Verdicts of the independent checker with the inputs that lie beside the certificate; the hash of the inputs is computed here. */
function againstInputs(path: string, file: CertificateFile): CertificateCheck[] {
  const inputsPath = path.slice(0, -ENDING.length).concat('-inputs.jsonl');
  if (!path.endsWith(ENDING) || !existsSync(inputsPath))
    throw new ChokepointError(
      'check-needs-data',
      `"${basename(path)}" has no inputs beside it, so there is nothing to count its numbers from.`,
      `Put "${basename(inputsPath)}" beside it (it is attached to the PDF), or check against the case with --case CASE.`,
      { file: basename(path) },
    );
  const lines = readFileSync(inputsPath, 'utf8').replace(/\n$/, '').split('\n');
  const hash = createHash('sha256');
  for (const piece of sortedInputs(lines)) hash.update(piece);
  const against = { ...readInputs(lines), inputs: hash.digest('hex') };
  const portfolio = JSON.stringify(parsePortfolio(file.portfolio));
  const other = portfolio === JSON.stringify(parsePortfolio(against.portfolio)) ? [] : ['the portfolio is not that of the inputs'];
  return certificatesOf(file).map((certificate) => {
    const { findings } = checkRemoval(certificate, against);
    return { valid: findings.length + other.length === 0, findings: [...findings, ...other] };
  });
}

/** The same with the dataset of a case; the engine counts nothing but what the checker counts. */
async function againstCase(path: string, files: readonly CertificateFile[], output: Output): Promise<CertificateCheck[][]> {
  return withCase(path, output, async (engine) => {
    const verdicts: CertificateCheck[][] = [];
    for (const file of files) {
      const dataset = await findDataset(engine, file.dataset);
      const { grouping, theta } = file.certificate;
      const [numerator, denominator] = Array.isArray(theta) ? theta : [];
      const spec = {
        dataset: dataset.id,
        by: String(grouping),
        where: file.where,
        mode: file.mode,
        entities: file.entities,
        base: file.base,
        combinations: file.combinations,
        portfolio: parsePortfolio(file.portfolio),
        threshold: `${numerator}/${denominator}`,
        certificates: certificatesOf(file),
      };
      verdicts.push(await finish(await engine.client.removal.check(spec), output));
    }
    return verdicts;
  });
}

function textOf(verdicts: readonly Verdict[]): string {
  const lines = verdicts.flatMap(({ file, claim, against, valid, findings }) => [
    `${valid ? 'holds' : 'does not hold'}  ${claim}  ${file}, checked against ${against}`,
    ...findings.map((finding) => `  ${finding}`),
  ]);
  const failed = verdicts.filter(({ valid }) => !valid).length;
  return [
    ...lines,
    failed === 0 ? `${plural(verdicts.length, 'certificate file')} checked: all hold.` : `${failed} of ${verdicts.length} do not hold.`,
  ].join('\n');
}

/** Re-checks what lies at a path, with the inputs beside it or with a case. */
async function checkAt(output: Output, report: string, casePath: string | undefined): Promise<void> {
  const paths = certificatePaths(report);
  const files = paths.map((path) => jsonFile(path, fileSchema));
  const checks =
    casePath === undefined
      ? paths.map((path, index) => againstInputs(path, files[index] as CertificateFile))
      : await againstCase(casePath, files, output);
  const verdicts = paths.map((path, index): Verdict => {
    const file = files[index] as CertificateFile;
    const findings = [...(checks[index] as CertificateCheck[]).flatMap((check) => check.findings), ...claimFindings(path, file)];
    const against = casePath === undefined ? 'the inputs beside it' : `${file.dataset} of ${basename(casePath)}`;
    return { file: basename(path), claim: file.claim, against, valid: findings.length === 0, findings };
  });
  const valid = verdicts.every((verdict) => verdict.valid);
  print(output, { report, valid, certificates: verdicts }, () => textOf(verdicts));
  if (!valid) output.exitCode = EXIT.badInput;
}

const ABOUT = 're-checks the certificates of a report in integers, without the search that made them; exit code 2 when one does not hold';

/** `check --report DIR|FILE [--case CASE]`: re-checks the certificates of a report without the search that made them. */
export function checkCommand(output: Output): Command {
  return new Command('check')
    .description(ABOUT)
    .requiredOption('--report <folder-or-file>', 'folder of a report (or of the files attached to its PDF), or one certificate file')
    .option('--case <case>', 'check against the dataset of this case instead of the inputs beside the certificate')
    .option('--json', 'print one JSON document')
    .action((options: { report: string; case?: string }) => checkAt(output, options.report, options.case));
}

/** `certificate check FILE`: the same for one certificate file or a folder of them. */
export function certificateCommand(output: Output): Command {
  const check = new Command('check')
    .description(ABOUT)
    .argument('<file-or-folder>', 'certificate file, or the folder of a report')
    .option('--case <case>', 'check against the dataset of this case instead of the inputs beside the certificate')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { case?: string }) => checkAt(output, file, options.case));
  check.exitOverride().configureOutput({ writeOut: output.out, writeErr: () => {} });
  return new Command('certificate').description('proofs of removal tests').addCommand(check);
}
