import { fromHex, type Hex, hexToKey, isHex, keyToHex, type StateKey } from "../lib/bytes.ts";
import { StorageError } from "../storage/errors.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import type { Remote } from "./remote.ts";
import type { RemoteAnswer, RemoteCall } from "./remote-messages.ts";

/** Keys after one, in the order of the trie. */
export interface KeyPage {
  /** What they begin with. */
  readonly prefix: StateKey;
  readonly after: StateKey;
  readonly count: number;
}

/** The state of one block as another node proves it. */
export interface RemoteState {
  readonly url: string;
  /**
   * Trie nodes (and values) on the ways to some keys, and further keys. The keys are only the node's word.
   * @param child the id of a child trie; undefined for the top trie
   * @throws StorageError (`remote`) when the node cannot be asked or does not serve that
   */
  read(child: StateKey | undefined, keys: readonly StateKey[], pages?: readonly KeyPage[]): RemoteRead;
}

export interface RemoteRead {
  readonly proof: readonly Uint8Array[];
  /** One list for each page that was asked for. */
  readonly pages: readonly (readonly StateKey[])[];
}

/** The block whose state is read. */
export interface StateOfBlock {
  readonly hash: Hex;
  readonly number: number;
  /** Of the chain that it belongs to. */
  readonly genesisHash: Hex;
}

/** So many keys are proven in one answer. */
export const keysAtOnce = 1000;

export function createRemoteState(remote: Remote, { hash, number, genesisHash }: StateOfBlock): RemoteState {
  const { url } = remote;
  let isSameChain = false;

  const failed = (text: string): StorageError => new StorageError("remote", `${url} ${text}`);
  const refusal = (method: string, refused: string, code: number): StorageError => {
    if (/discarded|pruned|unknown ?block|header was not found/i.test(refused)) {
      return failed(
        `keeps the state of block ${number} (${hash}) no longer (${refused}): give the URL of an archive node, or a newer block with --fork-block`,
      );
    }
    if (code === -32601 || /unsafe|not (found|available|allowed)/i.test(refused)) {
      return failed(
        `does not serve ${method} (${refused}), without which nothing of its state can be checked: give the URL of another node`,
      );
    }
    return failed(`refuses ${method}: ${refused}`);
  };

  const proofCall = (child: StateKey | undefined, keys: readonly StateKey[]): RemoteCall => {
    const list = keys.map(keyToHex);
    return child === undefined
      ? { method: "state_getReadProof", params: [list, hash] }
      : { method: "state_getChildReadProof", params: [keyToHex(childRootPrefix + child), list, hash] };
  };
  const pageCall = (child: StateKey | undefined, { prefix, after, count }: KeyPage): RemoteCall => {
    const rest = [keyToHex(prefix), count, keyToHex(after), hash];
    return child === undefined
      ? { method: "state_getKeysPaged", params: rest }
      : { method: "childstate_getKeysPaged", params: [keyToHex(childRootPrefix + child), ...rest] };
  };

  /** Asks; before the first answer counts, the node must have the fork's genesis. */
  const ask = (calls: readonly RemoteCall[]): readonly RemoteAnswer[] => {
    if (isSameChain) return remote.ask(calls);
    const [zero, ...answers] = remote.ask([{ method: "chain_getBlockHash", params: [0] }, ...calls]);
    const found = zero !== undefined && "result" in zero ? zero.result : undefined;
    if (found !== genesisHash) {
      throw failed(
        `is a node of another chain (its genesis is ${found}, that of the fork ${genesisHash}): give the URL of the chain's own node, or another --base-path`,
      );
    }
    isSameChain = true;
    return answers;
  };

  const prove = (child: StateKey | undefined, keys: readonly StateKey[], answer: RemoteAnswer): Uint8Array[] => {
    const method = child === undefined ? "state_getReadProof" : "state_getChildReadProof";
    if ("result" in answer) return proofIn(answer.result, url);
    // An answer of a megabyte or ten is too long for some nodes, a half of it may not be.
    const isLong = /too (big|large|long)|oversized|max(imum)? (response|limit)|size limit/i.test(answer.refused);
    if (!isLong || keys.length < 2) throw refusal(method, answer.refused, answer.code);
    const middle = keys.length >> 1;
    const proof: Uint8Array[] = [];
    for (const half of [keys.slice(0, middle), keys.slice(middle)]) {
      const [part] = ask([proofCall(child, half)]);
      for (const node of prove(child, half, part as RemoteAnswer)) proof.push(node);
    }
    return proof;
  };

  return {
    url,
    read(child, keys, pages = []) {
      remote.noteKeys(keys.length);
      const proofs = keys.length === 0 ? [] : [proofCall(child, keys)];
      const answers = ask([...proofs, ...pages.map((page) => pageCall(child, page))]);
      const others = answers.slice(proofs.length);
      return {
        proof: proofs.length === 0 ? [] : prove(child, keys, answers[0] as RemoteAnswer),
        // What a node tells of further keys saves time, and nothing depends on it.
        pages: others.map((answer, index) => keysIn(answer, pages[index] as KeyPage)),
      };
    },
  };
}

function proofIn(answer: unknown, url: string): Uint8Array[] {
  const { proof } = (answer ?? {}) as { proof?: unknown };
  if (Array.isArray(proof) && proof.every(isHex)) return proof.map(fromHex);
  throw new StorageError("damaged", `${url} is not to be trusted: what it answers is no proof`);
}

/** Keys of a page, as far as each comes after the one before: who asks for what follows the last one comes to an end. */
function keysIn(answer: RemoteAnswer, { prefix, after, count }: KeyPage): StateKey[] {
  if (!("result" in answer) || !Array.isArray(answer.result)) return [];
  const keys: StateKey[] = [];
  for (const key of answer.result.slice(0, count).filter(isHex).map(hexToKey))
    if (key.startsWith(prefix) && key > (keys.at(-1) ?? after)) keys.push(key);
  return keys;
}
