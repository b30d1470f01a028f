import { beforeEach, describe, expect, it } from "vitest";
import { ecdsaFromSeed, ecdsaSignHash, ethereumAddress } from "../../../../crypto/ecdsa.ts";
import { keccak256 } from "../../../../crypto/hashing.ts";
import { concatBytes, fromHex, type Hex } from "../../../../lib/bytes.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { storage as system } from "../../system/storage.ts";
import { storage } from "../storage.ts";
import { appendNeuron } from "../subnets/uids.ts";
import { failureOf, wholeRuntime, wholeState } from "../testing/whole-state.ts";
import { doAssociateEvmKey, hashMessageEip191 } from "./evm.ts";

const hotkey: AccountId = `0x${"11".repeat(32)}`;
const pair = ecdsaFromSeed(new Uint8Array(32).fill(7));
const evmKey = ethereumAddress(pair.publicKey);
/** A u64 in its eight bytes, the least first. */
const block3 = new Uint8Array([3, 0, 0, 0, 0, 0, 0, 0]);
const message = concatBytes(fromHex(hotkey), keccak256(block3));
const signature = ecdsaSignHash(pair, hashMessageEip191(message));
let state: WriteState;

/** Why it fails; undefined when it does not. */
const associate = (changes: { evmKey?: Hex; signature?: Hex; blockNumber?: bigint } = {}): string | undefined =>
  failureOf(state, () =>
    doAssociateEvmKey(state, wholeRuntime.signed(hotkey), 1, { evmKey, blockNumber: 3n, signature, ...changes }),
  );

beforeEach(() => {
  state = wholeState(7200);
  storage.NetworksAdded.at(1).set(state, true);
  storage.Owner.at(hotkey).set(state, `0x${"22".repeat(32)}`);
  appendNeuron(state, 1, hotkey, 5n);
});

describe("associating an EVM key", () => {
  it("takes what the key signed, with either way of counting recovery ids", () => {
    expect(associate()).toBe(undefined);
    expect(storage.AssociatedEvmAddress.at(1, 0).get(state)).toEqual([evmKey, 7200n]);
    system.Number.set(state, 14_400);
    const id = Number.parseInt(signature.slice(-2), 16);
    const other = id > 26 ? id - 27 : id + 27;
    expect(associate({ signature: `${signature.slice(0, -2)}${other.toString(16).padStart(2, "0")}` as Hex })).toBe(
      undefined,
    );
  });

  it("refuses signatures of others and of nobody", () => {
    expect(associate({ evmKey: `0x${"11".repeat(20)}` })).toBe("InvalidRecoveredPublicKey");
    expect(associate({ blockNumber: 4n })).toBe("InvalidRecoveredPublicKey");
    expect(associate({ signature: `0x${"22".repeat(64)}09` })).toBe("InvalidIdentity");
  });

  it("counts from 27 once only, and wants the lower s of the two that prove the same", () => {
    const [r, s, id] = [signature.slice(2, 66), signature.slice(66, 130), Number.parseInt(signature.slice(-2), 16)];
    const order = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n;
    const withS = (value: bigint, v: number): Hex =>
      `0x${r}${value.toString(16).padStart(64, "0")}${v.toString(16).padStart(2, "0")}`;
    expect(associate({ signature: withS(BigInt(`0x${s}`), id + 54) })).toBe("InvalidIdentity");
    expect(associate({ signature: withS(order - BigInt(`0x${s}`), 1 - id) })).toBe("InvalidIdentity");
    expect(associate({ signature: withS(BigInt(`0x${s}`), id) })).toBe(undefined);
  });

  it("waits for the rate limit, from block 0 on, and wants a hotkey that is owned and registered", () => {
    system.Number.set(state, 7199);
    expect(associate()).toBe("EvmKeyAssociateRateLimitExceeded");
    storage.Uids.at(1, hotkey).remove(state);
    expect(associate()).toBe("HotKeyNotRegisteredInSubNet");
    storage.Owner.at(hotkey).remove(state);
    expect(associate()).toBe("NonAssociatedColdKey");
  });
});
