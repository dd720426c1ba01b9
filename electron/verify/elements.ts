type Content = Node | string;

/** An element with attributes and content. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** A section with a heading that it is named by. */
export function section(id: string, heading: string, ...content: readonly Content[]): HTMLElement {
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, heading), ...content);
}

/** A table with a caption, header cells with scope, and a scroll of its own that the keyboard reaches. */
export function table(caption: string, headers: readonly string[], rows: readonly HTMLTableRowElement[]): HTMLElement {
  const head = element('tr', {}, ...headers.map((text) => element('th', { scope: 'col' }, text)));
  const made = element('table', {}, element('caption', {}, caption), element('thead', {}, head), element('tbody', {}, ...rows));
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, made);
}

/** A row whose first cell names it. */
export function row(attributes: Readonly<Record<string, string>>, first: Content, ...cells: readonly Content[]): HTMLTableRowElement {
  return element('tr', attributes, element('th', { scope: 'row' }, first), ...cells.map((cell) => element('td', {}, cell)));
}

/** A word for good or bad that is no colour alone. */
export const mark = (good: boolean, words: string): HTMLElement =>
  element('span', { class: good ? 'good' : 'bad' }, `${good ? '✓' : '✗'} ${words}`);
