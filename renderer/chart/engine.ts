import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GraphicComponent, GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import type { ChartOption } from '../../shared/charts/index.ts';

echarts.use([BarChart, LineChart, ScatterChart, GridComponent, GraphicComponent, AriaComponent, CanvasRenderer, SVGRenderer]);

export type Drawing = {
  draw: (option: ChartOption, width: number, height: number) => void;
  /** PNG as a data URL at twice the size, on the given ground */
  png: (ground: string) => string;
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
    png: (ground) => chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: ground }),
    dispose: () => chart.dispose(),
  };
}

/** The same picture as SVG text. */
export function drawSvg(option: ChartOption, width: number, height: number): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
