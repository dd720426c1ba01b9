import { Ellipsis, Network } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { EntityScope } from '../../../shared/case/entities.ts';
import { weightsOf } from '../../../shared/case/view-columns.ts';
import { IF_NO_SUMS, sumsWords } from '../../../shared/claims/sums.ts';
import { dimensionNoun, formatCount, formatHhi, plural, shorten, weightNoun } from '../../../shared/format/index.ts';
import {
  ActionMenu,
  Button,
  ChipMenu,
  ChipPopover,
  EmptyState,
  IconButton,
  Notice,
  ScreenHead,
  Tabs,
  Toolbar,
} from '../../app/controls/index.ts';
import { chooseFiles } from '../../app/files.ts';
import { useHost } from '../../state/client.tsx';
import { runCommand, useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useUi } from '../../state/ui.ts';
import { FilterEditor } from '../views/FilterEditor.tsx';
import styles from './entities.module.css';
import { InvestigateTab } from './InvestigateTab.tsx';
import { LedgerTab } from './LedgerTab.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { LinksTab } from './LinksTab.tsx';
import { PackDialog, type ReadPack } from './PackDialog.tsx';
import { PolicyStrip } from './PolicyStrip.tsx';
import { ProposalsTab } from './ProposalsTab.tsx';
import { accountColumns, type Order, useEntityScope, useEntityState } from './scope.ts';
import { useProposals } from './useProposals.ts';

/** Entities: decide which accounts are one operator. */
export function EntitiesScreen() {
  const { dataset, scope } = useEntityScope();
  const go = useUi((state) => state.go);
  if (!dataset)
    return (
      <EmptyState
        icon={<Network size={28} />}
        title="Choose a dataset whose accounts are to be resolved"
        actions={<Button onPress={() => go('sources')}>Go to Sources</Button>}
      >
        Accounts of one operator count as one only after somebody confirmed it. Add a file under Sources, or open the sample case.
      </EmptyState>
    );
  if (!scope) return null;
  return <Entities dataset={dataset} scope={scope} />;
}

const ORDER_ITEMS: readonly { id: Order; label: string; description: string }[] = [
  { id: 'value', label: 'value of resolving', description: 'the exact effect of a merge on HHI' },
  { id: 'strength', label: 'strength of evidence', description: 'proof, strong, weak' },
  { id: 'names', label: 'names', description: 'in the order of the largest account' },
];

function Entities({ dataset, scope }: { dataset: Dataset; scope: EntityScope }) {
  const { tab, order, least, set } = useEntityState();
  const state = useProposals(scope, least, order);
  const setFooter = useUi((ui) => ui.setFooter);
  const { result, rows, stale } = state;
  const open = rows.filter(({ deferred }) => !deferred).length;
  const noun = dimensionNoun(scope.by, 2);
  useEffect(() => {
    if (!result) return;
    setFooter([
      { value: formatCount(result.headlines.none.entities), label: noun },
      { value: formatCount(open), label: open === 1 ? 'open proposal' : 'open proposals' },
      ...(result.below > 0 ? [{ value: formatCount(result.below), label: 'below the share on show' }] : []),
    ]);
  }, [result, open, noun, setFooter]);
  const gap = result && (result.headlines['all-plausible'].hhi ?? 0) - (result.headlines.confirmed.hhi ?? 0);
  const finding = !result
    ? 'Who is behind the accounts'
    : gap && gap >= 0.05
      ? `Open strong evidence would raise HHI from ${formatHhi(result.headlines.confirmed.hhi)} to ${formatHhi(result.headlines['all-plausible'].hhi)}`
      : open > 0
        ? `${plural(open, 'proposal')} among ${plural(result.headlines.none.entities, dimensionNoun(scope.by, 1), noun)}`
        : `No open proposal among ${plural(result.headlines.none.entities, dimensionNoun(scope.by, 1), noun)}`;
  return (
    <div className={styles.screen}>
      <Toolbar label="Entities" className={styles.shelf}>
        <ChipMenu
          label="accounts"
          selected={scope.by}
          items={accountColumns(dataset).map((name) => ({
            id: name,
            label: name,
            hint: formatCount(dataset.columns.find((column) => column.name === name)?.distinct ?? 0),
          }))}
          onSelect={(by) => set({ scope: { ...scope, by } })}
        />
        <ChipMenu
          label="measure"
          value={scope.weight === 'count' ? 'number of records' : `sum of ${weightNoun(scope.weight)}`}
          selected={scope.weight}
          items={weightsOf(dataset).map((name) => ({ id: name, label: name === 'count' ? 'number of records' : `sum of ${name}` }))}
          onSelect={(weight) => set({ scope: { ...scope, weight } })}
        />
        <ChipPopover label="filter" value={scope.where === '' ? 'all records' : shorten(scope.where, 38)}>
          {(close) => (
            <FilterEditor
              dataset={dataset}
              where={scope.where}
              error={null}
              onApply={(where) => set({ scope: { ...scope, where } })}
              onClose={close}
            />
          )}
        </ChipPopover>
        <ChipMenu label="order" selected={order} items={ORDER_ITEMS} onSelect={(next) => set({ order: next })} />
      </Toolbar>
      <ScreenHead
        title={finding}
        subtitle={`Share of ${weightNoun(scope.weight)} by ${dimensionNoun(scope.by, 1)}; nothing is merged before somebody confirms it`}
        actions={<Actions scope={scope} />}
      />
      {result?.sums && (
        <Notice tone="info" title={sumsWords(result.sums, 'left out')}>
          {IF_NO_SUMS}
        </Notice>
      )}
      {result && <PolicyStrip result={result} stale={stale} />}
      <Tabs
        label="Entities"
        selected={tab}
        onSelect={(next) => set({ tab: next })}
        className={styles.tabs}
        items={[
          { id: 'proposals', label: `Proposals ${result ? formatCount(open) : ''}`, content: <ProposalsTab scope={scope} state={state} /> },
          { id: 'links', label: 'Links', content: <LinksTab /> },
          { id: 'ledger', label: 'Ledger', content: <LedgerTab /> },
          { id: 'investigate', label: 'Investigate', content: <InvestigateTab scope={scope} /> },
        ]}
      />
    </div>
  );
}

function Actions({ scope }: { scope: EntityScope }) {
  const host = useHost();
  const { client } = host;
  const { tell, fail } = useNotices.getState();
  const [linking, setLinking] = useState(false);
  const [pack, setPack] = useState<ReadPack | null>(null);
  const read = async () => {
    try {
      const [file] = await chooseFiles('.json,application/json', false);
      if (!file) return;
      const text = await file.text();
      const result = await client.entities.importPack({ scope, text, fileName: file.name, tryOnly: true });
      setPack({ text, fileName: file.name, result, plain: !text.includes('"chokepoint-alias-pack"') });
    } catch (error) {
      fail('The alias pack was not read', error);
    }
  };
  const write = async () => {
    try {
      const { ref, fileName, links } = await client.entities.exportPack({ title: `Aliases by ${scope.by}` });
      if (await host.saveFile(ref, fileName)) tell(`Saved ${plural(links, 'link')}: ${fileName}`);
    } catch (error) {
      fail('The alias pack was not saved', error);
    }
  };
  useCommandHandler('entities.link', () => setLinking(true));
  useCommandHandler('entities.importPack', () => void read());
  useCommandHandler('entities.exportPack', () => void write());
  return (
    <>
      <ActionMenu
        label="More for entities"
        trigger={<IconButton label="More for entities" icon={<Ellipsis size={16} />} />}
        sections={[
          {
            id: 'packs',
            actions: [
              { id: 'import', label: 'Import alias pack or list of groups' },
              { id: 'export', label: 'Export alias pack' },
            ],
          },
        ]}
        onAction={(action) => void runCommand(action === 'import' ? 'entities.importPack' : 'entities.exportPack')}
      />
      <Button onPress={() => setLinking(true)}>Link by hand</Button>
      {linking && <LinkDialog scope={scope} onClose={() => setLinking(false)} />}
      {pack && <PackDialog scope={scope} pack={pack} onClose={() => setPack(null)} />}
    </>
  );
}
