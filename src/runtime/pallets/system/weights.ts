import { addWeight, benchmarked, dbWeight, mulWeight, type Weight, weight } from "../../frame/weight.ts";

/** Measured weights of System's calls. Rust: `frame_system::weights::SubstrateWeight`. */
export const weights = {
  remark: (bytes: number): Weight => addWeight(weight(1_586_000n), mulWeight(weight(10_920n), bytes)),
  remarkWithEvent: (bytes: number): Weight => addWeight(weight(4_725_000n), mulWeight(weight(12_386n), bytes)),
  setHeapPages: benchmarked(2_836_000n, 0n, 0, 1),
  setCode: benchmarked(164_247_810_000n, 67_035n, 1, 1),
  setStorage: (items: number): Weight =>
    addWeight(weight(1_565_000n), mulWeight(weight(733_648n), items), dbWeight(0, items)),
  killStorage: (keys: number): Weight =>
    addWeight(weight(1_624_000n), mulWeight(weight(566_903n), keys), dbWeight(0, keys)),
  killPrefix: (keys: number): Weight =>
    addWeight(weight(2_964_000n), mulWeight(weight(1_340_742n, 70n), keys), dbWeight(keys, keys)),
  authorizeUpgrade: benchmarked(15_570_000n, 0n, 0, 1),
  applyAuthorizedUpgrade: benchmarked(166_858_158_000n, 67_035n, 2, 2),
};
