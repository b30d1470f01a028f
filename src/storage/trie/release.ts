import { childReference, decodeNode, storedLeafAt } from "./decode-node.ts";
import { referenceOf } from "./encode-node.ts";
import type { LoadedNode, TrieNode } from "./node.ts";
import { encodeRecord, readRecord } from "./stored-node.ts";
import type { Trie } from "./trie.ts";

/**
 * The same trie with less in memory: leaves and the branches that only hold leaves are let go, since they serve few
 * keys and come with one read. All nodes must be in the trie's source by now. Nodes are not changed, since other tries
 * share them: those that hold something to let go are made anew.
 * @param most when more branches than this are left, only those stay that are in use: with a branch below them in memory.
 */
export function releaseNodes(trie: Trie, most: number): Trie {
  const { root } = trie;
  if (root?.children === undefined) return trie;
  const work = { kept: 0, onlyUsed: false };
  let left = release(work, root, "", 0, undefined);
  if (work.kept > most) left = release({ kept: 0, onlyUsed: true }, left, "", 0, undefined);
  return left === root ? trie : { ...trie, root: left };
}

interface Work {
  kept: number;
  readonly onlyUsed: boolean;
}

function release(
  work: Work,
  node: TrieNode,
  parentKey: string,
  parentEnd: number,
  nibble: number | undefined,
): TrieNode {
  work.kept++;
  const kept = new Array<TrieNode | undefined>(16).fill(undefined);
  let changed = false;
  for (let index = 0; index < 16; index++) {
    const child = node.children?.[index];
    if (typeof child !== "object") continue;
    if (hasBranchBelow(child, work.onlyUsed)) kept[index] = release(work, child, node.key, node.end, index);
    if (kept[index] !== child) changed = true;
  }
  if (!changed) return node;
  const fresh = decodeNode(readRecord(encodeRecord(node)) as LoadedNode, parentKey, parentEnd, nibble);
  fresh.reference = referenceOf(node);
  kept.forEach((child, index) => {
    if (child !== undefined && fresh.children !== undefined) fresh.children[index] = child;
  });
  return fresh;
}

function hasBranchBelow(node: TrieNode, inMemory: boolean): boolean {
  const { children, raw } = node;
  if (children === undefined) return false;
  for (let index = 0; index < 16; index++) {
    const child = children[index];
    if (typeof child === "object") {
      if (child.children !== undefined) return true;
    } else if (typeof child === "number" && !inMemory && raw !== undefined) {
      if (childReference(node, index)?.length === 32 && storedLeafAt(raw, index) === 0) return true;
    }
  }
  return false;
}
