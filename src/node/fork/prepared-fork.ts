import { directoryOfBlock } from "../../fork/block-files.ts";
import type { ForkedBlock } from "../../fork/forked-block.ts";
import type { RemoteOptions } from "../../fork/remote-messages.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import type { ForkOfNode, ForkOrigin } from "../config.ts";
import { specOfFork } from "./fork-spec.ts";

export interface ForkRequest {
  /** The URL of a node, or the path of a data directory, a state file or a raw specification. */
  readonly from: string;
  /** How a node is asked. */
  readonly remote: RemoteOptions;
  readonly wanted: number | Hex | undefined;
  /** The base path; undefined where it is a temporary directory. */
  readonly base: string | undefined;
  readonly cache: string;
  /** The state file that the chain is to begin with, if it is there. */
  readonly state: string | undefined;
  warn(line: string): void;
}

/** A fork that a node can be started with. */
export interface PreparedFork {
  readonly spec: ChainSpec;
  readonly fork: ForkOrigin;
}

/** A fork that asks a node. */
export function preparedFork(block: ForkedBlock, { cache, ...rest }: Omit<ForkOfNode, "kind" | "block">): PreparedFork {
  return {
    spec: specOfFork(block, { hash: block.hash, number: block.header.number }),
    fork: { kind: "node", block, cache: directoryOfBlock(cache, block), ...rest },
  };
}
