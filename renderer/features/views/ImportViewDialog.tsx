import { useState } from 'react';
import { ChokepointError, type ErrorValue } from '../../../shared/case/error.ts';
import type { ViewSpec } from '../../../shared/case/view.ts';
import { readViewFile } from '../../../shared/case/view-file.ts';
import { Button, Dialog, Spacer, TextField } from '../../app/controls/index.ts';
import { chooseFiles } from '../../app/files.ts';
import { useDatasets } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { openView } from '../../state/view.ts';
import { freeName, viewTitle } from './spec.ts';
import { useSavedViewCommands, useSavedViews } from './useSavedViews.ts';

type Read = { name: string; spec: ViewSpec } | { error: ErrorValue } | null;

/** Takes a view from a file or from a copied view spec; opens it, or saves it too. */
export function ImportViewDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const datasets = useDatasets().data ?? [];
  const current = useUi((state) => state.dataset) ?? '';
  const taken = (useSavedViews().data ?? []).map(({ name }) => name);
  const { save } = useSavedViewCommands();
  const [text, setText] = useState('');
  const [name, setName] = useState<string | null>(null);
  const read = ((): Read => {
    if (text.trim() === '') return null;
    try {
      return readViewFile(text, datasets, current);
    } catch (error) {
      if (error instanceof ChokepointError) return { error: error.value };
      throw error;
    }
  })();
  const view = read && 'spec' in read ? read : null;
  const called = name ?? (view ? freeName(view.name || viewTitle(view.spec), taken) : '');
  const leave = () => {
    setText('');
    setName(null);
    onClose();
  };
  const take = (keep: boolean) => {
    if (!view) return;
    openView(view.spec, `Open the view "${called}"`);
    if (keep) save(called.trim(), view.spec);
    leave();
  };
  const choose = async () => {
    const [file] = await chooseFiles('.json,application/json', false);
    if (file) setText(await file.text());
  };
  return (
    <Dialog
      title="Import a view"
      isOpen={isOpen}
      onClose={leave}
      wide
      footer={
        <>
          <Button onPress={() => void choose()}>Choose a file</Button>
          <Spacer />
          <Button onPress={leave}>Cancel</Button>
          <Button isDisabled={!view} onPress={() => take(false)}>
            Open view
          </Button>
          <Button variant="primary" isDisabled={!view || called.trim() === ''} onPress={() => take(true)}>
            Open and save
          </Button>
        </>
      }
    >
      <TextField
        label="View as JSON"
        value={text}
        onChange={setText}
        multiline
        autoFocus
        placeholder={'{ "by": "operator", "weight": "gpu_count" }'}
        error={read && 'error' in read ? `${read.error.message} ${read.error.advice}` : null}
        description="The text of Copy view spec, or a file that Export view wrote. Its dataset is found by name; otherwise it opens on the dataset on show."
      />
      <TextField label="Name" value={called} onChange={setName} isDisabled={!view} />
    </Dialog>
  );
}
