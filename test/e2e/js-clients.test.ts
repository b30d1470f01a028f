import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { createClient, type TxEvent } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NodeProcess, startNode } from "../support/node-process.ts";

type KeyringPair = ReturnType<Keyring["addFromUri"]>;

const tao = 1_000_000_000n;

let node: NodeProcess;
let alice: KeyringPair;
let bob: KeyringPair;
beforeAll(async () => {
  node = await startNode(["--dev", "--fast-runtime", "--tmp"]);
  const keyring = new Keyring({ type: "sr25519" });
  alice = keyring.addFromUri("//Alice");
  bob = keyring.addFromUri("//Bob");
});
afterAll(() => node.stop());

describe("@polkadot/api", () => {
  let api: ApiPromise;
  beforeAll(async () => {
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
  });
  afterAll(() => api.disconnect());

  it("connects, with the newest metadata, and finds every method it calls", async () => {
    expect(String(await api.rpc.system.chain())).toBe("Bittensor");
    expect(api.runtimeVersion.specVersion.toNumber()).toBe(425);
    expect(api.runtimeMetadata.version).toBe(16);
    expect(api.registry.chainDecimals).toEqual([9]);
    expect((await api.rpc.rpc.methods()).methods.map(String)).toContain("state_queryStorageAt");
  });

  it("transfers, and is told of the statuses in their order, with the events", async () => {
    const statuses: string[] = [];
    const events: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const transfer = api.tx.balances?.transferKeepAlive?.(bob.address, tao);
      transfer
        ?.signAndSend(alice, (result) => {
          statuses.push(result.status.type);
          if (result.isError) reject(new Error(statuses.join(", ")));
          if (!result.status.isFinalized) return;
          events.push(...result.events.map(({ event }) => `${event.section}.${event.method}`));
          resolve();
        })
        .catch(reject);
    });
    expect(statuses[0]).toBe("Ready");
    expect(statuses.at(-1)).toBe("Finalized");
    expect(events).toContain("balances.Transfer");
    expect(events.at(-1)).toBe("system.ExtrinsicSuccess");
    expect((await api.rpc.system.accountNextIndex(alice.address)).toNumber()).toBe(1);
  });

  it("reads blocks, maps, proofs, and the state of the past", async () => {
    const entries = await api.query.system?.account?.entries();
    expect(entries?.length).toBeGreaterThanOrEqual(9);
    const head = await api.rpc.chain.getHeader();
    const before = await api.at(head.parentHash);
    expect(String(await before.query.system?.number?.())).toBe(String(head.number.toNumber() - 1));
    const block = await api.rpc.chain.getBlock(head.hash);
    expect(block.block.header.hash.toHex()).toBe(head.hash.toHex());
    const key = api.query.system?.number?.key() ?? "";
    expect((await api.rpc.state.getReadProof([key])).proof.length).toBeGreaterThan(1);
    const provider = new WsProvider(node.url);
    await provider.isReady;
    const unknown = `0x${"11".repeat(32)}`;
    const read = provider.send("state_getStorage", [key, unknown]);
    await expect(read).rejects.toThrow("4003: Client error: UnknownBlock: Header was not found");
    await provider.disconnect();
  });

  it("follows heads, and the events of every block, equal ones too", async () => {
    const provider = new WsProvider(node.url);
    await provider.isReady;
    const heads: number[] = [];
    let told = 0;
    const key = api.query.system?.events?.key();
    const stop = await api.rpc.chain.subscribeNewHeads((head) => void heads.push(head.number.toNumber()));
    const id = await provider.subscribe("state_storage", "state_subscribeStorage", [[key]], () => {
      told += 1;
    });
    await expect.poll(() => heads.length, { timeout: 5000 }).toBeGreaterThan(5);
    stop();
    expect(await provider.unsubscribe("state_storage", "state_unsubscribeStorage", id)).toBe(true);
    await provider.disconnect();
    expect(heads).toEqual(heads.map((_, index) => (heads[0] as number) + index));
    expect(told).toBeGreaterThan(4);
  });
});

describe("polkadot-api", () => {
  it("follows the chain, reads, and transfers", async () => {
    const client = createClient(getWsProvider(node.url));
    try {
      const spec = await client.getChainSpecData();
      expect(spec.name).toBe("Bittensor");
      expect(spec.properties).toMatchObject({ tokenDecimals: 9 });
      const api = client.getUnsafeApi();
      // biome-ignore lint/suspicious/noExplicitAny: without generated descriptors everything is untyped.
      const query = api.query as any;
      const free = async (who: KeyringPair): Promise<bigint> =>
        (await query.System.Account.getValue(who.address)).data.free as bigint;
      expect((await query.System.Account.getEntries()).length).toBeGreaterThanOrEqual(9);
      const before = await free(alice);
      const signer = getPolkadotSigner(bob.publicKey, "Sr25519", (data) => bob.sign(data));
      // biome-ignore lint/suspicious/noExplicitAny: see above.
      const transfer = (api.tx as any).Balances.transfer_keep_alive({
        dest: { type: "Id", value: alice.address },
        value: tao,
      });
      const events: TxEvent[] = [];
      await new Promise<void>((resolve, reject) => {
        transfer.signSubmitAndWatch(signer).subscribe({
          next: (event: TxEvent) => void events.push(event),
          error: reject,
          complete: resolve,
        });
      });
      expect(events.map(({ type }) => type)).toEqual(
        expect.arrayContaining(["signed", "broadcasted", "txBestBlocksState", "finalized"]),
      );
      expect(events.at(-1)).toMatchObject({ type: "finalized", ok: true });
      expect((await free(alice)) - before).toBe(tao);
    } finally {
      client.destroy();
    }
  });
});

describe("manual sealing", () => {
  it("makes blocks on command, with what waits in the pool", async () => {
    const sealed = await startNode(["--dev", "--fast-runtime", "--tmp", "--sealing=manual", "--offchain-worker=never"]);
    const api = await ApiPromise.create({ provider: new WsProvider(sealed.url), noInitWarn: true });
    try {
      await expect(sealed.rpc("engine_createBlock", [false, true])).rejects.toThrow('"code":12000');
      await api.tx.balances?.transferKeepAlive?.(bob.address, tao).signAndSend(alice);
      const made = (await sealed.rpc("engine_createBlock", [false, true])) as { hash: string; aux: object };
      expect(made.aux).toMatchObject({ is_new_best: true });
      expect(await sealed.rpc("chain_getFinalizedHead")).toBe(made.hash);
      expect((await api.rpc.chain.getBlock(made.hash)).block.extrinsics).toHaveLength(3);
      const second = (await sealed.rpc("engine_createBlock", [true, false])) as { hash: string };
      expect(await sealed.rpc("chain_getFinalizedHead")).toBe(made.hash);
      expect(await sealed.rpc("engine_finalizeBlock", [second.hash])).toBe(true);
      expect(await sealed.rpc("chain_getFinalizedHead")).toBe(second.hash);
    } finally {
      await api.disconnect();
      expect(await sealed.stop()).toBe(0);
    }
  });
});
