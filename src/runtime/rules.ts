/**
 * The rules of one spec_version in one configuration, as data that is passed along, never a global.
 * `production` and `local` are the original's two builds (plain, and fast-runtime with pow-faucet).
 * Answers to `prod_or_fast!` and the cargo features of the original.
 */
export interface Rules {
  readonly name: "production" | "local";
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

export const production: Rules = {
  name: "production",
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

export const local: Rules = {
  ...production,
  name: "local",
  slotDuration: 250n,
  faucet: true,
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
  networkRateLimit: 0n,
  aliceOwnsRoot: true,
};
