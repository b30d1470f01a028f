import type { Hex } from "../../lib/bytes.ts";
import type { ChainType } from "../../primitives/chain-spec.ts";
import type { Voter } from "../finality.ts";

/**
 * Old blocks that hand over to other voters and whose justification nobody has: they are taken without one. By the type
 * of the chain only, as in the original: every chain that is not live has the test network's.
 * Rust: `node/src/service.rs new_partial`.
 */
export function unjustifiedBlocks(chainType: ChainType): ReadonlySet<Hex> {
  return chainType === "Live" ? mainNetwork : testNetwork;
}

/** Blocks 5,614,869 and 5,614,888. */
const mainNetwork: ReadonlySet<Hex> = new Set<Hex>([
  "0xb49f8cd2a49b51a493fc55a8c9524ba08c3aa6b702f20af02878c1ec68e3ff5f",
  "0x04c71efb77060bfacfb49cd61826d594148ccda2ee23d66c7db819b16b55911c",
]);
/** Block 4,589,660. */
const testNetwork: ReadonlySet<Hex> = new Set<Hex>([
  "0x819a5e54ffa2d267d469c6da44de5e8819b1aad1717a1389c959eab4349722ca",
]);

/** Where the sets of a chain are not what its headers tell. */
export type HardForks =
  /** Voters who took over at a block, by its hash. */
  | {
      readonly type: "sets";
      readonly sets: ReadonlyMap<Hex, { readonly setId: bigint; readonly authorities: readonly Voter[] }>;
    }
  /** How many sets more than the headers tell have gone by with each fragment of a warp proof. */
  | { readonly type: "set-offset"; readonly offset: bigint };

/**
 * The correction of warp proofs by the type of the chain. Rust: `node/src/service.rs new_full`,
 * `HardForks::new_initial_set_id`.
 */
export function warpHardForks(chainType: ChainType): HardForks {
  const offset = chainType === "Live" ? 3n : chainType === "Development" ? 2n : 0n;
  return { type: "set-offset", offset };
}
