import { type ChartFrame, type Chart as ChartModel, chartTableCsv, pictureName, pictureOf } from '../../shared/charts/index.ts';
import { useHost } from '../state/client.tsx';
import { useNotices } from '../state/notices.ts';

/** Ways to take a chart out of the program; `copy-` puts it into the clipboard, `save-` into a file. */
export type Taking = 'copy-png' | 'copy-svg' | 'copy-csv' | 'copy-summary' | 'save-png' | 'save-svg' | 'save-csv';

async function svgOf(model: ChartModel, frame: ChartFrame): Promise<string> {
  const { drawSvg } = await import('./engine.ts');
  const { option, width, height } = pictureOf(model, frame);
  return drawSvg(option, width, height);
}

async function pngOf(model: ChartModel, frame: ChartFrame): Promise<Blob> {
  const { drawPng } = await import('./engine.ts');
  const { option, width, height } = pictureOf(model, frame);
  return drawPng(option, width, height);
}

async function copy(model: ChartModel, frame: ChartFrame, kind: 'png' | 'svg' | 'csv' | 'summary'): Promise<void> {
  // The picture is promised: some browsers take the gesture for over once it is awaited.
  if (kind === 'png') await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(model, frame) })]);
  else if (kind === 'svg') await navigator.clipboard.writeText(await svgOf(model, frame));
  else await navigator.clipboard.writeText(kind === 'csv' ? chartTableCsv(model.table) : model.summary);
}

async function contentOf(model: ChartModel, frame: ChartFrame, kind: 'png' | 'svg' | 'csv'): Promise<Blob> {
  if (kind === 'png') return pngOf(model, frame);
  if (kind === 'csv') return new Blob([chartTableCsv(model.table)], { type: 'text/csv' });
  return new Blob([await svgOf(model, frame)], { type: 'image/svg+xml' });
}

/** Takes a chart out as picture, data or words; pictures carry its finding and what it is relative to. */
export function useTaking(): (model: ChartModel, frame: ChartFrame, taking: Taking) => Promise<void> {
  const host = useHost();
  const { tell, fail } = useNotices.getState();
  return async (model, frame, taking) => {
    const [way, kind] = taking.split('-') as ['copy' | 'save', 'png' | 'svg' | 'csv' | 'summary'];
    try {
      if (way === 'copy' || kind === 'summary') {
        await copy(model, frame, kind);
        tell('Copied to the clipboard');
        return;
      }
      const content = await contentOf(model, frame, kind);
      const { ref, fileName } = await host.client.app.keep({ name: pictureName(model), kind, content });
      if (await host.saveFile(ref, fileName)) tell(`Saved ${fileName}`);
    } catch (error) {
      fail(way === 'copy' ? 'Copy the chart' : 'Save the chart', error);
    }
  };
}
