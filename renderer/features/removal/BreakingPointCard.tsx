import type { RandomRemoval, RemovalResult, RemovalSpec } from '../../../shared/case/removal.ts';
import { curveAt, decidingK } from '../../../shared/charts/index.ts';
import { countOf, dimensionNoun, formatCount, formatRange, formatShare, formatThreshold, listOf } from '../../../shared/format/index.ts';
import { breakingPointFigure, breakingPointWords, readingsWords } from '../../../shared/resilience/readings.ts';
import { Badge, KeyValueList, type KeyValueRow, Panel } from '../../app/controls/index.ts';
import { useJobs } from '../../state/jobs.ts';
import { CertificateCheck } from './CertificateCheck.tsx';
import { CertificateDetails } from './CertificateDetails.tsx';
import { otherSets, sentenceSetLeaves } from './cardWords.ts';
import type { Preview } from './preview.ts';
import styles from './removal.module.css';
import { SolverCheck } from './SolverCheck.tsx';
import { marginWords, neededWords, servedNowWords, servedPart, servedShare, servedWords } from './served.ts';
import { SOLVING } from './useRemoval.ts';
import type { useVerification } from './useVerification.ts';

type Props = {
  preview: Preview;
  result: RemovalResult | null;
  checking: boolean;
  by: string /** a solver closed the bracket of the search */;
  closed: boolean;
};

/** The number that decides, largest: the breaking point, how sure it is, and what stands around it. */
export function BreakingPointCard({ preview, result, checking, by, closed }: Props) {
  const { model } = preview;
  const point = result?.breakingPoint ?? { low: null, high: preview.candidate, proven: false, members: [] };
  const { low, high } = point;
  const level = formatThreshold(model.threshold);
  const units = model.units.length;
  const bracket = low !== null && high !== null && low !== high;
  const readings = checking ? null : readingsWords(point, units, by);
  const state = checking
    ? 'checking…'
    : closed
      ? 'proven, closed by the solver'
      : point.proven
        ? low !== high
          ? 'both readings proven'
          : 'proven'
        : 'bounds';
  const note =
    (model.unservable && `No removal is needed: ${model.unservable}.${readings ? ` ${readings}.` : ''}`) ??
    readings ??
    (bracket && point.proven && !checking
      ? `${formatCount(low)} in the adverse reading of unknown values, ${formatCount(high)} in the favourable`
      : null);
  const rows: KeyValueRow[] = [];
  const curve = result?.curves.find((item) => item.order === 'worst-case') ?? result?.curves.find((item) => item.order === 'best-found');
  const at = (order: { k: number[]; served: number[] } | undefined, k: number): number | null => (order ? curveAt(order, k) : null);
  const k = result ? decidingK(result) : high;
  const cheapest = result?.cheapest;
  if (cheapest) {
    const { low: least, high: most, proven, members } = cheapest;
    const range = least === most ? formatCount(least ?? 0) : `${formatCount(least ?? 0)} to ${most === null ? 'none' : formatCount(most)}`;
    rows.push({
      label: 'Cheapest set',
      value: least === null ? 'none' : `cost ${range}${proven ? ', proven' : ''}`,
      note: `${members.length === 0 ? '' : `${countOf(members.length, by)}. `}The breaking point, slider and curves count ${dimensionNoun(by, 2)}.`,
    });
  }
  if (k !== null && k > 0) {
    const served = at(curve, k) ?? at(preview.largestFirst, k);
    const certain = result?.curves.find((item) => item.order === 'worst-case-low');
    const bounded = certain !== undefined && at(certain, k) !== served;
    const other = served === null || !result ? null : sentenceSetLeaves(result, k, served);
    // that all may be served says nothing
    if (served !== null && !(bounded && served >= model.below))
      rows.push({
        label: `${bounded ? 'At most servable' : 'Servable'} at k = ${formatCount(k)}`,
        value: servedWords(model, served),
        note: `${servedPart(model, served)} of the demand; the threshold needs ${neededWords(model)}${other === null ? '' : `. The worst set of ${formatCount(k)}; the one in words leaves ${servedWords(model, other)}`}`,
      });
    const drawn = result?.random ?? null;
    const failing = drawn?.failing.findLast((item) => item.k <= k);
    const random = result?.curves.find((item) => item.order === 'random-median');
    const median = at(random, k);
    const [p05, p95] = (['random-p05', 'random-p95'] as const).map((order) =>
      at(
        result?.curves.find((item) => item.order === order),
        k,
      ),
    );
    if (median !== null)
      rows.push({
        label: `Random removal of ${formatCount(k)}`,
        value: servedWords(model, median),
        note:
          [
            p05 != null &&
              p95 != null &&
              `5 to 95 %: ${formatRange(p05, p95, (value) => servedWords(model, value ?? 0).split(' of ')[0] ?? '')}`,
            failing?.k === k && `below the threshold in ${formatShare(failing.share)} of the draws`,
          ]
            .filter(Boolean)
            .join('; ') || undefined,
      });
    if (result?.cheapest)
      rows.push({
        label: 'Cheapest removal',
        value: `cost ${formatRange(result.cheapest.low, result.cheapest.high, formatCount)}${result.cheapest.proven ? ', proven' : ''}`,
        note: listOf(
          result.cheapest.members.map(({ id, cost }) => `${id} (${formatCount(cost)})`),
          5,
        ),
      });
    if (preview.candidate !== null) rows.push({ label: 'Largest first breaks at', value: `k = ${formatCount(preview.candidate)}` });
    const before = at(curve, k - 1);
    if (before !== null && before >= model.below && model.mode === 'independent')
      rows.push({
        label: `Margin at k = ${formatCount(k - 1)}`,
        value: marginWords(model, before),
      });
  }
  if (result?.random) rows.push(...randomRows(result.random));
  const others = result && otherSets(result);
  if (result && others)
    rows.push({
      ...others,
      note: `e.g. ${listOf(result.alternatives[0] ?? [], 3)}`,
    });
  const all = preview.servedByAll;
  rows.push({
    label: 'Servable with all',
    value: servedNowWords(model, all),
    note: all.low < model.demand || all.high !== all.low ? `${servedShare(model, all)} of the demand` : undefined,
  });
  if (model.unknownUnit.gpus > 0)
    rows.push({ label: `Unknown ${dimensionNoun(by, 1)}`, value: `${formatCount(model.unknownUnit.gpus)} GPUs` });
  return (
    <Panel
      title={`Breaking point at ${level}`}
      aside={model.unservable === null && <Badge tone={checking ? 'warning' : point.proven ? 'proven' : undefined}>{state}</Badge>}
    >
      <p className={checking ? `${styles.deciding} ${styles.open}` : styles.deciding} title={breakingPointWords(point, units, checking)}>
        {model.unservable === null ? breakingPointFigure(point, units, checking) : '0 servable'}
      </p>
      {note && <p className={styles.readings}>{note}</p>}
      <KeyValueList rows={rows} />
    </Panel>
  );
}

type ProofProps = Pick<Props, 'preview' | 'result' | 'checking'> & { spec: RemovalSpec; solver: ReturnType<typeof useVerification> };

/** How sure the random band is, and at how many removals a draw falls below the threshold. */
function randomRows({ trials, seed, error, crossing }: RandomRemoval): KeyValueRow[] {
  const { p05, median, p95 } = crossing;
  const at = (k: number | null): string => (k === null ? 'never' : formatCount(k));
  return [
    {
      label: 'A draw falls below at',
      value: median === null ? 'never' : `k = ${at(median)}`,
      note: `median; 5 to 95 %: ${p05 === p95 ? at(p05) : `${at(p05)} to ${at(p95)}`}`,
    },
    {
      label: 'Random draws',
      value: formatCount(trials),
      note: `a share is right within ${formatPoints(error.one)} at one k, ${formatPoints(error.all)} at all k at once (DKW, 95 %); seed ${seed}`,
    },
  ];
}

/** How many random draws are made, while they are. */
function Draws() {
  const job = useJobs(({ jobs }) => jobs.find(({ title, phase }) => title === SOLVING && phase === 'draws'));
  return job?.total ? `${formatCount(job.done)} of ${formatCount(job.total)} draws.` : null;
}

const formatPoints = (share: number): string => `${(100 * share).toFixed(2)} points`;

/** The result in one sentence that a person can check, with the proof behind it. */
export function ProofCard({ spec, preview, result, checking, solver }: ProofProps) {
  return (
    <Panel title="In words">
      {result && !checking ? (
        <>
          <blockquote className={styles.sentence}>{result.sentence.replace(/(\d) %/g, '$1\u00a0%')}</blockquote>
          <CertificateDetails
            title={result.certificateHigh ? 'Certificate, adverse reading' : 'Certificate: what proves it'}
            certificate={result.certificate}
            result={result}
            preview={preview}
          />
          {result.certificateHigh && (
            <CertificateDetails
              title="Certificate, favourable reading"
              certificate={result.certificateHigh}
              result={result}
              preview={preview}
            />
          )}
          <CertificateCheck spec={spec} result={result} />
          <SolverCheck spec={spec} solver={solver} />
        </>
      ) : (
        <p className={styles.quiet}>
          checking… <Draws /> The preview shows the largest-first order; the worst case may break earlier.
        </p>
      )}
    </Panel>
  );
}
