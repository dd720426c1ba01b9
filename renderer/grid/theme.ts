import { themeQuartz } from 'ag-grid-community';
import type { Density } from '../state/settings.ts';

/** Row height in pixels by density; controls inside keep 24 px targets. */
export const ROW_HEIGHT: Record<Density, number> = { comfortable: 36, standard: 28, compact: 24 };

/** The grid in our tokens: values are custom properties, so light, dark and contrast need no second theme. */
export const gridTheme = themeQuartz.withParams({
  fontFamily: 'inherit',
  fontSize: 13,
  headerFontSize: 11.5,
  headerFontWeight: 600,
  headerTextColor: 'var(--ink-3)',
  headerBackgroundColor: 'var(--panel)',
  backgroundColor: 'var(--panel)',
  foregroundColor: 'var(--ink)',
  textColor: 'var(--ink)',
  accentColor: 'var(--accent)',
  borderColor: 'var(--line)',
  rowBorder: { style: 'solid', width: 1, color: 'var(--line)' },
  headerRowBorder: { style: 'solid', width: 1, color: 'var(--line-strong)' },
  columnBorder: false,
  headerColumnBorder: false,
  headerColumnResizeHandleColor: 'transparent',
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  rowHoverColor: 'var(--hover)',
  selectedRowBackgroundColor: 'var(--accent-ground)',
  oddRowBackgroundColor: 'transparent',
  focusShadow: 'none',
  cellHorizontalPadding: 12,
  spacing: 6,
  checkboxUncheckedBorderColor: 'var(--control-line)',
  checkboxCheckedBackgroundColor: 'var(--accent)',
  checkboxCheckedBorderColor: 'var(--accent)',
  checkboxCheckedShapeColor: 'var(--on-accent)',
  checkboxUncheckedBackgroundColor: 'var(--panel)',
});

/** Nonce under which this page may add styles, put into the page by the host; absent where no content policy is set. */
export function styleNonce(): string | undefined {
  const element = document.querySelector<HTMLElement>('meta[property="csp-nonce"], style[nonce], link[nonce], script[nonce]');
  return element?.nonce || undefined;
}
