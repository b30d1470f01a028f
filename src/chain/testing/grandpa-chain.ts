import { decidesAlone } from "../../consensus/finality.ts";
import { devAccount } from "../../crypto/dev-accounts.ts";
import { createNativeEngine, everywhere } from "../../engine/native/native-engine.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Block } from "../../primitives/block.ts";
import { createBlockRules } from "../../primitives/block-rules.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { decodeHeader } from "../../primitives/header.ts";
import type { KeyValue } from "../../storage/kv/key-value.ts";
import type { Chain } from "../chain.ts";
import { openFinality } from "../finality/open-finality.ts";
import { verifyVote } from "../finality/verify-vote.ts";
import { testChain, testDatabase, testRuntime } from "./chain.ts";
import type { TestClock } from "./clock.ts";

const voter = devAccount("One", "ed25519");
const engines = everywhere(createNativeEngine(testRuntime()));

/**
 * A chain with GRANDPA over a store.
 * @param decides whether the node has the only vote; @param badBlocks what the specification rules out
 */
export async function grandpaChain(
  clock: TestClock,
  store: KeyValue,
  decides: boolean,
  badBlocks: readonly Hex[] = [],
): Promise<Chain> {
  const database = await testDatabase(store);
  const sign = (key: Hex, payload: Uint8Array) => (key === voter.publicKey ? voter.sign(payload) : undefined);
  const finality = await openFinality({
    ...{ database, engines, unjustified: new Set<Hex>(), verify: verifyVote },
    sign: decides ? sign : undefined,
  });
  const own = decides ? [voter.publicKey] : [];
  const blockRules = createBlockRules({ badBlocks, forkBlocks: undefined });
  return testChain(clock, { database, finality, blockRules, finalizesBest: (voters) => decidesAlone(voters, own) });
}

/** A stored block, whole. */
export const blockAt = ({ database }: Chain, number: number): Block => {
  const hash = database.hashAt(number) as Hex;
  const header = database.header(hash) as Uint8Array;
  const body = (database.body(hash) as Uint8Array[]).map(createExtrinsic);
  const justifications = database.justifications(hash) ?? [];
  return { hash, number, parentHash: decodeHeader(header).parentHash, header, body, justifications };
};
