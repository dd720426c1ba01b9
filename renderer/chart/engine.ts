import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GraphicComponent, GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { type ChartOption, withStableIds } from '../../shared/charts/index.ts';

echarts.use([BarChart, LineChart, ScatterChart, GridComponent, GraphicComponent, AriaComponent, CanvasRenderer, SVGRenderer]);

export type Drawing = {
  draw: (option: ChartOption, width: number, height: number) => void;
  dispose: () => void;
};

/** A canvas in an element. The element's own label and table carry the meaning, so the canvas itself is silent. */
export function openDrawing(element: HTMLElement): Drawing {
  const chart = echarts.init(element, null, { renderer: 'canvas' });
  return {
    draw: (option, width, height) => {
      if (chart.getWidth() !== width || chart.getHeight() !== height) chart.resize({ width, height, silent: true });
      chart.setOption({ ...option, aria: { enabled: false } }, { notMerge: true, lazyUpdate: false });
    },
    dispose: () => chart.dispose(),
  };
}

/** The same picture as SVG text. */
export function drawSvg(option: ChartOption, width: number, height: number): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return withStableIds(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/** A picture of its own as PNG bytes, at twice the size. */
export function drawPng(option: ChartOption, width: number, height: number): Blob {
  const chart = echarts.init(document.createElement('div'), null, { renderer: 'canvas', width, height, devicePixelRatio: 2 });
  try {
    chart.setOption({ ...option, aria: { enabled: false } });
    const [, base64 = ''] = chart.getDataURL({ type: 'png', pixelRatio: 2 }).split(',');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new Blob([bytes], { type: 'image/png' });
  } finally {
    chart.dispose();
  }
}
