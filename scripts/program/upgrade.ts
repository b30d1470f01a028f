// Part `upgrade`: a chain goes from this project's rules to the original's program of 425, to 426 with its migration, and back, with clients connected.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiPromise, WsProvider } from "@polkadot/api";
import { createClient } from "polkadot-api";
import { getWsProvider } from "polkadot-api/ws";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type Hex, toHex } from "../../src/lib/bytes.ts";
import { until } from "../../test/support/light-client.ts";
import { type NodeProcess, startNode } from "../../test/support/node-process.ts";
import { runCommand } from "../../test/support/run-command.ts";
import { needed, type ProgramFiles } from "./files.ts";
import { startPythonClient } from "./python-client.ts";
import type { Report } from "./report.ts";
import { callOf, migrated, ownerCut, send, setCode } from "./set-code.ts";

const subtensor = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const within = 120_000;
const bob = devAccount("Bob").accountId;

export async function showUpgrade({ step }: Report, files: ProgramFiles): Promise<void> {
  const first = toHex(readFileSync(needed(files.local, "--local")));
  const second = toHex(readFileSync(needed(files.next, "--next")));
  const base = join(files.scratch, "upgrade");
  const chain = ["--dev", "--fast-runtime", "--base-path", base];
  const start = (): Promise<NodeProcess> => startNode([...chain, "--state-pruning", "archive"], { within });
  let node = await start();
  const api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
  const client = createClient(getWsProvider(node.url));
  const { python, scratch } = files;
  const bittensor = python === undefined ? undefined : startPythonClient(python, node.url, scratch);
  /** What each client was told of versions and heads. */
  const versions: number[] = [];
  const heads: number[] = [];
  await api.rpc.state.subscribeRuntimeVersion(({ specVersion }) => void versions.push(specVersion.toNumber()));
  const followed = client.finalizedBlock$.subscribe(({ number }) => void heads.push(number));
  let upgrades: { readonly first: Hex; readonly second: Hex } | undefined;

  const specAt = async (hash?: Hex): Promise<number> =>
    ((await node.rpc("state_getRuntimeVersion", hash === undefined ? [] : [hash])) as { specVersion: number })
      .specVersion;
  const parentOf = async (hash: Hex): Promise<Hex> =>
    ((await node.rpc("chain_getHeader", [hash])) as { parentHash: Hex }).parentHash;
  /** Clients that are connected go on: blocks are told, and each sends a transaction. */
  const clientsGoOn = async (): Promise<string> => {
    const from = heads.at(-1) ?? 0;
    await send(api, callOf(api, "balances", "transferKeepAlive", [bob, 1_000_000]));
    await until("three heads told to polkadot-api", within, () => (heads.at(-1) ?? 0) > from + 3);
    // biome-ignore lint/suspicious/noExplicitAny: without generated descriptors every name is untyped.
    const papi = client.getUnsafeApi() as any;
    const [version, blocks] = [await papi.constants.System.Version(), await papi.query.System.Number.getValue()];
    const python = bittensor === undefined ? "" : `; ${await bittensor.pay()}`;
    return `@polkadot/api sent a transfer, polkadot-api is at spec ${version.spec_version}, block ${blocks}${python}`;
  };

  try {
    await step("this project's rules", async () => {
      if ((await specAt()) !== 425) throw new Error(`spec ${await specAt()}`);
      return clientsGoOn();
    });
    const toProgram = await step("to the program of 425, without checks of its version", async () => {
      const { hash, number } = await setCode(api, first, { checked: false });
      await until("five blocks by it", within, async () => (await numberOf(node)) > number + 5);
      upgrades = { first: hash, second: hash };
      return `in #${number}; ${await clientsGoOn()}`;
    });
    const toNext = await step("to 426, with its migration", async () => {
      const before = await node.rpc("state_getStorage", [ownerCut]);
      const { hash, number } = await setCode(api, second);
      await until("spec 426", within, async () => (await specAt()) === 426);
      await until("the migration", within, async () => (await node.rpc("state_getStorage", [ownerCut])) === migrated);
      if (upgrades !== undefined) upgrades = { ...upgrades, second: hash };
      return `in #${number}; SubnetOwnerCut ${before ?? "absent"}, then ${migrated} (9830); ${await clientsGoOn()}`;
    });
    if (!toProgram || !toNext || upgrades === undefined) return;
    const { first: one, second: two } = upgrades;
    await step("history across both", async () => {
      const answers: string[] = [];
      for (const [what, hash] of [
        ["our rules", await parentOf(one)],
        ["425", one],
        ["425's last", await parentOf(two)],
      ] as const) {
        if ((await specAt(hash)) !== 425) throw new Error(`${what}: spec ${await specAt(hash)}`);
        if ((await node.rpc("state_getStorage", [ownerCut, hash])) === migrated) throw new Error(`${what}: migrated`);
        const metadata = (await node.rpc("state_getMetadata", [hash])) as Hex;
        const call = (await node.rpc("state_call", ["NeuronInfoRuntimeApi_get_neurons_lite", "0x0100", hash])) as Hex;
        answers.push(`${what}: metadata of ${metadata.length / 2 - 1} bytes, neurons ${call.length / 2 - 1}`);
      }
      if ((await specAt(two)) !== 426) throw new Error(`the block of the second upgrade has spec ${await specAt(two)}`);
      return answers.join("; ");
    });
    await step("back over the second upgrade by revert, and again", async () => {
      const { number } = (await node.rpc("chain_getHeader", [two])) as { number: Hex };
      await node.stop();
      const height = Number(/Stopped at block #(\d+)/.exec(node.log())?.[1]);
      const count = height - Number(number) + 1;
      const { code, stdout, stderr } = await runCommand(subtensor, ["revert", ...chain, String(count)], { within });
      if (code !== 0) throw new Error(`revert ended with ${code}: ${stdout}${stderr}`);
      node = await start();
      if ((await specAt()) !== 425) throw new Error(`spec ${await specAt()} after the revert`);
      if ((await node.rpc("state_getStorage", [ownerCut])) === migrated)
        throw new Error("the migration is still there");
      const from = await numberOf(node);
      await until("five more blocks", within, async () => (await numberOf(node)) > from + 5);
      const again = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
      await setCode(again, second);
      await until("spec 426", within, async () => (await specAt()) === 426);
      await until("the migration", within, async () => (await node.rpc("state_getStorage", [ownerCut])) === migrated);
      await again.disconnect();
      return `${count} blocks taken back, 425 made blocks again, 426 again`;
    });
    if (versions.length < 2) throw new Error(`@polkadot/api was told of the versions ${versions.join(", ")}`);
  } finally {
    followed.unsubscribe();
    client.destroy();
    bittensor?.stop();
    await api.disconnect();
    await node.stop();
  }
}

async function numberOf(node: NodeProcess): Promise<number> {
  return Number(((await node.rpc("chain_getHeader")) as { number: Hex }).number);
}
