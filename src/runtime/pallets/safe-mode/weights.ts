import { benchmarked } from "../../frame/weight.ts";

const proof = 1489n;
const withDeposit = 3892n;

/** Measured weights of SafeMode. Rust: `pallet_safe_mode::weights::SubstrateWeight`. */
export const weights = {
  onInitializeNoop: benchmarked(733_000n, proof, 1, 0),
  onInitializeExit: benchmarked(4_926_000n, proof, 1, 1),
  enter: benchmarked(44_471_000n, withDeposit, 2, 3),
  forceEnter: benchmarked(5_200_000n, proof, 1, 1),
  extend: benchmarked(46_411_000n, withDeposit, 2, 3),
  forceExtend: benchmarked(7_011_000n, proof, 1, 1),
  forceExit: benchmarked(6_180_000n, proof, 1, 1),
  releaseDeposit: benchmarked(37_735_000n, withDeposit, 3, 2),
  forceReleaseDeposit: benchmarked(36_454_000n, withDeposit, 2, 2),
  forceSlashDeposit: benchmarked(28_905_000n, withDeposit, 2, 2),
};
