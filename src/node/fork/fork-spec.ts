import type { ChainSpec, Genesis } from "../../primitives/chain-spec.ts";
import type { BlockId } from "../../storage/blocks/pointers.ts";

/** What the name of a fork ends with, that of a fork's fork too. */
const suffix = " (fork)";

/** What clients are told of a chain. */
export interface ChainOfFork {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * The specification of a fork: what clients see of the chain, and nothing that leads to its nodes.
 * @param block that it stands on; undefined for a genesis block, which the rest tells
 */
export function specOfFork(
  { name, properties }: ChainOfFork,
  block: BlockId | undefined,
  genesis: Genesis = { type: "raw", top: new Map(), children: new Map() },
): ChainSpec {
  const plain = name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  const word = plain
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40);
  return {
    name: plain + suffix,
    id: block === undefined ? `${word}-fork` : `${word}-fork-${block.number}-${block.hash.slice(2, 10)}`,
    chainType: "Development",
    bootNodes: [],
    telemetryEndpoints: undefined,
    protocolId: undefined,
    forkId: "fork",
    properties,
    forkBlocks: undefined,
    badBlocks: undefined,
    warpCheckpoint: undefined,
    codeSubstitutes: {},
    rules: undefined,
    genesis,
    unknown: [],
  };
}
