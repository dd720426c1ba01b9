import './zod-without-eval.ts';
import { ChokepointError, errorValueOf } from '../../shared/case/error.ts';
import { verifyEvidence } from '../engine/evidence/verify.ts';
import type { LaneContext } from '../engine/lanes/protocol.ts';
import { element } from './elements.ts';
import { resultElements } from './result.ts';

/** Milliseconds of work between two chances of the page to draw and to hear a click. */
const TURN = 40;

const PHASES: Readonly<Record<string, string>> = {
  open: 'Reading the file',
  hashes: 'Hashing files',
  records: 'Reading records and decisions',
  gather: 'Computing the report again',
  compare: 'Comparing',
};

const TITLES = { match: 'Match', mismatch: 'Mismatch', 'not-computed': 'Not computed', 'not-a-bundle': 'Not a bundle' } as const;

const byId = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;

/** Work that tells how far it is and ends when it is told to stop. */
function watched(tell: (words: string, done: number, total: number | null) => void): {
  context: LaneContext;
  pause: () => Promise<void>;
  stop(): void;
} {
  let stopped = false;
  let turn = performance.now();
  const checkpoint = () => {
    if (stopped) throw new ChokepointError('cancelled', 'Stopped.', 'Choose the file again.');
  };
  return {
    context: { cancelFlag: new Int32Array(1), checkpoint, progress: (phase, done, total) => tell(PHASES[phase] ?? 'Working', done, total) },
    async pause() {
      if (performance.now() - turn < TURN) return;
      await new Promise((resolve) => setTimeout(resolve));
      turn = performance.now();
      checkpoint();
    },
    stop() {
      stopped = true;
    },
  };
}

let stopLast = () => {};

async function verify(file: File): Promise<void> {
  stopLast();
  const [status, result, bar, stop] = [byId('status'), byId('result'), byId<HTMLProgressElement>('bar'), byId<HTMLButtonElement>('stop')];
  let said = '';
  const work = watched((words, done, total) => {
    if (words !== said) status.textContent = words;
    said = words;
    if (total === null) bar.removeAttribute('value');
    else bar.value = done / Math.max(1, total);
  });
  stopLast = work.stop;
  stop.onclick = work.stop;
  result.replaceChildren();
  document.body.classList.add('working');
  let current = true;
  try {
    const found = await verifyEvidence(new Uint8Array(await file.arrayBuffer()), file.name, work);
    const [heading, ...rest] = resultElements(found, file.name);
    result.replaceChildren(heading as HTMLElement, ...rest);
    document.title = `${TITLES[found.status]}: ${file.name}`;
    // the focus has the verdict read aloud
    status.textContent = '';
    heading?.focus();
  } catch (error) {
    current = stopLast === work.stop;
    const told = errorValueOf(error);
    const words =
      told?.code === 'cancelled'
        ? 'Stopped.'
        : `This page cannot verify the file: ${error instanceof Error ? error.message : String(error)}`;
    if (current) {
      status.textContent = words;
      result.replaceChildren(element('p', { class: 'note' }, words));
    }
  } finally {
    if (current) document.body.classList.remove('working');
  }
}

function start(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const contrast = matchMedia('(prefers-contrast: more)');
  const dress = () => {
    document.documentElement.dataset.theme = `${contrast.matches ? 'contrast-' : ''}${dark.matches ? 'dark' : 'light'}`;
  };
  dark.addEventListener('change', dress);
  contrast.addEventListener('change', dress);
  dress();
  const input = byId<HTMLInputElement>('file');
  const zone = byId('zone');
  // the same file can be chosen once more
  input.addEventListener('click', () => {
    input.value = '';
  });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void verify(file);
  });
  for (const name of ['dragenter', 'dragover'])
    document.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) zone.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    const [file] = event.dataTransfer?.files ?? [];
    if (file) void verify(file);
  });
}

start();
