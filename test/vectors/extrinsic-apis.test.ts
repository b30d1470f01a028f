import { describe, expect, it } from "vitest";
import { decode, encode } from "../../src/codec/codec.ts";
import { vec } from "../../src/codec/containers.ts";
import { bytes } from "../../src/codec/primitives.ts";
import { twox128 } from "../../src/crypto/hashing.ts";
import { shield, shieldKeys } from "../../src/crypto/shield.ts";
import { concatBytes, fromHex, type Hex, toHex } from "../../src/lib/bytes.ts";
import { ShieldedTransaction } from "../../src/primitives/shielded-transaction.ts";
import type { Attempt, ChainFile } from "../../src/replay/chain-file.ts";
import { callRuntimeApi } from "../../src/runtime/executive/call-api.ts";
import { execute } from "../../src/runtime/frame/execution.ts";
import { storage as contracts } from "../../src/runtime/pallets/contracts/storage.ts";
import { parseShielded } from "../../src/runtime/pallets/shield/shielded.ts";
import { storage } from "../../src/runtime/pallets/shield/storage.ts";
import { TransactionV3 } from "../../src/runtime/types/ethereum.ts";
import { type RecordedEnd, recordedChain, recordedEnd } from "../support/recorded-state.ts";

function endOf(file: ChainFile): RecordedEnd {
  const end = recordedEnd(file);
  if (end === undefined) throw new Error("the recording lacks changes");
  return end;
}

/** What an attempt was made from, as the recording says it. */
const labelOf = ({ label }: Attempt): Readonly<Record<string, unknown>> => (label ?? {}) as Record<string, unknown>;

describe("ShieldApi", () => {
  const file = recordedChain("o-shield");
  const ask = (end: RecordedEnd, method: string, args: Uint8Array): Uint8Array =>
    callRuntimeApi(end.state.overlay(), end.runtime, `ShieldApi_${method}`, args);
  const submissions = file.blocks.flatMap(({ number, attempts }) =>
    attempts.flatMap((attempt) => {
      const { call, args } = labelOf(attempt);
      if (call !== "submit_encrypted") return [];
      return [{ number, extrinsic: fromHex(attempt.extrinsic), ciphertext: (args as { ciphertext: Hex }).ciphertext }];
    }),
  );
  /** The state after a block, in which the hash of its parent is known. */
  const stateAfter = (number: number): RecordedEnd =>
    endOf({ ...file, blocks: file.blocks.filter((block) => block.number <= number) });
  const nothing = new Uint8Array([0]);

  it("takes encrypted submissions apart", () => {
    expect(submissions.length).toBeGreaterThan(1);
    for (const { number, extrinsic, ciphertext } of submissions) {
      const answer = ask(stateAfter(number), "try_decode_shielded_tx", extrinsic);
      if (ciphertext === "0x1234") expect(answer).toEqual(nothing);
      else
        expect(decode(ShieldedTransaction, answer.slice(1))).toEqual({
          key_hash: `0x${"aa".repeat(16)}`,
          kem_ct: fromHex("0x01020304"),
          nonce: fromHex(`0x${"bb".repeat(24)}`),
          aead_ct: fromHex(`0x${"dd".repeat(40)}`),
        });
    }
  });

  it("sees nothing in a submission that is badly signed, nor in anything else", () => {
    const [first] = submissions;
    if (first === undefined) throw new Error("there is a submission");
    const spoilt = first.extrinsic.slice();
    // A byte of the signature: length, version, address and the signature's kind come first.
    spoilt[50] = (spoilt[50] ?? 0) ^ 1;
    expect(ask(stateAfter(first.number), "try_decode_shielded_tx", spoilt)).toEqual(nothing);
    const inherent = fromHex(file.blocks[0]?.attempts[0]?.extrinsic ?? "0x");
    expect(ask(stateAfter(1), "try_decode_shielded_tx", inherent)).toEqual(nothing);
  });

  it("knows the pending key by its hash", () => {
    const end = stateAfter(0);
    const key = new Uint8Array(1184).fill(7);
    const overlay = end.state.overlay();
    storage.PendingKey.set(execute(overlay, end.runtime.rules, end.runtime), key);
    const isCurrent = (hash: Uint8Array): Uint8Array =>
      callRuntimeApi(overlay, end.runtime, "ShieldApi_is_shielded_using_current_key", hash);
    expect(isCurrent(twox128(key))).toEqual(new Uint8Array([1]));
    expect(isCurrent(new Uint8Array(16))).toEqual(nothing);
    expect(ask(end, "is_shielded_using_current_key", twox128(key))).toEqual(nothing);
  });

  it("decrypts what was submitted to a key", () => {
    const { encKey, decKey } = shieldKeys(new Uint8Array(64).fill(1));
    const seed = { secret: new Uint8Array(32).fill(2), nonce: new Uint8Array(24).fill(3) };
    const [first] = submissions;
    if (first === undefined) throw new Error("there is a submission");
    const unshielded = (plaintext: Uint8Array): Uint8Array => {
      const parts = parseShielded(shield(plaintext, encKey, seed));
      if (parts === undefined) throw new Error("parts expected");
      const { keyHash, kemCiphertext, aeadCiphertext, nonce } = parts;
      const value = { key_hash: toHex(keyHash), kem_ct: kemCiphertext, aead_ct: aeadCiphertext, nonce };
      const args = concatBytes(encode(bytes, decKey), encode(ShieldedTransaction, value));
      return ask(stateAfter(0), "try_unshield_tx", args);
    };
    const found = concatBytes(new Uint8Array([1]), first.extrinsic);
    expect(unshielded(first.extrinsic)).toEqual(found);
    expect(unshielded(concatBytes(first.extrinsic, new Uint8Array(2)))).toEqual(found);
    expect(unshielded(first.extrinsic.subarray(1))).toEqual(nothing);
    expect(unshielded(new Uint8Array(0))).toEqual(nothing);
  });
});

describe("Ethereum transactions", () => {
  it("are found among extrinsics and become the same extrinsics again", () => {
    const file = recordedChain("v-ethereum");
    const end = endOf(file);
    const ask = (method: string, args: Uint8Array): Uint8Array =>
      callRuntimeApi(end.state.overlay(), end.runtime, method, args);
    const bodies = file.blocks.flatMap(({ extrinsics = [] }) => extrinsics.map((one) => decode(bytes, fromHex(one))));
    const carriers = file.blocks.flatMap(({ attempts }) =>
      attempts.flatMap((attempt) => (attempt.included && "eth_raw" in labelOf(attempt) ? [attempt.extrinsic] : [])),
    );
    expect(carriers.length).toBeGreaterThan(1);
    const answer = ask("EthereumRuntimeRPCApi_extrinsic_filter", encode(vec(bytes), bodies));
    const transactions = decode(vec(TransactionV3), answer);
    const again = transactions.map((one) =>
      toHex(ask("ConvertTransactionRuntimeApi_convert_transaction", encode(TransactionV3, one))),
    );
    expect(again).toEqual(carriers);
  });
});

describe("ContractsApi", () => {
  it("reads a contract's storage", () => {
    const end = endOf(recordedChain("r-ink"));
    expect(toHex(end.state.root())).toBe(end.file.blocks.at(-1)?.stateRoot);
    const state = execute(end.state.overlay(), end.runtime.rules, end.runtime);
    const [address] = [...contracts.ContractInfoOf.keys(state)].map(([account]) => account);
    if (address === undefined) throw new Error("there is a contract");
    const ask = (account: Hex, key: Uint8Array): Hex =>
      toHex(
        callRuntimeApi(
          end.state.overlay(),
          end.runtime,
          "ContractsApi_get_storage",
          concatBytes(fromHex(account), encode(bytes, key)),
        ),
      );
    expect(ask(address, new Uint8Array(4))).toBe("0x000100"); // Ok(Some(no bytes))
    expect(ask(address, new Uint8Array(5))).toBe("0x0000"); // Ok(None)
    expect(ask(address, new Uint8Array(129))).toBe("0x0101"); // Err(KeyDecodingFailed)
    expect(ask(`0x${"11".repeat(32)}`, new Uint8Array(4))).toBe("0x0100"); // Err(DoesntExist)
  });
});
