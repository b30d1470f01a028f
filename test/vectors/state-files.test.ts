import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { fromUtf8, type Hex, keyToHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { decodeHeader } from "../../src/primitives/header.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { loadChain } from "../../src/state-file/load-chain.ts";
import { openStateFile } from "../../src/state-file/open-state-file.ts";
import { checkStateRoot } from "../../src/state-file/state-root.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { overlayOn } from "../../src/storage/testing/blocks.ts";
import { startNode } from "../support/node-process.ts";

/**
 * State files as releases wrote them, three for each format: a development chain after 20 blocks, the same with its blocks,
 * and a made-up chain with child tries, steps and a clock. Every later release loads them: no line here is ever taken out.
 * `scripts/make-state-files.ts` made them, with a release that had the format.
 */
const folder = fileURLToPath(new URL("state-files", import.meta.url));

const released: Readonly<Record<string, { readonly block: Hex; readonly content: Hex }>> = {
  "format-1-state": {
    block: "0xd78211e84a9491b588f32d95818d08c3e14d27e8415b10cd588c5505242057aa",
    content: "0x9b12d1b6f6d718f46ed8b25b3e825267bc1e21379eedfd882276114d45507f25",
  },
  "format-1-blocks": {
    block: "0xf74de04a0381ec82ce8fe4e2896f41ef6eccac369a34a193c947de477b805a3d",
    content: "0xa98f1ac0608a5a1b3f70f1eefe23e911ebefb657d57aaa42c75db47f111d6704",
  },
  "format-1-made-up": {
    block: "0xfc8e5c1f7e2492fb0da4dbf8783e34b694801155bf12d5a927c55e88f4e022d3",
    content: "0xe4a7b710b38edc30073c04a146d82f7468db66313f06c6240aec7521af3f06df",
  },
};

/** Of forks of the chain that `format-1-state` holds: with their blocks, a key that was set and an account that was removed. */
const ofForks: Readonly<Record<string, { readonly block: Hex; readonly content: Hex }>> = {
  "format-2-fork": {
    block: "0x26bed31fe1c9ddbeced270c7fb56a3166ec0d471e959d326db793264493b6f09",
    content: "0xbc22a06e26eba973f6c9192024ce91bd3d3358fefad1ac9e9a86ae14d29e5145",
  },
};

it("has every file that is there, and the other way round", () => {
  expect(
    readdirSync(folder)
      .map((name) => name.replace(/\.state$/, ""))
      .sort(),
  ).toEqual([...Object.keys(released), ...Object.keys(ofForks)].sort());
});

describe.each(Object.entries(released))("%s", (name, { block, content }) => {
  it("is read whole into an empty database", async () => {
    const file = await openStateFile(join(folder, `${name}.state`));
    onTestFinished(() => file.close());
    expect([file.head.block, file.digest]).toMatchObject([{ hash: block, number: 20 }, content]);
    await checkStateRoot(file);
    const database = await openDatabase({});
    onTestFinished(() => database.close());
    await loadChain(database, file, new Map(), () => true);
    expect(database.best()).toEqual({ hash: block, number: 20 });
    expect(toHex(overlayOn(database, block).root())).toBe(decodeHeader(database.header(block) as Uint8Array).stateRoot);
    const withBlocks = name !== "format-1-state";
    expect(database.oldestState()).toBe(withBlocks ? 0 : 20);
    for (let number = 1; number < 20; number++) expect(database.hashAt(number) !== undefined).toBe(withBlocks);
    if (name !== "format-1-made-up") return;
    expect(fromUtf8(database.getExtra("deal") as Uint8Array)).toBe("what somebody else keeps");
    expect(file.head.clock).toBe(12_000);
    expect(file.counts.children).toBe(3);
  });
});

describe.each(["format-1-state", "format-1-blocks"])("a node that starts with %s", (name) => {
  it("goes on with it", async () => {
    const args = ["--dev", "--fast-runtime", "--try-state", "--sealing", "manual", "--offchain-worker", "never"];
    const node = await startNode([...args, "--load-state", join(folder, `${name}.state`)]);
    onTestFinished(async () => void (await node.stop("SIGKILL")));
    const best = await node.rpc("chain_getBlockHash");
    expect(best).toBe(released[name]?.block);
    const file = await openStateFile(join(folder, `${name}.state`));
    onTestFinished(() => file.close());
    expect(await node.rpc("chain_getBlockHash", [0])).toBe(file.head.genesis.hash);
    expect(await node.rpc("chain_getHeader", [file.head.genesis.hash])).toMatchObject({ number: "0x0" });
    for (let count = 0; count < 5; count++) await node.rpc("engine_createBlock", [true, true]);
    expect(await node.rpc("chain_getHeader")).toMatchObject({ number: "0x19" });
    expect(await node.stop()).toBe(0);
  });
});

describe.each(Object.entries(ofForks))("a fork that begins with %s", (name, { block, content }) => {
  it("goes on with it", async () => {
    const args = ["--dev", "--fast-runtime", "--sealing", "manual", "--offchain-worker", "never"];
    const remote = await startNode([...args, "--load-state", join(folder, "format-1-state.state")]);
    onTestFinished(async () => void (await remote.stop("SIGKILL")));
    const path = join(folder, `${name}.state`);
    const file = await openStateFile(path);
    onTestFinished(() => file.close());
    expect([file.head.fork?.hash, file.head.block.hash, file.digest]).toEqual([
      released["format-1-state"]?.block,
      block,
      content,
    ]);
    const cache = mkdtempSync(join(tmpdir(), "fork-cache-"));
    onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
    const fork = ["--fork", remote.url, "--fork-cache", cache, "--sealing", "manual"];
    const node = await startNode([...fork, "--load-state", path]);
    onTestFinished(async () => void (await node.stop("SIGKILL")));
    expect(await node.rpc("chain_getBlockHash")).toBe(block);
    expect(await node.rpc("state_getStorage", [toHex(utf8("of the fork alone"))])).toBe("0x1234");
    const account = keyToHex(system.Account.at(devAccount("Ferdie").accountId).key);
    expect(await node.rpc("state_getStorage", [account])).toBeNull();
    expect(await remote.rpc("state_getStorage", [account])).not.toBeNull();
    const first = await node.rpc("chain_getBlockHash", [21]);
    expect(await node.rpc("state_getStorage", [account, first])).not.toBeNull();
    await node.rpc("engine_createBlock", [true, true]);
    expect(await node.stop()).toBe(0);
  });
});
