import { as } from "../../../../codec/codec.ts";
import { bytes, fixedHex, u8, u16, u32, u64, u128 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { NetUid } from "../../../types/balances.ts";
import { H160 } from "../../../types/hashes.ts";
import { doServeAxon, doServePrometheus } from "../subnets/serving.ts";
import { doAssociateEvmKey } from "../utils/evm.ts";
import { doSetIdentity } from "../utils/identity.ts";

/** What neurons tell about themselves: endpoints, an Ethereum address, an identity. */
export const servingCalls = {
  serve_axon: call(4, {
    docs: "Publishes where the signing hotkey's axon answers.",
    args: {
      netuid: NetUid,
      version: u32,
      ip: u128,
      port: u16,
      ip_type: u8,
      protocol: u8,
      placeholder1: u8,
      placeholder2: u8,
    },
    weight: benchmarked(31_278_000n, 4178n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, ...axon }) => doServeAxon(state, origin, netuid, axon, undefined),
  }),
  serve_axon_tls: call(40, {
    docs: "Publishes where the signing hotkey's axon answers, with its TLS certificate.",
    args: {
      netuid: NetUid,
      version: u32,
      ip: u128,
      port: u16,
      ip_type: u8,
      protocol: u8,
      placeholder1: u8,
      placeholder2: u8,
      certificate: bytes,
    },
    weight: benchmarked(30_617_000n, 4149n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, certificate, ...axon }) => doServeAxon(state, origin, netuid, axon, certificate),
  }),
  serve_prometheus: call(5, {
    docs: "Publishes where the signing hotkey's prometheus server answers.",
    args: { netuid: NetUid, version: u32, ip: u128, port: u16, ip_type: u8 },
    weight: benchmarked(29_294_000n, 4277n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, ...endpoint }) => doServePrometheus(state, origin, netuid, endpoint),
  }),
  associate_evm_key: call(93, {
    docs: "Binds an Ethereum address, which signed for it, to the signing hotkey's uid.",
    args: { netuid: NetUid, evm_key: as("H160", H160), block_number: u64, signature: as("Signature", fixedHex(65)) },
    weight: benchmarked(684_242_000n, 4415n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, evm_key, block_number, signature }) =>
      doAssociateEvmKey(state, origin, netuid, { evmKey: evm_key, blockNumber: block_number, signature }),
  }),
  set_identity: call(68, {
    docs: "Says who the signing coldkey is.",
    args: {
      name: bytes,
      url: bytes,
      github_repo: bytes,
      image: bytes,
      discord: bytes,
      description: bytes,
      additional: bytes,
    },
    weight: benchmarked(32_040_000n, 6829n, 3, 1),
    run: (state, origin, identity) => doSetIdentity(state, origin, identity),
  }),
};
