import { beforeEach, describe, expect, it } from "vitest";
import { encode } from "../../codec/codec.ts";
import { option } from "../../codec/containers.ts";
import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../../lib/bytes.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { memoryState } from "../../storage/state/memory-state.ts";
import { callRuntimeApi } from "../executive/call-api.ts";
import { execute } from "../frame/execution.ts";
import type { WriteState } from "../frame/state.ts";
import { createRuntime, production } from "../index.ts";
import { encodedMetadata } from "../metadata/metadata.ts";
import { storage as ethereum } from "../pallets/ethereum/storage.ts";
import { storage as evm } from "../pallets/evm/storage.ts";
import { storage as subtensor } from "../pallets/subtensor/storage.ts";
import { storage as system } from "../pallets/system/storage.ts";
import { TransactionStatus } from "../types/ethereum.ts";
import { OpaqueMetadata } from "../types/substrate.ts";

const runtime = createRuntime(production);
let overlay: StateOverlay;
let state: WriteState;
beforeEach(() => {
  overlay = memoryState([]).overlay();
  state = execute(overlay, production, runtime);
});
const ask = (method: string, args: Hex | Uint8Array = "0x"): Hex =>
  toHex(callRuntimeApi(overlay, runtime, method, typeof args === "string" ? fromHex(args) : args));

/** One in four blocks primary, and secondary slots with VRF, as SCALE. */
const babeChances = `${"0100000000000000"}${"0400000000000000"}02`;
const none: Hex = "0x00";

describe("BabeApi on a chain without Babe", () => {
  it("starts at slot 0 with an empty epoch", () => {
    const epoch: Hex = `0x${"00".repeat(8 * 3)}00${"00".repeat(32)}${babeChances}`;
    expect(ask("BabeApi_current_epoch_start")).toBe(`0x${"00".repeat(8)}`);
    expect(ask("BabeApi_current_epoch")).toBe(epoch);
    expect(ask("BabeApi_next_epoch")).toBe(epoch);
    expect(ask("BabeApi_configuration")).toBe(
      `0x${"00".repeat(16)}${babeChances.slice(0, 32)}00${"00".repeat(32)}${babeChances.slice(32)}`,
    );
  });

  it("proves nobody's keys", () => {
    expect(ask("BabeApi_generate_key_ownership_proof", `0x${"00".repeat(8 + 32)}`)).toBe(none);
    expect(ask("GrandpaApi_generate_key_ownership_proof", `0x${"00".repeat(8 + 32)}`)).toBe(none);
  });
});

describe("SessionKeys", () => {
  const two = concatBytes(new Uint8Array(32).fill(7), new Uint8Array(32).fill(9));

  it("takes the keys of Aura and Grandpa apart", () => {
    const key = (byte: string, type: string) => `80${byte.repeat(32)}${toHex(utf8(type)).slice(2)}`;
    expect(ask("SessionKeys_decode_session_keys", concatBytes(new Uint8Array([1, 1]), two))).toBe(
      `0x0108${key("07", "aura")}${key("09", "gran")}`,
    );
  });

  it("finds none in less than two keys", () => {
    expect(ask("SessionKeys_decode_session_keys", concatBytes(new Uint8Array([0xfc]), two.slice(0, 63)))).toBe(none);
  });
});

describe("Metadata", () => {
  it("has versions 14 to 16 and no other", () => {
    for (const version of [14, 15, 16])
      expect(ask("Metadata_metadata_at_version", `0x${version.toString(16).padStart(2, "0")}000000`)).toBe(
        toHex(encode(option(OpaqueMetadata), encodedMetadata(runtime, version))),
      );
    expect(encodedMetadata(runtime, 15)?.[4]).toBe(15);
    for (const version of ["0d", "11", "00"])
      expect(ask("Metadata_metadata_at_version", `0x${version}000000`)).toBe(none);
  });
});

describe("SubnetInfoRuntimeApi", () => {
  it("knows which subnet makes room: the cheapest past its immunity", () => {
    expect(ask("SubnetInfoRuntimeApi_get_subnet_to_prune")).toBe(none);
    system.Number.set(state, 1000);
    subtensor.NetworkImmunityPeriod.set(state, 100n);
    // Price and block of registration; the third subnet is immune.
    for (const [netuid, price, registeredAt] of [
      [1, 2n, 0n],
      [2, 1n, 0n],
      [3, 0n, 950n],
    ] as const) {
      subtensor.NetworksAdded.at(netuid).set(state, true);
      subtensor.SubnetMechanism.at(netuid).set(state, 1);
      subtensor.SubnetMovingPrice.at(netuid).set(state, price << 32n);
      subtensor.NetworkRegisteredAt.at(netuid).set(state, registeredAt);
    }
    expect(ask("SubnetInfoRuntimeApi_get_subnet_to_prune")).toBe("0x010200");
  });
});

describe("EthereumRuntimeRPCApi", () => {
  const address: Hex = `0x${"ab".repeat(20)}`;

  it("reads code and storage of contracts", () => {
    evm.AccountCodes.at(address).set(state, new Uint8Array([1, 2, 3]));
    evm.AccountStorages.at(address, `0x${"00".repeat(30)}0102`).set(state, `0x${"05".repeat(32)}`);
    expect(ask("EthereumRuntimeRPCApi_account_code_at", address)).toBe("0x0c010203");
    // The index comes as a little-endian number.
    expect(ask("EthereumRuntimeRPCApi_storage_at", `${address}0201${"00".repeat(30)}`)).toBe(`0x${"05".repeat(32)}`);
    expect(ask("EthereumRuntimeRPCApi_storage_at", `${address}0101${"00".repeat(30)}`)).toBe(`0x${"00".repeat(32)}`);
  });

  it("has no author where no slot says one", () => {
    expect(ask("EthereumRuntimeRPCApi_author")).toBe(`0x${"00".repeat(20)}`);
  });

  it("tells what is kept of the block's Ethereum transactions", () => {
    for (const part of ["block", "receipts", "transaction_statuses"])
      expect(ask(`EthereumRuntimeRPCApi_current_${part}`)).toBe(none);
    expect(ask("EthereumRuntimeRPCApi_current_all")).toBe("0x000000");
    ethereum.CurrentTransactionStatuses.set(state, [emptyStatus]);
    ethereum.CurrentReceipts.set(state, []);
    const statuses = `0104${toHex(encode(TransactionStatus, emptyStatus)).slice(2)}`;
    expect(ask("EthereumRuntimeRPCApi_current_transaction_statuses")).toBe(`0x${statuses}`);
    expect(ask("EthereumRuntimeRPCApi_current_receipts")).toBe("0x0100");
    expect(ask("EthereumRuntimeRPCApi_current_all")).toBe(`0x000100${statuses}`);
  });
});

const emptyStatus = {
  transaction_hash: `0x${"11".repeat(32)}` as Hex,
  transaction_index: 3,
  from: `0x${"22".repeat(20)}` as Hex,
  to: undefined,
  contract_address: undefined,
  logs: [],
  logs_bloom: new Uint8Array(256),
};
