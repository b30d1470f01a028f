import { devAccount } from "../../../src/crypto/dev-accounts.ts";
import { blake2b128, blake2Hex, twox128 } from "../../../src/crypto/hashing.ts";
import { type KeyPair, keyPairFromSuri } from "../../../src/crypto/keypair.ts";
import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../../../src/lib/bytes.ts";
import type { CallValue } from "../../../src/runtime/frame/calls.ts";
import { local, makeRuntime } from "../../../src/runtime/index.ts";
import { signExtrinsic, transfer } from "../../support/sign.ts";
import type { NodeConnection } from "./connection.ts";

const runtime = makeRuntime(local);

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

/**
 * A batch of a million remarks (3 MB) whose signature was made over something else.
 * @param mark makes it another extrinsic: a refused one is banned for a while.
 */
export function garbage(genesisHash: Hex, mark: number): Hex {
  const remarks = 1_000_000;
  const remark = runtime.encodeCall({ pallet: "System", name: "remark", args: { remark: new Uint8Array() } });
  const marked = runtime.encodeCall({ pallet: "System", name: "remark", args: { remark: utf8(String(mark)) } });
  const batch = runtime.encodeCall({ pallet: "Utility", name: "batch", args: { calls: [] } }).subarray(0, 2);
  const count = Buffer.alloc(4);
  count.writeUInt32LE((remarks + 1) * 4 + 2);
  const callBytes = Buffer.concat([batch, count, marked, Buffer.alloc(remarks * remark.length, remark)]);
  // The signature stays, the call behind it is exchanged.
  const model = Buffer.from(
    signExtrinsic(runtime, {
      call: { pallet: "System", name: "remark", args: { remark: new Uint8Array() } },
      pair: devAccount("Alice"),
      nonce: 0,
      genesisHash,
    }),
  );
  const head = model.subarray(2, model.length - remark.length);
  const length = Buffer.alloc(4);
  length.writeUInt32LE((head.length + callBytes.length) * 4 + 2);
  return toHex(Buffer.concat([length, head, callBytes]));
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
