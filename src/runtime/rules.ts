import type { Hex } from "../lib/bytes.ts";
import type { BuildName } from "../primitives/build-name.ts";

/**
 * The rules of one spec_version in one build, as data that is passed along, never a global.
 * Rust: `prod_or_fast!` and the cargo features `fast-runtime` and `pow-faucet`.
 */
export interface Rules {
  /** A label for people and files. Nothing is decided by it: each rule that differs between builds has a field. */
  readonly name: BuildName;
  /**
   * The four bytes in `:code` of a new chain, where the original has its program. Metadata differs between builds and
   * clients keep it by genesis hash, so a build whose genesis state is another's needs other bytes.
   */
  readonly code: Hex;
  readonly specVersion: number;
  readonly transactionVersion: number;
  /** Slot and block time in ms. */
  readonly slotDuration: bigint;
  /** Whether call 60 `faucet` exists. */
  readonly faucet: boolean;
  /** Tempo of new subnets, blocks. */
  readonly initialTempo: number;
  readonly initialTxChildKeyTakeRateLimit: bigint;
  readonly evmKeyAssociateRateLimit: bigint;
  readonly initialColdkeySwapAnnouncementDelay: number;
  readonly initialColdkeySwapReannouncementDelay: number;
  /** Blocks between two swaps of one coldkey's hotkeys on one subnet. */
  readonly hotkeySwapOnSubnetInterval: bigint;
  readonly initialMaxEpochsPerBlock: number;
  readonly crowdloanMinimumBlockDuration: number;
  readonly crowdloanMaximumBlockDuration: number;
  readonly maxUidsTrimmingRateLimit: bigint;
  /** Blocks. */
  readonly pendingChildKeyCooldown: bigint;
  readonly mechanismCountSetRateLimit: bigint;
  readonly mechanismEmissionRateLimit: bigint;
  /** Blocks between two subnet registrations. */
  readonly networkRateLimit: bigint;
  /** Whether //Alice owns the root subnet at genesis. */
  readonly aliceOwnsRoot: boolean;
}

/** The build without features: the real chain. */
export const production: Rules = {
  name: "production",
  code: "0x00535445",
  specVersion: 425,
  transactionVersion: 1,
  slotDuration: 12_000n,
  faucet: false,
  initialTempo: 360,
  initialTxChildKeyTakeRateLimit: 216_000n,
  evmKeyAssociateRateLimit: 7200n,
  initialColdkeySwapAnnouncementDelay: 36_000,
  initialColdkeySwapReannouncementDelay: 7200,
  hotkeySwapOnSubnetInterval: 7200n,
  initialMaxEpochsPerBlock: 2,
  crowdloanMinimumBlockDuration: 50_400,
  crowdloanMaximumBlockDuration: 432_000,
  maxUidsTrimmingRateLimit: 216_000n,
  pendingChildKeyCooldown: 7200n,
  mechanismCountSetRateLimit: 7200n,
  mechanismEmissionRateLimit: 7200n,
  networkRateLimit: 7200n,
  aliceOwnsRoot: false,
};

/** `localnet.sh False`: the cargo feature pow-faucet alone. */
const powFaucet: Rules = {
  ...production,
  name: "pow-faucet",
  code: "0x00535446",
  faucet: true,
  networkRateLimit: 0n,
};

/** `localnet.sh True`: the cargo features fast-runtime and pow-faucet. */
export const local: Rules = {
  ...powFaucet,
  name: "local",
  code: production.code,
  slotDuration: 250n,
  initialTempo: 10,
  initialTxChildKeyTakeRateLimit: 5n,
  evmKeyAssociateRateLimit: 1n,
  initialColdkeySwapAnnouncementDelay: 50,
  initialColdkeySwapReannouncementDelay: 10,
  hotkeySwapOnSubnetInterval: 1n,
  initialMaxEpochsPerBlock: 32,
  crowdloanMinimumBlockDuration: 50,
  crowdloanMaximumBlockDuration: 20_000,
  maxUidsTrimmingRateLimit: 1n,
  pendingChildKeyCooldown: 15n,
  mechanismCountSetRateLimit: 1n,
  mechanismEmissionRateLimit: 1n,
  aliceOwnsRoot: true,
};

/** Every build by its name. */
export const builds: Readonly<Record<BuildName, Rules>> = { production, "pow-faucet": powFaucet, local };
