const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"]), [contenteditable="true"]';

const lastIn = new WeakMap<Element, HTMLElement>();

/** Remembers where the focus was in each region, so that F6 returns there. */
export function rememberFocus(event: FocusEvent): void {
  const target = event.target as HTMLElement;
  const region = target.closest('[data-region]');
  if (region) lastIn.set(region, target);
}

/** Moves the focus to the next or previous region of the window (elements with `data-region`, in reading order). */
export function moveRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null);
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  for (let step = 1; step <= regions.length; step += 1) {
    const region = regions[(here + direction * step + regions.length * 2) % regions.length];
    if (!region) return;
    const remembered = lastIn.get(region);
    const target = remembered?.isConnected ? remembered : region.querySelector<HTMLElement>(FOCUSABLE);
    if (target) {
      target.focus();
      return;
    }
  }
}
