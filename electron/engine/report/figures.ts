import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GraphicComponent, GridComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../../../shared/charts/index.ts';
import { type ChartFrame, interWidth, withStableIds } from '../../../shared/charts/index.ts';

use([BarChart, LineChart, ScatterChart, AriaComponent, GraphicComponent, GridComponent, SVGRenderer]);

/** Text widths of the report's font, so that labels break alike in every host (there is no canvas here). */
setPlatformAPI({
  measureText: (text: string, font?: string) => {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font ?? '')?.[1] ?? 12);
    const weight = /\b(600|700|bold)\b/.test(font ?? '') ? 600 : 400;
    return { width: interWidth(text, size, weight) } as TextMetrics;
  },
});

/** A chart as SVG text; the renderer's running ids are numbered anew, so that the same chart gives the same bytes. */
export function chartSvg(chart: Chart, frame: ChartFrame): string {
  const instance = init(null, null, { renderer: 'svg', ssr: true, width: frame.width, height: frame.height });
  try {
    instance.setOption({ ...chart.option, animation: false });
    return withStableIds(instance.renderToSVGString());
  } finally {
    instance.dispose();
  }
}
