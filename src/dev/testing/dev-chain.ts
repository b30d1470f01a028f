import { onTestFinished } from "vitest";
import type { Chain } from "../../chain/chain.ts";
import { type SealingMode, startSealing } from "../../chain/sealing.ts";
import { testChain, testRuntime } from "../../chain/testing/chain.ts";
import { type TestClock, testClock } from "../../chain/testing/clock.ts";
import { devAccount, devNames } from "../../crypto/dev-accounts.ts";
import type { KeyPair } from "../../crypto/keypair.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Database } from "../../storage/database.ts";
import type { DevApi, StateFileAccess } from "../api.ts";
import { createDev } from "../control.ts";

export const start = 1_760_000_000_000;

/** The pair of a development account. */
export const knownPair = (account: Hex): KeyPair | undefined =>
  devNames.map((name) => devAccount(name)).find(({ publicKey }) => publicKey === account);

/** A sealed development chain in memory with what its owner may do. */
export async function devChain(
  options: {
    readonly mode?: SealingMode;
    readonly keyOf?: (account: Hex) => KeyPair | undefined;
    readonly peers?: () => number;
    readonly tryState?: boolean;
    readonly database?: Database;
    /** Whether the chain goes back as its owner says; it does unless said otherwise. */
    readonly ownerFinalizes?: boolean;
    readonly files?: StateFileAccess;
  } = {},
): Promise<{ chain: Chain; dev: DevApi; clock: TestClock }> {
  const clock = testClock(start);
  const { database } = options;
  const chain = await testChain(clock, {
    ...{ seals: "optional", checkClock: false, finalizesBest: () => false, tryState: options.tryState ?? false },
    ...(database === undefined ? {} : { database }),
  });
  const sealing = startSealing(chain, options.mode ?? "manual");
  onTestFinished(async () => {
    sealing.stop();
    await chain.close();
  });
  const dev = createDev({
    chain,
    production: { ...sealing, ownerFinalizes: options.ownerFinalizes ?? true },
    keyOf: options.keyOf ?? knownPair,
    peers: options.peers ?? (() => 0),
    rules: testRuntime,
    files: options.files,
  });
  return { chain, dev, clock };
}
