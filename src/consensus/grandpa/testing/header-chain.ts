import { encode } from "../../../codec/codec.ts";
import { type Hex, toHex } from "../../../lib/bytes.ts";
import { ConsensusLog, type GrandpaLog } from "../../../primitives/grandpa-log.ts";
import { encodeEngineItem, encodeHeader, headerHash } from "../../../primitives/header.ts";
import type { Voter } from "../../finality.ts";
import type { FinalizedChain } from "../finalized-chain.ts";

/** A digest item of GRANDPA. */
export const grandpaItem = (log: GrandpaLog): Uint8Array =>
  encodeEngineItem({ kind: "consensus", engine: "FRNK", data: encode(ConsensusLog, log) });

/** The item that announces voters, who take over after `delay` blocks; by force when there is a median. */
export function changeItem(voters: readonly Voter[], delay = 0, median?: number): Uint8Array {
  const change = { next_authorities: voters.map(([key, weight]): [Hex, bigint] => [key, weight]), delay };
  return grandpaItem(
    median === undefined
      ? { type: "ScheduledChange", value: change }
      : { type: "ForcedChange", value: [median, change] },
  );
}

/** An encoded header. `salt` tells blocks of the same height apart. */
export function makeHeader(number: number, parentHash: Hex, digest: readonly Uint8Array[] = [], salt = 0): Uint8Array {
  const root = toHex(new Uint8Array(32).fill(salt));
  return encodeHeader({ number, parentHash, stateRoot: root, extrinsicsRoot: root, digest });
}

/** A chain of headers without forks, block 0 first. */
export interface HeaderChain extends FinalizedChain {
  push(digest?: readonly Uint8Array[]): { readonly hash: Hex; readonly number: number; readonly header: Uint8Array };
  finalize(number: number, justification?: Uint8Array): void;
  setBest(justification: Uint8Array): void;
}

export function createHeaderChain(): HeaderChain {
  const headers: Uint8Array[] = [];
  const hashes: Hex[] = [];
  const justifications = new Map<Hex, Uint8Array>();
  let [finalized, best]: [number, Uint8Array | undefined] = [0, undefined];
  const push = (digest: readonly Uint8Array[] = []) => {
    const header = makeHeader(headers.length, hashes.at(-1) ?? toHex(new Uint8Array(32)), digest);
    const hash = headerHash(header);
    headers.push(header);
    hashes.push(hash);
    return { hash, number: headers.length - 1, header };
  };
  push();
  return {
    push,
    finalize(number, justification) {
      finalized = number;
      if (justification !== undefined) justifications.set(hashes[number] as Hex, justification);
    },
    setBest(justification) {
      best = justification;
    },
    finalizedNumber: () => finalized,
    hashAt: (number) => hashes[number],
    numberOf: (hash) => (hashes.includes(hash) ? hashes.indexOf(hash) : undefined),
    header: (hash) => headers[hashes.indexOf(hash)],
    justification: (hash) => justifications.get(hash),
    bestJustification: () => best,
  };
}
