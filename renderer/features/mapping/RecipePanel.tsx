import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { Recipe } from '../../../shared/case/dataset.ts';
import { driftOf, replay } from '../../../shared/case/drift.ts';
import { headerFingerprint } from '../../../shared/case/fingerprint.ts';
import type { SavedRecipe } from '../../../shared/case/saved-recipe.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import { ActionMenu, Button, IconButton, Panel, Select } from '../../app/controls/index.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { markCaseStep } from '../../state/steps.ts';
import type { Draft } from './drafts.ts';
import styles from './presets.module.css';

/** Choice for a column that is not there any more; new names stand behind a "=". */
const GONE = 'gone';

type Props = { preview: Preview; recipe: Recipe; name: string; onChange: (patch: Partial<Draft>) => void };

/** A recipe as choices of the draft: all columns of the file are decided, the date stays that of this file. */
function draftOf(recipe: Recipe, headers: readonly string[]): Partial<Draft> {
  const own = Object.fromEntries([...headers].map((header) => [header, null]));
  const { mapping, types, unknownTokens, grain, base, steps = [] } = recipe;
  return { preset: null, steps, choices: { mapping: { ...own, ...mapping }, types, unknownTokens, grain, base } };
}

/** How much of a recipe's columns a file has, 0..1. */
function overlap(saved: SavedRecipe, headers: readonly string[]): number {
  const now = new Set(headers);
  const both = saved.headers.filter((header) => now.has(header)).length;
  return both / Math.max(1, saved.headers.length, headers.length);
}

/** Keeps the mapping for the next file of this shape, and proposes one that was kept. */
export function RecipePanel({ preview, recipe, name, onChange }: Props) {
  const client = useClient();
  const host = useHost();
  const { tell, fail } = useNotices.getState();
  const saved = useQuery({ queryKey: ['case', 'recipes'], queryFn: ({ signal }) => client.recipes.list(undefined, { signal }) });
  const { headers } = preview;
  const fingerprint = headerFingerprint(headers);
  const fitting = (saved.data ?? [])
    .map((kept) => ({ kept, fit: kept.fingerprint === fingerprint ? 1 : overlap(kept, headers) }))
    .filter(({ fit }) => fit >= 0.5)
    .sort((a, b) => b.fit - a.fit)[0]?.kept;
  const save = useMutation({
    mutationFn: () => client.recipes.save({ ...(fitting?.fingerprint === fingerprint ? { id: fitting.id } : {}), name, headers, recipe }),
    onSuccess: ({ edition }) => {
      markCaseStep();
      void saved.refetch();
      tell(edition === 1 ? `Recipe "${name}" saved` : `Recipe "${name}" saved, edition ${edition}`);
    },
    onError: (error) => fail('The recipe was not saved', error),
  });
  const remove = useMutation({
    mutationFn: ({ id }: SavedRecipe) => client.recipes.remove({ id }),
    onSuccess: (_, { name: removed }) => {
      markCaseStep();
      void saved.refetch();
      tell(`Recipe "${removed}" removed`, { label: 'Undo', run: () => void runCommand('edit.undo') });
    },
    onError: (error) => fail('The recipe was not removed', error),
  });
  const write = async ({ id }: SavedRecipe) => {
    try {
      const { ref, fileName } = await client.recipes.export({ id });
      if (await host.saveFile(ref, fileName)) tell(`Saved ${fileName}`);
    } catch (error) {
      fail('The recipe was not exported', error);
    }
  };
  const act = (action: string) => {
    const chosen = saved.data?.find(({ id }) => action.endsWith(` ${id}`));
    if (chosen) void (action.startsWith('export') ? write(chosen) : remove.mutate(chosen));
  };
  return (
    <Panel
      title="Recipe"
      aside={
        (saved.data ?? []).length > 0 && (
          <ActionMenu
            label="Recipes of the case"
            trigger={<IconButton label="Recipes of the case" icon={<Ellipsis size={16} />} />}
            sections={(saved.data ?? []).map(({ id, name: title }) => ({
              id,
              title,
              actions: [
                { id: `export ${id}`, label: 'Export…' },
                { id: `remove ${id}`, label: 'Remove' },
              ],
            }))}
            onAction={act}
          />
        )
      }
    >
      <div className={styles.drift}>
        {fitting && <Replay key={fitting.id} kept={fitting} headers={headers} onUse={(ready) => onChange(draftOf(ready, headers))} />}
        <Button onPress={() => save.mutate()} isDisabled={save.isPending || name.trim() === ''}>
          {fitting?.fingerprint === fingerprint ? 'Save the recipe again' : 'Save as recipe'}
        </Button>
        <p className={styles.caption}>Kept in the case and proposed for the next file with these columns. It can be undone.</p>
      </div>
    </Panel>
  );
}

/** A recipe that was kept: used at once where the columns are the same, otherwise after every difference is decided. */
function Replay({ kept, headers, onUse }: { kept: SavedRecipe; headers: readonly string[]; onUse: (recipe: Recipe) => void }) {
  const drift = driftOf(kept, headers);
  const [decided, setDecided] = useState<Record<string, string | undefined>>({});
  if (drift === null)
    return (
      <>
        <p className={styles.caption}>
          "{kept.name}", edition {kept.edition}, was made for these columns.
        </p>
        <Button variant="primary" onPress={() => onUse(kept.recipe)}>
          Use it
        </Button>
      </>
    );
  const open = drift.missing.filter(({ header }) => decided[header] === undefined);
  const use = () => {
    const entries = Object.entries(decided) as [string, string][];
    const renamed = Object.fromEntries(entries.filter(([, to]) => to !== GONE).map(([header, to]) => [header, to.slice(1)]));
    const without = entries.filter(([, to]) => to === GONE).map(([header]) => header);
    onUse(replay(kept, headers, { renamed, without, acceptNew: true }));
  };
  const taken = new Set(Object.values(decided));
  return (
    <>
      <p className={styles.caption}>
        "{kept.name}" was made for other columns: {drift.missing.length} missing, {drift.added.length} new. Nothing of it is applied yet.
      </p>
      {drift.missing.map(({ header, candidates, uses }) => (
        <Select
          key={header}
          label={`${header} is missing`}
          items={[
            ...[...new Set([...candidates, ...drift.added])]
              .filter((name) => decided[header] === `=${name}` || !taken.has(`=${name}`))
              .map((name) => ({ id: `=${name}`, label: `is now ${name}` })),
            { id: GONE, label: 'not there any more' },
          ]}
          value={decided[header] ?? ''}
          onChange={(id) => setDecided({ ...decided, [header]: id })}
          description={uses.length > 0 ? uses.join('; ') : 'serves nothing in the recipe'}
        />
      ))}
      {drift.added.length > 0 && <p className={styles.caption}>New: {drift.added.slice(0, 8).join(', ')}. They keep their own names.</p>}
      <Button onPress={use} isDisabled={open.length > 0}>
        Use it with these decisions
      </Button>
    </>
  );
}
