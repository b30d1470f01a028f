import { type Hex, toHex } from "../../lib/bytes.ts";
import { decodeHeader, headerHash } from "../../primitives/header.ts";
import type { Place } from "../fork-tree.ts";
import { type Ancestry, samePlace } from "./chain-view.ts";
import { lowestPrecommit, validateCommit } from "./commit.ts";
import { decodeJustification, signaturePayload } from "./messages.ts";
import type { VerifySignature } from "./signatures.ts";
import type { Commit, Justification } from "./types.ts";
import type { VoterSet } from "./voter-set.ts";

/** Why a justification proves nothing. */
export type JustificationFault = "undecodable" | "target" | "commit" | "signature" | "ancestry" | "unused headers";

/**
 * Collects the headers that lead from the lowest precommit of a commit to the others.
 * Rust: `sc_consensus_grandpa::GrandpaJustification::from_commit`.
 * @param headerOf the encoded header of a block
 * @returns undefined when a header is missing, or when a precommit does not descend from the lowest one
 */
export function justify(
  round: bigint,
  commit: Commit,
  headerOf: (hash: Hex) => Uint8Array | undefined,
): Justification | undefined {
  const base = lowestPrecommit(commit.precommits)?.target;
  if (base === undefined) return undefined;
  const ancestries: Uint8Array[] = [];
  const taken = new Set<Hex>([base.hash]);
  for (const { target } of commit.precommits) {
    for (let hash = target.hash; !taken.has(hash); ) {
      const encoded = headerOf(hash);
      if (encoded === undefined) return undefined;
      const { number, parentHash } = decodeHeader(encoded);
      if (number <= base.number) return undefined;
      taken.add(hash);
      ancestries.push(encoded);
      hash = parentHash;
    }
  }
  return { round, commit, ancestries };
}

/** How the blocks descend from each other whose headers a justification brings. */
function ancestryOf(ancestries: readonly Uint8Array[]): Ancestry & { readonly parents: ReadonlyMap<Hex, Hex> } {
  const parents = new Map(ancestries.map((encoded) => [headerHash(encoded), decodeHeader(encoded).parentHash]));
  const ancestry = (base: Hex, block: Hex): Hex[] | undefined => {
    const route: Hex[] = [];
    for (let at = block; at !== base; ) {
      const parent = parents.get(at);
      if (parent === undefined) return undefined;
      route.push(parent);
      at = parent;
    }
    return route.slice(0, -1);
  };
  // A commit may name one block many times: the way down from it is gone once.
  const above = new Map<Hex, Set<Hex>>();
  const isEqualOrDescendantOf = (base: Hex, block: Hex): boolean => {
    const known = above.get(base) ?? new Set([base]);
    above.set(base, known);
    const way: Hex[] = [];
    for (let at = block; !known.has(at); ) {
      const parent = parents.get(at);
      if (parent === undefined) return false;
      way.push(at);
      at = parent;
    }
    for (const hash of way) known.add(hash);
    return true;
  };
  return { ancestry, isEqualOrDescendantOf, parents };
}

/**
 * Whether a justification proves its target final: its commit must, every precommit must be signed, and its headers must be
 * the ways from the lowest precommit to the others and nothing more.
 * Rust: `sc_consensus_grandpa::GrandpaJustification::verify_with_voter_set`.
 * @returns undefined when it does
 */
export function verifyJustification(
  { round, commit, ancestries }: Justification,
  { setId, voters, verify }: { readonly setId: bigint; readonly voters: VoterSet; readonly verify: VerifySignature },
): JustificationFault | undefined {
  const chain = ancestryOf(ancestries);
  const base = lowestPrecommit(commit.precommits)?.target;
  if (base === undefined || !validateCommit(commit, voters, chain).valid) return "commit";
  const visited = new Set<Hex>();
  const checked = new Set<string>();
  for (const { target, signature, voter } of commit.precommits) {
    const key = `${voter}${target.hash}${target.number}:${toHex(signature)}`;
    if (checked.has(key)) continue;
    checked.add(key);
    const payload = signaturePayload({ stage: "precommit", target }, round, setId);
    if (!verify(payload, signature, voter)) return "signature";
    for (let at = target.hash; at !== base.hash && !visited.has(at); ) {
      const parent = chain.parents.get(at);
      if (parent === undefined) return "ancestry";
      visited.add(at);
      at = parent;
    }
  }
  return visited.size === chain.parents.size ? undefined : "unused headers";
}

/**
 * The justification in these bytes, when it proves this block final.
 * Rust: `sc_consensus_grandpa::GrandpaJustification::decode_and_verify_finalizes`.
 */
export function decodeAndVerify(
  bytes: Uint8Array,
  target: Place,
  by: { readonly setId: bigint; readonly voters: VoterSet; readonly verify: VerifySignature },
): Justification | JustificationFault {
  const justification = decodeJustification(bytes);
  if (justification === undefined) return "undecodable";
  if (!samePlace(justification.commit.target, target)) return "target";
  return verifyJustification(justification, by) ?? justification;
}
