import { randomBytes } from "node:crypto";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { shield } from "../../src/crypto/shield.ts";
import { fromHex, type Hex } from "../../src/lib/bytes.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";

const tao = 1_000_000_000n;
const [alice, dave] = ["//Alice", "//Dave"].map((uri) => new Keyring({ type: "sr25519" }).addFromUri(uri)) as [
  ReturnType<Keyring["addFromUri"]>,
  ReturnType<Keyring["addFromUri"]>,
];

let node: NodeProcess;
let api: ApiPromise;
beforeAll(async () => {
  // Slots of 12 s would make it long, those of 250 ms a race: blocks every second.
  node = await startNode([
    "--dev",
    "--one",
    "--fast-runtime",
    "--tmp",
    "--sealing",
    "1000",
    "--offchain-worker",
    "never",
  ]);
  api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
});
afterAll(async () => {
  await api?.disconnect();
  await node?.stop();
});

it("executes an encrypted transfer right behind its carrier, for a published client", async () => {
  await expect.poll(async () => (await api.query.mevShield?.nextKey?.())?.isEmpty, { timeout: 10_000 }).toBe(false);
  const free = async (): Promise<bigint> => {
    const account = (await api.query.system?.account?.(dave.address)) as unknown as {
      data: { free: { toBigInt(): bigint } };
    };
    return account.data.free.toBigInt();
  };
  const before = await free();
  const nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
  const inner = await api.tx.balances
    ?.transferKeepAlive?.(dave.address, tao)
    .signAsync(alice, { nonce: nonce + 1, era: 8 });
  const nextKey = fromHex(((await api.query.mevShield?.nextKey?.())?.toJSON() as string | undefined) ?? "0x");
  const ciphertext = shield(inner?.toU8a() ?? new Uint8Array(), nextKey, {
    secret: randomBytes(32),
    nonce: randomBytes(24),
  });
  const included = await new Promise<Hex>((resolve, reject) => {
    api.tx.mevShield
      ?.submitEncrypted?.(`0x${Buffer.from(ciphertext).toString("hex")}`)
      .signAndSend(alice, { nonce, era: 8 }, ({ status, isError }) => {
        if (isError) reject(new Error(status.type));
        // On a busy machine the client tells only of the second.
        if (status.isInBlock) resolve(status.asInBlock.toHex());
        if (status.isFinalized) resolve(status.asFinalized.toHex());
      })
      .catch(reject);
  });
  const { extrinsics } = (await api.rpc.chain.getBlock(included)).block;
  expect(extrinsics.map(({ method }) => `${method.section}.${method.method}`)).toEqual([
    ...["timestamp.set", "mevShield.announceNextKey"],
    ...["mevShield.submitEncrypted", "balances.transferKeepAlive"],
  ]);
  expect(extrinsics[3]?.hash.toHex()).toBe(inner?.hash.toHex());
  expect((await free()) - before).toBe(tao);
  const events = (await (await api.at(included)).query.system?.events?.()) as unknown as Iterable<{
    phase: { isApplyExtrinsic: boolean; asApplyExtrinsic: { toNumber(): number } };
    event: { section: string; method: string };
  }>;
  const ofExtrinsic = (index: number): string[] =>
    [...events]
      .filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index)
      .map(({ event }) => `${event.section}.${event.method}`);
  expect(ofExtrinsic(2)).toContain("mevShield.EncryptedSubmitted");
  expect(ofExtrinsic(3)).toEqual(expect.arrayContaining(["balances.Transfer", "system.ExtrinsicSuccess"]));
  expect((await api.rpc.system.accountNextIndex(alice.address)).toNumber()).toBe(nonce + 2);
}, 60_000);
