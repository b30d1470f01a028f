// Part `test-network`: the public test network's specification, executed by the program in its own genesis (spec 103).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import type { SubmittableExtrinsic } from "@polkadot/api/types";
import { encode } from "../../src/codec/codec.ts";
import { tuple } from "../../src/codec/containers.ts";
import { u8, u32, u64 } from "../../src/codec/primitives.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type Hex, keyToHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { storage as aura } from "../../src/runtime/pallets/aura/storage.ts";
import { storage as grandpa } from "../../src/runtime/pallets/grandpa/storage.ts";
import { storage as sudo } from "../../src/runtime/pallets/sudo/storage.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { until } from "../../test/support/light-client.ts";
import { type NodeProcess, startNode } from "../../test/support/node-process.ts";
import { needed, type ProgramFiles } from "./files.ts";
import type { Report } from "./report.ts";

const publishedGenesis = "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105";
const within = 120_000;
/** An account of spec 103: nonce, consumers, providers, sufficients; free, reserved and two frozen balances, rao. */
export const OldAccount = tuple(u32, u32, u32, u32, u64, u64, u64, u64);

interface Told {
  readonly api: ApiPromise;
  close(): Promise<void>;
}

export async function showTestNetwork({ step }: Report, files: ProgramFiles): Promise<void> {
  const spec = needed(files.testNetwork, "--test-network");
  const base = join(files.scratch, "test-network");
  /** Every final block that the node told of. */
  const told = new Map<number, Hex>();
  let kills = 0;

  const start = (sealing: string, chain = spec, path = base): Promise<NodeProcess> =>
    startNode(
      [
        ...["--chain", chain, "--base-path", path, "--sealing", sealing, "--validator"],
        ...["--unsafe-force-node-key-generation", "--no-mdns"],
      ],
      { within },
    );
  const follow = async (node: NodeProcess): Promise<Told> => {
    const provider = new WsProvider(node.url, false);
    await provider.connect();
    const api = await ApiPromise.create({ provider, noInitWarn: true });
    const end = await api.rpc.chain.subscribeFinalizedHeads((head) => {
      told.set(head.number.toNumber(), head.hash.toHex());
    });
    return {
      api,
      async close() {
        end();
        await api.disconnect();
      },
    };
  };
  const checkTold = async (node: NodeProcess): Promise<void> => {
    for (const [number, hash] of told)
      if ((await node.rpc("chain_getBlockHash", [number])) !== hash) throw new Error(`#${number} was told as ${hash}`);
  };

  await step("under --sealing manual", async () => {
    const node = await start("manual");
    try {
      const { api, close } = await follow(node);
      const genesis = api.genesisHash.toHex();
      if (genesis !== publishedGenesis) throw new Error(`genesis ${genesis}`);
      for (let number = 1; number <= 100; number++) await api.rpc.engine.createBlock(true, true);
      const { specVersion } = await api.rpc.state.getRuntimeVersion();
      const head = await api.rpc.chain.getHeader();
      await close();
      return `genesis ${genesis.slice(0, 10)}…, spec ${specVersion}, #${head.number} by engine_createBlock`;
    } finally {
      await node.stop();
    }
  });

  await step(`by interval, ${files.blocks} blocks`, async () => {
    const began = Date.now();
    let restarts = 0;
    for (let goal = Math.ceil(files.blocks / 8); ; goal = Math.min(goal + Math.ceil(files.blocks / 8), files.blocks)) {
      const node = await start("20");
      const { api, close } = await follow(node);
      try {
        await checkTold(node);
        await until(`#${goal}`, 600_000, () => Math.max(0, ...told.keys()) >= goal);
        const last = Math.max(...told.keys());
        const number = await api.query.system?.number?.at(told.get(last) as Hex);
        if (Number(number) !== last) throw new Error(`System.Number of #${last} is ${number}`);
        const { block } = await api.rpc.chain.getBlock(told.get(last));
        if (block.extrinsics[0]?.method.section !== "timestamp") throw new Error(`#${last} sets no timestamp`);
        if (last >= files.blocks) break;
      } finally {
        // One clean end, and the others without warning.
        if (restarts++ === 3) await node.stop();
        else {
          await node.stop("SIGKILL");
          kills++;
        }
        await close();
      }
    }
    const node = await start("manual");
    try {
      await checkTold(node);
    } finally {
      await node.stop();
    }
    const rate = (files.blocks * 1000) / (Date.now() - began);
    return `#${Math.max(...told.keys())}, ${kills} times kill -9, ${restarts - kills} clean restart, ${told.size} finalized hashes told and kept; ${rate.toFixed(0)} blocks/s`;
  });
  await step("with development keys, by Aura and GRANDPA", async () => {
    const chain = join(files.scratch, "test-network-dev.json");
    writeFileSync(chain, withDevelopmentKeys(spec));
    const args = ["--chain", chain, "--base-path", `${base}-dev`, "--one", "--validator", "--no-mdns"];
    const node = await startNode([...args, "--unsafe-force-node-key-generation", "--force-authoring"], { within });
    told.clear();
    const { api, close } = await follow(node);
    try {
      const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");
      const change = api.tx.system?.setStorage?.([["0x1234", "0x5678"]]);
      const call = api.tx.sudo?.sudo?.(change as SubmittableExtrinsic<"promise">);
      await call?.signAndSend(alice);
      await until("four final blocks", within, () => told.size > 4);
      if ((await node.rpc("state_getStorage", ["0x1234"])) !== "0x5678") throw new Error("the sudo call left nothing");
      const [number, hash] = [...told].at(-1) as [number, Hex];
      const { block } = await api.rpc.chain.getBlock(hash);
      if (!block.header.digest.logs.some((log) => log.isSeal)) throw new Error(`#${number} has no seal`);
      return `genesis ${api.genesisHash.toHex().slice(0, 10)}…, #${number} sealed and final; a sudo call`;
    } finally {
      await close();
      await node.stop();
    }
  });
}

/** The specification with a development key as its only author and voter, and Alice, with funds, as its sudo key. */
function withDevelopmentKeys(spec: string): string {
  const json = JSON.parse(readFileSync(spec, "utf8")) as { genesis: { raw: { top: Record<Hex, Hex> } } };
  const { top } = json.genesis.raw;
  const [author, voter] = [devAccount("One"), devAccount("One", "ed25519")];
  top[keyToHex(aura.Authorities.key)] = toHex(encode(aura.Authorities.value, [author.publicKey]));
  // Spec 103 keeps the voters under a key of its own, after a byte for the version of the list.
  top[toHex(utf8(":grandpa_authorities"))] = toHex(
    encode(tuple(u8, grandpa.Authorities.value), [1, [[voter.publicKey, 1n]]]),
  );
  const alice = devAccount("Alice").accountId;
  top[keyToHex(sudo.Key.key)] = alice;
  top[keyToHex(system.Account.at(alice).key)] = toHex(encode(OldAccount, [0, 0, 1, 0, 10n ** 12n, 0n, 0n, 0n]));
  return JSON.stringify({ ...json, name: "Test network with development keys", bootNodes: [] });
}
