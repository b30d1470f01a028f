import { childAt, childReference, storedLeafAt } from "./decode-node.ts";
import { referenceOf } from "./encode-node.ts";
import { commonNibbles, nibbleAt, packPath } from "./nibbles.ts";
import { sameBytes, type TrieNode } from "./node.ts";
import { encodeRecord, hasRecord } from "./stored-node.ts";
import type { Trie } from "./trie.ts";

/** Receives what becomes of the record at each path: its bytes (stored-node.ts), or undefined when there is none any more. */
export type NodeWriter = (path: string, record: Uint8Array | undefined) => void;

/** `writeTrieNodes` with the bytes of each record, now. */
export function writeTrieChanges(from: Trie | undefined, to: Trie, write: NodeWriter): void {
  writeTrieNodes(from, to, (path, node) => write(path, node && encodeRecord(node)));
}

/**
 * What must be written to a store of nodes by path that holds trie `from` (or nothing) so that it holds trie `to`: at each path
 * the node whose record (stored-node.ts) lies there from now on, or undefined when there is none any more.
 * A key's place in the trie does not depend on other keys, so subtrees that are the same in both are skipped whole.
 */
export function writeTrieNodes(
  from: Trie | undefined,
  to: Trie,
  write: (path: string, node: TrieNode | undefined) => void,
): void {
  const work: Work = { from: from ?? to, to, write };
  const old = from?.root;
  const now = to.root;
  if (old === now) return;
  if (old !== undefined && now !== undefined && sameBytes(referenceOf(old), referenceOf(now))) return;
  compare(work, old, true, now, true, true);
}

interface Work {
  readonly from: Trie;
  readonly to: Trie;
  readonly write: (path: string, node: TrieNode | undefined) => void;
}

/**
 * Two nodes on the same path. Where one's partial key goes on beyond the other's, the longer one is compared with a
 * child of the shorter, and `oldHere` or `nowHere` says that it has no entry at that deeper path.
 */
function compare(
  work: Work,
  old: TrieNode | undefined,
  oldHere: boolean,
  now: TrieNode | undefined,
  nowHere: boolean,
  isRoot = false,
): void {
  if (old === undefined) {
    if (now !== undefined) writeAll(work, now, nowHere, isRoot);
    return;
  }
  if (now === undefined) {
    removeAll(work, old, oldHere, isRoot);
    return;
  }
  if (nowHere && hasRecord(now, isRoot)) {
    work.write(packPath(now.key, now.start), now);
  } else if (oldHere && hasRecord(old, isRoot)) {
    work.write(packPath(old.key, old.start), undefined);
  }
  const from = Math.max(old.start, now.start);
  const common = commonNibbles(old.key, now.key, from, Math.min(old.end, now.end));
  if (common === old.end && common === now.end) {
    for (let index = 0; index < 16; index++) comparePair(work, old, now, index);
  } else if (common === old.end) {
    const own = nibbleAt(now.key, common);
    for (let index = 0; index < 16; index++) {
      const child = oldChild(work, old, index);
      if (index === own) compare(work, child, true, now, false);
      else if (child !== undefined) removeAll(work, child, true);
    }
  } else if (common === now.end) {
    const own = nibbleAt(old.key, common);
    for (let index = 0; index < 16; index++) {
      if (index === own) compare(work, old, false, childAt(work.to.source, now, index), true);
      else writeLoaded(work, now, index);
    }
  } else {
    for (let index = 0; index < 16; index++) {
      const child = oldChild(work, old, index);
      if (child !== undefined) removeAll(work, child, true);
      writeLoaded(work, now, index);
    }
  }
}

function oldChild(work: Work, node: TrieNode, index: number): TrieNode | undefined {
  return childAt(work.from.source, node, index);
}

function comparePair(work: Work, old: TrieNode, now: TrieNode, index: number): void {
  const oldRaw = old.children?.[index];
  const nowRaw = now.children?.[index];
  if (oldRaw === nowRaw && (typeof oldRaw !== "number" || old.raw === now.raw)) return;
  const oldReference = childReference(old, index);
  const nowReference = childReference(now, index);
  if (oldReference !== undefined && nowReference !== undefined && sameBytes(oldReference, nowReference)) return;
  if (isStoredLeaf(old, index) && isNewLeaf(now, index)) return;
  compare(work, oldChild(work, old, index), true, childAt(work.to.source, now, index), true);
}

/** A leaf that is not in memory and lies in its parent's record. */
function isStoredLeaf(parent: TrieNode, index: number): boolean {
  return (
    typeof parent.children?.[index] === "number" && parent.raw !== undefined && storedLeafAt(parent.raw, index) > 0
  );
}

/** A leaf that lies in its parent's record. */
function isNewLeaf(parent: TrieNode, index: number): boolean {
  const child = parent.children?.[index];
  return typeof child === "object" && child.children === undefined && !hasRecord(child, false);
}

/** A child that is new as a whole. One that is not in memory was never changed, so it lies in the store already. */
function writeLoaded(work: Work, node: TrieNode, index: number): void {
  const child = node.children?.[index];
  if (typeof child === "object") writeAll(work, child, true);
}

function writeAll(work: Work, node: TrieNode, here: boolean, isRoot = false): void {
  if (here && hasRecord(node, isRoot)) work.write(packPath(node.key, node.start), node);
  if (node.children !== undefined) for (let index = 0; index < 16; index++) writeLoaded(work, node, index);
}

function removeAll(work: Work, node: TrieNode, here: boolean, isRoot = false): void {
  if (here && hasRecord(node, isRoot)) work.write(packPath(node.key, node.start), undefined);
  if (node.children === undefined) return;
  for (let index = 0; index < 16; index++) {
    const child = oldChild(work, node, index);
    if (child !== undefined) removeAll(work, child, true);
  }
}
