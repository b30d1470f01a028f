import { devAccount } from "../../../src/crypto/dev-accounts.ts";
import { blake2b128, blake2Hex, twox128 } from "../../../src/crypto/hashing.ts";
import { type KeyPair, keyPairFromSuri } from "../../../src/crypto/keypair.ts";
import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../../../src/lib/bytes.ts";
import type { CallValue } from "../../../src/runtime/frame/calls.ts";
import { createRuntime, local } from "../../../src/runtime/index.ts";
import { signExtrinsic, transfer } from "../../support/sign.ts";
import type { NodeConnection } from "./connection.ts";

const runtime = createRuntime(local);

/** The accounts of a flood, from secrets that name it. */
export function floodAccounts(flood: string, count: number): KeyPair[] {
  return Array.from({ length: count }, (_, index) =>
    keyPairFromSuri("sr25519", `0x${blake2Hex(utf8(`${flood} ${index}`)).slice(2)}`),
  );
}

/** The storage key of an account. */
export function accountKey(account: Hex): Hex {
  const id = fromHex(account);
  return toHex(concatBytes(twox128(utf8("System")), twox128(utf8("Account")), blake2b128(id), id));
}

/** The nonce in an account's storage value. */
export function nonceIn(value: unknown): number {
  return typeof value === "string" ? Buffer.from(value.slice(2, 10), "hex").readUInt32LE() : 0;
}

/** The nonces of accounts at the best block. */
export async function noncesOf(node: NodeConnection, accounts: readonly KeyPair[]): Promise<number[]> {
  const keys = accounts.map(({ accountId }) => accountKey(accountId));
  const [set] = (await node.result("state_queryStorageAt", [keys])) as [{ changes: [string, string | null][] }];
  return set.changes.map(([, value]) => nonceIn(value));
}

/** Transfers of 1,000 rao to one account, as hex: `perAccount` of each account, beginning at its nonce; the accounts take turns. */
export function signTransfers(
  genesisHash: Hex,
  accounts: readonly KeyPair[],
  nonces: readonly number[],
  perAccount: number,
): Hex[] {
  const call = transfer(devAccount("Bob").accountId, 1000n);
  const signed: Hex[] = [];
  for (let round = 0; round < perAccount; round++) {
    for (const [index, pair] of accounts.entries()) {
      const nonce = (nonces[index] ?? 0) + round;
      signed.push(toHex(signExtrinsic(runtime, { call, pair, nonce, genesisHash })));
    }
  }
  return signed;
}

/** A length as SCALE writes it in four bytes. */
function length(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value * 4 + 2);
  return bytes;
}

const callIndex = (call: CallValue): Uint8Array => runtime.encodeCall(call).subarray(0, 2);

/** A batch of a million remarks, 3 MB: more than a node takes when it is decoded. */
function remarks(mark: number): Uint8Array {
  const remark = (text: string) =>
    runtime.encodeCall({ pallet: "System", name: "remark", args: { remark: utf8(text) } });
  const [one, marked, count] = [remark(""), remark(String(mark)), 1_000_000];
  const batch = callIndex({ pallet: "Utility", name: "batch", args: { calls: [] } });
  return Buffer.concat([batch, length(count + 1), marked, Buffer.alloc(count * one.length, one)]);
}

/** Weights with two million keys, 2 MB: about what takes longest to decode of all that a node takes. */
function versionKeys(mark: number): Uint8Array {
  const args = { netuids: [], weights: [], version_keys: [] };
  const weights = callIndex({ pallet: "SubtensorModule", name: "batch_set_weights", args });
  const count = 2_097_000;
  return Buffer.concat([weights, Buffer.from([0, 0]), length(count + 1), length(mark), Buffer.alloc(count)]);
}

/**
 * An extrinsic of megabytes whose signature was made over something else.
 * @param mark makes it another extrinsic: a refused one is banned for a while. Odd and even ones are of two kinds.
 */
export function garbage(genesisHash: Hex, mark: number): Hex {
  const callBytes = mark % 2 === 0 ? remarks(mark) : versionKeys(mark);
  // The signature stays, the call behind it is exchanged.
  const remark: CallValue = { pallet: "System", name: "remark", args: { remark: new Uint8Array() } };
  const model = signExtrinsic(runtime, { call: remark, pair: devAccount("Alice"), nonce: 0, genesisHash });
  const head = model.subarray(2, model.length - runtime.encodeCall(remark).length);
  return toHex(Buffer.concat([length(head.length + callBytes.length), head, callBytes]));
}

/** How many storage items one extrinsic sets: about 0.5 MB. */
const itemsPerCall = 4000;

/** Sets storage as root, and waits until all of it is in blocks. */
export async function setStorage(
  node: NodeConnection,
  genesisHash: Hex,
  items: readonly (readonly [key: Uint8Array, value: Uint8Array])[],
): Promise<void> {
  const root = devAccount("Alice");
  let [nonce = 0] = await noncesOf(node, [root]);
  for (let from = 0; from < items.length; from += itemsPerCall) {
    const set: CallValue = {
      pallet: "System",
      name: "set_storage",
      args: { items: items.slice(from, from + itemsPerCall) },
    };
    const call: CallValue = { pallet: "Sudo", name: "sudo", args: { call: set } };
    const extrinsic = signExtrinsic(runtime, { call, pair: root, nonce: nonce++, genesisHash });
    await node.result("author_submitExtrinsic", [toHex(extrinsic)]);
  }
  for (;;) {
    const [included = 0] = await noncesOf(node, [root]);
    if (included >= nonce) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
