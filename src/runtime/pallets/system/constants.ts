import { u16, u32 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { RuntimeVersion } from "../../../primitives/runtime-version.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { BlockLength, BlockWeights } from "../../types/frame.ts";
import { RuntimeDbWeight } from "../../types/substrate.ts";

/** What is fixed for System. */
export const constants = defineConstants({
  BlockWeights: constant("What extrinsics of each class may weigh, and blocks.", BlockWeights, {
    base_block: { ref_time: 431_614_000n, proof_size: 0n },
    max_block: { ref_time: 4_000_000_000_000n, proof_size: 18_446_744_073_709_551_615n },
    per_class: {
      normal: {
        base_extrinsic: { ref_time: 108_157_000n, proof_size: 0n },
        max_extrinsic: { ref_time: 2_599_891_843_000n, proof_size: 11_990_383_647_911_208_550n },
        max_total: { ref_time: 3_000_000_000_000n, proof_size: 13_835_058_055_282_163_711n },
        reserved: { ref_time: 0n, proof_size: 0n },
      },
      operational: {
        base_extrinsic: { ref_time: 108_157_000n, proof_size: 0n },
        max_extrinsic: { ref_time: 3_599_891_843_000n, proof_size: 16_602_069_666_338_596_454n },
        max_total: { ref_time: 4_000_000_000_000n, proof_size: 18_446_744_073_709_551_615n },
        reserved: { ref_time: 1_000_000_000_000n, proof_size: 4_611_686_018_427_387_904n },
      },
      mandatory: {
        base_extrinsic: { ref_time: 108_157_000n, proof_size: 0n },
        max_extrinsic: undefined,
        max_total: undefined,
        reserved: undefined,
      },
    },
  }),
  BlockLength: constant("How long blocks may be in bytes.", BlockLength, {
    max: { normal: 7_864_320, operational: 10_485_760, mandatory: 10_485_760 },
  }),
  BlockHashCount: constant("How many block hashes are remembered.", u32, 2400),
  DbWeight: constant("What a read and a write of storage weigh.", RuntimeDbWeight, {
    read: 25_000_000n,
    write: 100_000_000n,
  }),
  Version: constant("The runtime's version and that of its APIs.", RuntimeVersion, {
    spec_name: "node-subtensor",
    impl_name: "node-subtensor",
    authoring_version: 1,
    spec_version: 425,
    impl_version: 1,
    apis: [
      [fromHex("0xdf6acb689907609b"), 5],
      [fromHex("0x37e397fc7c91f5e4"), 2],
      [fromHex("0x40fe3ad401f8959a"), 6],
      [fromHex("0xfbc577b9d747efd6"), 1],
      [fromHex("0xd2bc9897eed08f15"), 3],
      [fromHex("0xf78b278be53f454c"), 2],
      [fromHex("0xdd718d5cc53262d4"), 1],
      [fromHex("0xab3c0572291feb8b"), 1],
      [fromHex("0xed99c5acb25eedf5"), 3],
      [fromHex("0xbc9d89904f5b923f"), 1],
      [fromHex("0x37c8bb1350a9a2a8"), 4],
      [fromHex("0xf3ff14d5ab527059"), 3],
      [fromHex("0x582211f65bb14b89"), 6],
      [fromHex("0xe65b00e46cedd0aa"), 2],
      [fromHex("0x68b66ba122c93fa7"), 2],
      [fromHex("0x42e62be4a39e5b60"), 1],
      [fromHex("0x806df4ccaa9ed485"), 1],
      [fromHex("0x8375104b299b74c5"), 2],
      [fromHex("0x5d1fbfbe852f2807"), 1],
      [fromHex("0xc6886e2f8e598b0a"), 1],
      [fromHex("0xc0de4984d112f3b4"), 1],
      [fromHex("0xcbca25e39f142387"), 2],
      [fromHex("0xa8b093e6508d9e9c"), 1],
      [fromHex("0x1c4585bd5c707202"), 1],
    ],
    transaction_version: 1,
    system_version: 1,
  }),
  SS58Prefix: constant("The number of the chain's address format.", u16, 42),
});
