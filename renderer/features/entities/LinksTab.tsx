import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { DEPENDENCY_KINDS } from '../../../shared/entities/link.ts';
import type { ScopedLink } from '../../../shared/entities/scope.ts';
import { Badge, Button, SearchField, Segments, Spacer } from '../../app/controls/index.ts';
import { Grid, type GridColumn } from '../../grid/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCase } from '../../state/queries.ts';
import styles from './entities.module.css';
import { evidenceWords } from './words.ts';

const LINKS = 'Links of the case';
const rowKey = ({ link }: ScopedLink): string => link.id;
const TONES = { proposed: undefined, confirmed: 'proven', rejected: 'worst', deferred: 'warning' } as const;
const isDependency = (kind: string): boolean => (DEPENDENCY_KINDS as readonly string[]).includes(kind);

const COLUMNS: readonly GridColumn<ScopedLink>[] = [
  {
    id: 'state',
    header: 'State',
    width: 104,
    text: ({ link }) => link.state,
    render: ({ link }) => <Badge tone={TONES[link.state]}>{link.state}</Badge>,
  },
  { id: 'from', header: 'Account', width: 130, flex: 2, text: ({ link }) => link.from },
  {
    id: 'kind',
    header: 'Relation',
    width: 130,
    text: ({ link }) => `${link.kind.replaceAll('-', ' ')}${isDependency(link.kind) ? ' (dependency)' : ''}`,
  },
  { id: 'to', header: 'Other end', width: 130, flex: 2, text: ({ link }) => link.to },
  { id: 'strength', header: 'Strength', width: 84, text: ({ link }) => link.strength },
  {
    id: 'evidence',
    header: 'Evidence',
    width: 150,
    flex: 3,
    text: ({ link }) => link.evidence.map(({ type, value }) => `${evidenceWords(type)} ${value}`).join('; '),
  },
  {
    id: 'valid',
    header: 'Valid',
    width: 120,
    text: ({ link }) => (link.validFrom || link.validTo ? `${link.validFrom ?? '…'} to ${link.validTo ?? '…'}` : 'always'),
  },
  {
    id: 'why',
    header: 'Decided',
    width: 130,
    flex: 2,
    text: ({ link }) => (link.decided ? `${link.decided.by}: ${link.decided.why}` : ''),
  },
];

type Shown = 'all' | 'confirmed' | 'rejected' | 'open';
const STATES = { all: undefined, confirmed: ['confirmed'], rejected: ['rejected'], open: ['proposed', 'deferred'] } as const;

/** Every link of the case with its evidence, its time and what was decided. */
export function LinksTab() {
  const client = useClient();
  const revision = useCase().data?.revision;
  const { fail, succeed } = useNotices.getState();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision of the case may have other links
  const window = useCallback(
    async (start: number, end: number) => {
      const states = STATES[shown];
      const page = await client.entities.links({ window: { start, end }, search, ...(states && { states: [...states] }) });
      succeed(LINKS);
      return page;
    },
    [client, search, shown, revision, succeed],
  );
  return (
    <section className={styles.list} aria-label="Links">
      <div className={styles.tableHead}>
        <Segments
          label="State"
          hideLabel
          value={shown}
          onChange={setShown}
          items={[
            { id: 'all', label: 'All' },
            { id: 'confirmed', label: 'Confirmed' },
            { id: 'rejected', label: 'Rejected' },
            { id: 'open', label: 'Open' },
          ]}
        />
        <Spacer />
        <SearchField label="Find a link" value={search} onChange={setSearch} className={styles.find} />
        <Button size="small" onPress={() => runCommand('entities.link')}>
          <Plus size={14} aria-hidden /> Add link
        </Button>
      </div>
      <Grid
        label="Links of the case"
        columns={COLUMNS}
        window={window}
        rowKey={rowKey}
        emptyText={search === '' ? 'No links here yet' : `Nothing matches "${search}"`}
        onError={(error) => fail(LINKS, error)}
      />
    </section>
  );
}
