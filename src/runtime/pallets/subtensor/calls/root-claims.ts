import { as } from "../../../../codec/codec.ts";
import { btreeSet } from "../../../../codec/containers.ts";
import { u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensureRoot } from "../../../frame/origin.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid } from "../../../types/balances.ts";
import { claimRoot, setNumRootClaims, setRootClaimThreshold, setRootClaimType } from "../staking/root-claim-calls.ts";
import { RootClaimTypeEnum } from "../types.ts";

/** Root dividends that are claimed. */
export const rootClaimCalls = {
  claim_root: call(121, {
    docs: "Claims the signer's root dividends of one to five subnets.",
    args: { subnets: as("BTreeSet<NetUid>", btreeSet(NetUid)) },
    weight: benchmarked(138_999_000n, 7875n, 16, 4),
    run: (state, origin, { subnets }) => claimRoot(state, origin, subnets),
  }),
  set_root_claim_type: call(122, {
    docs: "Sets what the signer wants its root dividends as: root stake, or alpha of all or of some subnets.",
    args: { new_root_claim_type: as("RootClaimTypeEnum", RootClaimTypeEnum) },
    weight: benchmarked(18_283_000n, 3941n, 2, 4),
    run: (state, origin, { new_root_claim_type }) => setRootClaimType(state, origin, new_root_claim_type),
  }),
  sudo_set_num_root_claims: call(123, {
    docs: "Sets how many root stakers are claimed for in each block; for root only.",
    args: { new_value: u64 },
    weight: benchmarked(2_735_000n, 0n, 0, 1),
    run(state, origin, { new_value }) {
      ensureRoot(origin);
      setNumRootClaims(state, new_value);
    },
  }),
  sudo_set_root_claim_threshold: call(124, {
    docs: "Sets below how much alpha root dividends of a subnet are not claimed; for its owner or root.",
    args: { netuid: NetUid, new_value: u64 },
    weight: benchmarked(5_681_000n, 0n, 0, 1),
    run: (state, origin, { netuid, new_value }) => setRootClaimThreshold(state, origin, netuid, new_value),
  }),
};
