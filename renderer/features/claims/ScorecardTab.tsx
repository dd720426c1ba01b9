import { useEffect, useState } from 'react';
import type { ClaimState, Scorecard } from '../../../shared/case/claims.ts';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { baseWords, formatAsOf, formatCount, weightNoun } from '../../../shared/format/index.ts';
import { ActionMenu, Button, ErrorNotice, ScreenHead, Segments } from '../../app/controls/index.ts';
import { runCommand, useCommandHandler } from '../../state/commands.ts';
import { errorValue } from '../../state/errors.ts';
import { useUi } from '../../state/ui.ts';
import { TabActions } from '../views/TabActions.tsx';
import { ClaimsPart } from './ClaimsPart.tsx';
import styles from './claims.module.css';
import { DependenciesPart } from './DependenciesPart.tsx';
import { PacksDialog } from './PacksDialog.tsx';
import { RequestsPart } from './RequestsPart.tsx';
import { ScorecardShelf } from './ScorecardShelf.tsx';
import { type ExportKind, useClaimFiles, usePacks, useScorecard } from './useClaims.ts';

const PARTS = [
  { id: 'claims', label: 'Claims' },
  { id: 'requests', label: 'Request list' },
  { id: 'dependencies', label: 'Shared dependencies' },
] as const;
const WEIGHT_CODES = new Set(['weight-not-numeric', 'negative-weight', 'formula-invalid']);
type Part = (typeof PARTS)[number]['id'];

/** What the scorecard says, in a sentence. */
function titleOf({ claims }: Scorecard): string {
  const count = (state: ClaimState) => claims.filter(({ status }) => status === state).length;
  const computed = count('computed') + count('bounded');
  const bounded = count('bounded');
  const words = [
    `${formatCount(computed)} of ${formatCount(claims.length)} claims computed${bounded > 0 ? `, ${formatCount(bounded)} of them with bounds` : ''}`,
    ...(count('not-disclosed') > 0 ? [`${formatCount(count('not-disclosed'))} not disclosed`] : []),
    ...(count('not-mapped') > 0 ? [`${formatCount(count('not-mapped'))} not mapped`] : []),
    ...(count('not-applicable') > 0 ? [`${formatCount(count('not-applicable'))} not applicable`] : []),
  ];
  return words.join('; ');
}

/** The scorecard: eight claims with one state each, the request list, and what operators share. */
export function ScorecardTab({ dataset }: { dataset: Dataset }) {
  const { data: scorecard, error, refetch, isFetching } = useScorecard(dataset);
  const [part, setPart] = useState<Part>('claims');
  const [reading, setReading] = useState(false);
  const save = useClaimFiles(dataset);
  const chosen = usePacks().packs.filter((pack) => pack.chosen).length;
  const setFooter = useUi((state) => state.setFooter);
  const wrongWeight = error !== null && WEIGHT_CODES.has(errorValue(error).code);
  useCommandHandler('claims.packs', () => setReading(true));
  useEffect(() => {
    setFooter(
      scorecard
        ? [
            {
              value: formatCount(scorecard.claims.filter(({ status }) => status === 'computed' || status === 'bounded').length),
              label: 'claims computed',
            },
            { value: formatCount(chosen), label: chosen === 1 ? 'threshold pack' : 'threshold packs' },
          ]
        : [],
    );
    return () => setFooter([]);
  }, [scorecard, chosen, setFooter]);
  return (
    <div className={styles.screen}>
      <ScreenHead
        title={scorecard ? titleOf(scorecard) : 'Scorecard'}
        subtitle={[
          dataset.name,
          baseWords(dataset.base),
          formatAsOf(dataset.asOf),
          ...(scorecard ? [`weighed by ${weightNoun(scorecard.weight)}${scorecard.where === '' ? '' : `, ${scorecard.where}`}`] : []),
        ].join(' · ')}
      />
      <TabActions>
        <Button onPress={() => runCommand('claims.packs')}>Threshold packs…</Button>
        <ActionMenu
          label="Export from the scorecard"
          trigger={<Button>Export</Button>}
          sections={[
            {
              id: 'files',
              title: 'Take out',
              actions: [
                { id: 'scorecard', label: 'Export the numbers as CSV' },
                { id: 'requests', label: 'Export the request list as CSV' },
                { id: 'request-text', label: 'Export the request list as text' },
                { id: 'template', label: 'Export the sheet to fill in' },
                { id: 'dependencies', label: 'Export shared dependencies as CSV' },
              ],
            },
          ]}
          onAction={(what) => void save(what as ExportKind)}
        />
      </TabActions>
      <ScorecardShelf dataset={dataset} settled={scorecard?.weight ?? null} wrongWeight={wrongWeight} />
      <Segments label="Part of the scorecard" hideLabel value={part} onChange={setPart} items={PARTS} />
      {error && <ErrorNotice error={error} effect="No claim is shown." onRetry={() => void refetch()} />}
      {part === 'claims' && scorecard && <ClaimsPart dataset={dataset} scorecard={scorecard} stale={isFetching} />}
      {part === 'requests' && <RequestsPart dataset={dataset} onExport={(what) => void save(what)} />}
      {part === 'dependencies' && <DependenciesPart dataset={dataset} />}
      <PacksDialog isOpen={reading} onClose={() => setReading(false)} />
    </div>
  );
}
