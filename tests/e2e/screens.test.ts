import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

/** Screens of the rail and what shows that they are ready, on the sample case. */
const SCREENS: [step: string, ready: string][] = [
  ['Case', 'Checklist'],
  ['Sources', 'SAMPLE-northgrid-seed7-240.csv'],
  ['Mapping', 'No file waits to be mapped'],
  ['Quality', 'checks failed'],
  ['Entities', 'all plausible'],
  ['Views', 'Fewest operators to hold'],
  ['Removal test', 'In words'],
  ['Compare', 'Compare the two latest datasets?'],
  ['Report', 'What would change each claim'],
  ['History', 'chain intact'],
  ['Settings', 'Looks'],
];

describe.each(['light', 'dark'] as const)('every screen, %s', (colorScheme) => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench({ colorScheme });
    await workbench.page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `${colorScheme} ${task.name}`));
  });
  afterAll(() => workbench?.close());

  it.each(SCREENS)('%s has one heading and breaks no rule of WCAG A and AA that axe knows', async (step, ready) => {
    const { page } = workbench;
    await goTo(page, step);
    await page.getByText(ready).first().waitFor();
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await expectAccessible(page);
  });

  it('asked nothing of anybody but its own origin and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});

/** Words that stand in the colour of the ground that forced colours paint behind them, or of their own ground. */
function wordsWithoutContrast(): string[] {
  const probe = document.createElement('span');
  probe.style.cssText = 'color: Canvas; forced-color-adjust: none';
  document.body.append(probe);
  const canvas = getComputedStyle(probe).color;
  probe.remove();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || node.textContent?.trim() === '' || !element.checkVisibility({ visibilityProperty: true })) continue;
    const { color } = getComputedStyle(element);
    let filled: Element | null = element;
    while (filled && /, 0\)$|^transparent$/.test(getComputedStyle(filled).backgroundColor)) filled = filled.parentElement;
    const adjusts = getComputedStyle(element).getPropertyValue('forced-color-adjust') !== 'none';
    const ground = adjusts || !filled ? canvas : getComputedStyle(filled).backgroundColor;
    if (color === ground) found.push(`${element.className}: ${node.textContent?.trim()}`);
  }
  return found;
}

describe.each(['light', 'dark'] as const)('every screen in colours that a person forces, %s', (colorScheme) => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench({ colorScheme });
    await workbench.page.emulateMedia({ forcedColors: 'active' });
    await workbench.page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `forced ${colorScheme} ${task.name}`));
  });
  afterAll(() => workbench?.close());

  it.each(SCREENS)('%s shows every word in another colour than its ground', async (step, ready) => {
    const { page } = workbench;
    await goTo(page, step);
    await page.getByText(ready).first().waitFor();
    expect(await page.evaluate(wordsWithoutContrast)).toEqual([]);
  });
});
