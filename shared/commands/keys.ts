/** What a key event says, without the DOM type, so that tests need no browser. */
export type KeyStroke = { key: string; ctrl: boolean; meta: boolean; alt: boolean; shift: boolean };

const SHIFTED = new Set(['+', '?', '/', '-', '.', ',']);

/**
 * The name of a key stroke in the form of the registry, e.g. `Mod+Shift+Z`, `F6`, `Shift+T`, `+`.
 *
 * @param mac whether Command is the modifier of this machine
 */
export function strokeName(stroke: KeyStroke, mac: boolean): string {
  const mod = mac ? stroke.meta : stroke.ctrl;
  const letter = stroke.key.length === 1 ? stroke.key.toUpperCase() : stroke.key;
  const sign = stroke.key.length === 1 && SHIFTED.has(stroke.key);
  return [mod && 'Mod', mac && stroke.ctrl && 'Ctrl', stroke.alt && 'Alt', stroke.shift && !sign && 'Shift', letter]
    .filter(Boolean)
    .join('+');
}

const MAC_SIGNS: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Backspace: '⌫', Escape: 'Esc' };
const OTHER_NAMES: Record<string, string> = { Mod: 'Ctrl', Escape: 'Esc' };

/** A key of the registry as people read it: `Ctrl+Shift+Z`, or `⇧⌘Z` on a Mac; `G 1` reads "G then 1". */
export function keyLabel(keys: string, mac: boolean): string {
  const one = (stroke: string) => {
    if (stroke === '+') return '+';
    const parts = stroke.split('+');
    if (mac) return parts.map((part) => MAC_SIGNS[part] ?? part).join('');
    return parts.map((part) => OTHER_NAMES[part] ?? part).join('+');
  };
  return keys.split(' ').map(one).join(' then ');
}

/** Whether a key works without a modifier and therefore only while a grid or chart has focus. */
export function isSingleKey(keys: string): boolean {
  return keys.split(' ').every((stroke) => /^(Shift\+)?(.)$/.test(stroke));
}
