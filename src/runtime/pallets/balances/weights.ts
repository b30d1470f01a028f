import { addWeight, benchmarked, dbWeight, maxWeight, mulWeight, type Weight, weight } from "../../frame/weight.ts";

/** Measured weights of Balances' calls. Rust: `pallet_balances::weights::SubstrateWeight`. */
export const weights = {
  transferAllowDeath: benchmarked(48_834_000n, 3593n, 1, 1),
  transferKeepAlive: benchmarked(39_051_000n, 3593n, 1, 1),
  forceSetBalance: maxWeight(benchmarked(12_547_000n, 3593n, 1, 1), benchmarked(19_206_000n, 3593n, 1, 1)),
  forceTransfer: benchmarked(49_519_000n, 6196n, 2, 2),
  transferAll: benchmarked(48_209_000n, 3593n, 1, 1),
  forceUnreserve: benchmarked(15_515_000n, 3593n, 1, 1),
  upgradeAccounts: (accounts: number): Weight =>
    addWeight(weight(14_674_000n, 990n), mulWeight(weight(14_648_188n, 2603n), accounts), dbWeight(accounts, accounts)),
  forceAdjustTotalIssuance: weight(5_351_000n),
  /** The original has the two the wrong way round: this one is charged for `keep_alive`. */
  burnAllowDeath: weight(30_219_000n),
  burnKeepAlive: weight(20_720_000n),
};
