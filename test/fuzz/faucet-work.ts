import type { Hex } from "../../src/lib/bytes.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { createSealHash } from "../../src/runtime/pallets/subtensor/subnets/faucet.ts";
import { type Attempt, callOf, type Recipes } from "./attempt.ts";
import type { FuzzChain } from "./chain.ts";
import { signed } from "./recipes/common.ts";
import { rich } from "./world.ts";

/** Work that the faucet takes, for one account over one block. */
export interface Work {
  readonly blockNumber: bigint;
  readonly nonce: bigint;
  readonly work: Uint8Array;
  readonly account: Hex;
}

const difficulty = 1_000_000n;

const littleEndian = (bytes: Uint8Array): bigint => {
  let number = 0n;
  for (let at = bytes.length - 1; at >= 0; at--) number = (number << 8n) + BigInt(bytes[at] as number);
  return number;
};

/** Does the work over the last block of a chain: a million hashes, more or less. */
export function doWork(chain: FuzzChain): Work {
  const state = execute(chain.state.overlay(), chain.runtime.rules, chain.runtime);
  const account = rich[0] as Hex;
  // The hash of the last block is only known in the next one; that of the one before is known already.
  const blockNumber = BigInt(chain.head.number - 1);
  for (let nonce = 0n; ; nonce++) {
    const work = createSealHash(state, blockNumber, nonce, account);
    if ((work[31] as number) > 0 || (work[30] as number) > 0) continue;
    if (littleEndian(work) * difficulty < 1n << 256n) return { blockNumber, nonce, work, account };
  }
}

/** The faucet's extrinsic with work that was done. */
export const withWork = ({ blockNumber, nonce, work, account }: Work): Attempt => ({
  call: callOf("SubtensorModule", "faucet", { block_number: blockNumber, nonce, work }),
  from: account,
});

/** The faucet with work that is too old, too little, or somebody else's. */
export const faucetRecipes: Recipes = {
  "SubtensorModule.faucet": (w, r) =>
    signed(w, r, "SubtensorModule.faucet", r.pick(rich), {
      block_number: BigInt(w.now - r.below(4) < 0 ? 0 : w.now - r.below(4)),
      work: r.chance(60) ? new Uint8Array(32) : r.bytes(r.chance(96) ? 32 : 5),
    }),
};
