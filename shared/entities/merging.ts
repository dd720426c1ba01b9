import type { Link } from './link.ts';

type Edge = Pick<Link, 'id' | 'from' | 'to'>;

/** Disjoint sets of names that know which pairs must stay apart. */
export class Merging {
  private readonly parent = new Map<string, string>();
  /** per root: roots that it must not be joined with, and the rejected link that says so */
  private readonly apart = new Map<string, Map<string, Edge>>();

  constructor(rejected: readonly Edge[]) {
    for (const link of rejected) {
      this.keepApart(link.from, link.to, link);
      this.keepApart(link.to, link.from, link);
    }
  }

  private keepApart(root: string, other: string, link: Edge): void {
    const others = this.apart.get(root) ?? new Map<string, Edge>();
    if (!others.has(other)) others.set(other, link);
    this.apart.set(root, others);
  }

  /** Name that stands for the set. */
  find(node: string): string {
    let root = node;
    for (let next = this.parent.get(root); next !== undefined; next = this.parent.get(root)) root = next;
    for (let each = node; each !== root; ) {
      const next = this.parent.get(each) as string;
      this.parent.set(each, root);
      each = next;
    }
    return root;
  }

  /** The rejected link whose ends would become one if these two did, or `null`. */
  obstacle(a: string, b: string): Edge | null {
    return this.apart.get(this.find(a))?.get(this.find(b)) ?? null;
  }

  /** Makes two sets one, whatever stands against it; `false` when they were one. */
  join(a: string, b: string): boolean {
    const kept = this.find(a);
    const gone = this.find(b);
    if (kept === gone) return false;
    this.parent.set(gone, kept);
    for (const [other, link] of this.apart.get(gone) ?? []) {
      this.keepApart(kept, other, link);
      this.apart.get(other)?.delete(gone);
      this.keepApart(other, kept, link);
    }
    this.apart.delete(gone);
    return true;
  }
}

/**
 * Shortest path between two names over links.
 *
 * @returns links in order from `from` to `to`, the smallest ids among equally short paths; `null` when there is none
 */
export function pathBetween(links: readonly Link[], from: string, to: string): Link[] | null {
  const around = new Map<string, Link[]>();
  const meet = (node: string, link: Link) => {
    const list = around.get(node);
    if (list) list.push(link);
    else around.set(node, [link]);
  };
  for (const link of [...links].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    meet(link.from, link);
    meet(link.to, link);
  }
  const cameBy = new Map<string, { link: Link; before: string } | null>([[from, null]]);
  const queue = [from];
  for (let head = 0; head < queue.length && !cameBy.has(to); head += 1) {
    const node = queue[head] as string;
    for (const link of around.get(node) ?? []) {
      const next = link.from === node ? link.to : link.from;
      if (cameBy.has(next)) continue;
      cameBy.set(next, { link, before: node });
      queue.push(next);
    }
  }
  if (!cameBy.has(to)) return null;
  const path: Link[] = [];
  for (let step = cameBy.get(to); step; step = cameBy.get(step.before)) path.push(step.link);
  return path.reverse();
}
