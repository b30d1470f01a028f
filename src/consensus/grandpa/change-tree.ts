import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import { AuthoritySetError } from "./authority-set-error.ts";
import type { IsDescendent, PendingChange } from "./pending-changes.ts";

/** A standard change with those that later blocks of its chains announced. */
export interface ChangeNode {
  readonly change: PendingChange;
  /** The longest branch first, the earlier of equals before the later. */
  readonly children: readonly ChangeNode[];
  /** Steps down the longest branch below. */
  readonly depth: number;
}

/** Standard changes across forks; they are applied in order along each chain. Rust: `fork_tree::ForkTree`. */
export interface ChangeTree {
  readonly roots: readonly ChangeNode[];
  /** Where the tree was pruned last. */
  readonly finalized: number | undefined;
}

export const noChanges: ChangeTree = { roots: [], finalized: undefined };

/** A node above the given ones. */
function changeNode(change: PendingChange, children: readonly ChangeNode[]): ChangeNode {
  return { change, ...ordered(children) };
}

function ordered(nodes: readonly ChangeNode[]): Pick<ChangeNode, "children" | "depth"> {
  const children = nodes.toSorted((a, b) => b.depth - a.depth);
  const [longest] = children;
  return { children, depth: longest === undefined ? 0 : longest.depth + 1 };
}

/** All nodes, each before those below it. */
function* eachNode(roots: readonly ChangeNode[]): Generator<ChangeNode> {
  const waiting = roots.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    for (const child of node.children.toReversed()) waiting.push(child);
  }
}

/** A change with the place in the list of the one that it lies below; undefined for a root. */
export interface FlatChange {
  readonly change: PendingChange;
  readonly parent: number | undefined;
}

/** The changes of a tree, each before those below it, and without what `keep` leaves out. */
export function flatTree(
  { roots }: ChangeTree,
  keep: (change: PendingChange) => Keeping = () => "look below",
): FlatChange[] {
  const flat: FlatChange[] = [];
  const waiting = roots.map((node): Waiting => ({ node, parent: undefined, whole: false })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent } = next;
    const kept = next.whole ? "keep all" : keep(node.change);
    if (kept === "drop all") continue;
    const at = flat.push({ change: node.change, parent }) - 1;
    for (const child of node.children.toReversed())
      waiting.push({ node: child, parent: at, whole: kept === "keep all" });
  }
  return flat;
}

interface Waiting {
  readonly node: ChangeNode;
  readonly parent: number | undefined;
  readonly whole: boolean;
}

/** The tree of a list in which each change comes before those below it. */
export function growTree(flat: readonly FlatChange[], finalized: number | undefined): ChangeTree {
  const below = new Map<number | undefined, ChangeNode[]>();
  const under = (parent: number | undefined): ChangeNode[] => (below.get(parent) ?? []).reverse();
  for (const [at, { change, parent }] of [...flat.entries()].reverse()) {
    const siblings = below.get(parent);
    const node = changeNode(change, under(at));
    if (siblings === undefined) below.set(parent, [node]);
    else siblings.push(node);
  }
  return { roots: ordered(under(undefined)).children, finalized };
}

/** The way from a root to the deepest change whose block the given one descends from. */
function pathToParent(roots: readonly ChangeNode[], block: Place, isDescendent: IsDescendent): ChangeNode[] {
  for (const root of roots) {
    const path: { readonly node: ChangeNode; next: number }[] = [];
    const enter = (node: ChangeNode | undefined): void => {
      if (node !== undefined && node.change.announced.number < block.number) path.push({ node, next: 0 });
    };
    enter(root);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      if (step.next < step.node.children.length) enter(step.node.children[step.next++]);
      else if (isDescendent(step.node.change.announced.hash, block.hash)) return path.map(({ node }) => node);
      else path.pop();
    }
  }
  return [];
}

/** @throws AuthoritySetError for a number that was finalized already. */
function checkNotFinalized({ finalized }: ChangeTree, number: number): void {
  if (finalized !== undefined && number <= finalized) {
    throw new AuthoritySetError("reverted", `block ${number} is not above the finalized block ${finalized}`);
  }
}

/**
 * The tree with one change more. Changes of one chain come in their order. Rust: `fork_tree::ForkTree::import`.
 * @throws AuthoritySetError
 */
export function addToTree(tree: ChangeTree, change: PendingChange, isDescendent: IsDescendent): ChangeTree {
  const block = change.announced;
  checkNotFinalized(tree, block.number);
  const path = pathToParent(tree.roots, block, isDescendent);
  const siblings = path.at(-1)?.children ?? tree.roots;
  if (siblings.some((node) => node.change.announced.hash === block.hash)) {
    throw new AuthoritySetError("duplicate", `block ${block.number} (${block.hash}) has announced its change already`);
  }
  let [old, fresh]: [ChangeNode | undefined, ChangeNode] = [undefined, changeNode(change, [])];
  for (const parent of path.toReversed()) {
    [old, fresh] = [parent, changeNode(parent.change, replaced(parent.children, old, fresh))];
  }
  return { ...tree, roots: ordered(replaced(tree.roots, old, fresh)).children };
}

function replaced(nodes: readonly ChangeNode[], old: ChangeNode | undefined, fresh: ChangeNode): ChangeNode[] {
  return old === undefined ? [...nodes, fresh] : nodes.map((node) => (node === old ? fresh : node));
}

const isOrDescends = (base: Hex, block: Place, isDescendent: IsDescendent): boolean =>
  base === block.hash || isDescendent(base, block.hash);

/** @throws AuthoritySetError when the block lies past a change below the one that is finalized. */
function checkInOrder(node: ChangeNode, block: Place, isDescendent: IsDescendent): void {
  const past = node.children.find(
    ({ change: { announced } }) =>
      announced.number <= block.number && isOrDescends(announced.hash, block, isDescendent),
  );
  if (past === undefined) return;
  const { announced } = past.change;
  throw new AuthoritySetError(
    "unfinalized-ancestor",
    `the change of block ${announced.number} has to be finalized before`,
  );
}

/**
 * Whether finalizing a block applies a change: true when that change is next in line, false when others come before it,
 * undefined when there is none. Rust: `fork_tree::ForkTree::finalizes_any_with_descendent_if`.
 * @throws AuthoritySetError
 */
export function finalizesChange(
  tree: ChangeTree,
  block: Place,
  isDescendent: IsDescendent,
  applies: (change: PendingChange) => boolean,
): boolean | undefined {
  checkNotFinalized(tree, block.number);
  for (const node of eachNode(tree.roots)) {
    if (!applies(node.change) || !isOrDescends(node.change.announced.hash, block, isDescendent)) continue;
    checkInOrder(node, block, isDescendent);
    return tree.roots.includes(node);
  }
  return undefined;
}

/** What finalizing a block leaves of a tree. */
export interface FinalizedTree {
  readonly tree: ChangeTree;
  /** Whether any change was applied or dropped. */
  readonly changed: boolean;
  readonly applied: PendingChange | undefined;
}

/**
 * Finalizes a block: applies the change that is next in line on its chain, and drops those of other chains.
 * Rust: `fork_tree::ForkTree::finalize_with_descendent_if`.
 * @throws AuthoritySetError
 */
export function finalizeInTree(
  tree: ChangeTree,
  block: Place,
  isDescendent: IsDescendent,
  applies: (change: PendingChange) => boolean,
): FinalizedTree {
  checkNotFinalized(tree, block.number);
  const applied = tree.roots.find(
    ({ change }) => applies(change) && isOrDescends(change.announced.hash, block, isDescendent),
  );
  if (applied !== undefined) checkInOrder(applied, block, isDescendent);
  const open = applied?.children ?? tree.roots;
  const roots = open.filter(({ change: { announced } }) => {
    if (announced.number > block.number && isDescendent(block.hash, announced.hash)) return true;
    return isOrDescends(announced.hash, block, isDescendent);
  });
  const changed = applied !== undefined || roots.length < open.length;
  return { tree: { roots, finalized: block.number }, changed, applied: applied?.change };
}

/** What becomes of a change and of those below it. */
export type Keeping = "keep all" | "look below" | "drop all";

/** The tree without what `keep` drops. Rust: `fork_tree::ForkTree::drain_filter`. */
export function filterTree(tree: ChangeTree, keep: (change: PendingChange) => Keeping): ChangeTree {
  return growTree(flatTree(tree, keep), tree.finalized);
}
