import { type Hex, toHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import type { BlockOfChain } from "../storage/chain-intake.ts";
import type { ChainView, StateDifference } from "../storage/chain-view.ts";
import type { StateFileHead } from "./head.ts";
import type { Step } from "./records.ts";
import type { StateFileContent } from "./write-state-file.ts";

/** What a state file says besides what the database holds. */
export interface ContentOptions {
  readonly head: Omit<StateFileHead, "genesis" | "block">;
  /** The block that a fork stands on, whose state the file is to differ from. */
  readonly forked?: BlockOfChain | undefined;
  /** Whether the blocks before go with it, and the states that are kept of them. */
  readonly blocks: boolean;
  readonly steps?: readonly Step[];
}

/**
 * The state of a block as the content of a file.
 * @throws UserError when the block is not there with its body
 */
export function chainContent(
  view: ChainView,
  hash: Hex,
  { head, forked, blocks, steps = [] }: ContentOptions,
): StateFileContent {
  const number = view.numberOf(hash);
  const genesisHash = view.genesisHash;
  if (number === undefined || genesisHash === undefined || view.body(hash) === undefined)
    throw new UserError(`block ${hash} cannot be written to a state file: it is not there, or its body was pruned`);
  const under = forked?.hash ?? genesisHash;
  const chain = hash === forked?.hash ? [] : blocks ? olderBlocks(view, hash, under) : [hash];
  return {
    head: {
      ...head,
      genesis: { hash: genesisHash, header: headerOf(view, genesisHash) },
      block: { hash, number, header: headerOf(view, hash) },
    },
    entries: forked === undefined ? view.entries(hash) : differencesOf(view, hash),
    forked,
    blocks: {
      *[Symbol.iterator]() {
        // What the first one replaced is of use only where the state under it is known.
        for (const one of chain)
          yield blockOf(view, one, blocks && (one !== chain[0] || view.parentHash(one) === under));
      },
    },
    steps,
  };
}

function headerOf(view: ChainView, hash: Hex): Hex {
  const header = view.header(hash);
  if (header === undefined) throw new UserError(`the header of block ${hash} is not there`);
  return toHex(header);
}

function differencesOf(view: ChainView, hash: Hex): AsyncIterable<StateDifference> {
  const differences = view.differences(hash);
  if (differences === undefined) throw new Error("the state of this chain lies over no other");
  return differences;
}

/** The block and those before it, oldest first, as far back as bodies are kept and without the block under all. */
function olderBlocks(view: ChainView, hash: Hex, under: Hex): Hex[] {
  const found = [hash];
  const first = Math.max(1, view.oldestBody());
  for (let at = view.parentHash(hash); at !== undefined && at !== under; at = view.parentHash(at)) {
    if ((view.numberOf(at) ?? 0) < first) break;
    found.push(at);
  }
  return found.reverse();
}

function blockOf(view: ChainView, hash: Hex, withReplaced: boolean): BlockOfChain {
  return {
    hash,
    header: view.header(hash) as Uint8Array,
    body: view.body(hash) ?? [],
    justifications: view.justifications(hash) ?? [],
    replaced: withReplaced ? view.replacedBy(hash) : undefined,
  };
}
