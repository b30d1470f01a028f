// Makes the small state files of today's formats that test/vectors/state-files keeps. Arguments: the directory, and which of
// them (state, blocks, made-up, fork; all when none is named). That of a fork stands on the one named state.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { type Hex, keyToHex, toHex, utf8 } from "../src/lib/bytes.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { storage as system } from "../src/runtime/pallets/system/storage.ts";
import { forkFormat, formatVersion } from "../src/state-file/format.ts";
import { fillMadeUp, saveTo } from "../src/state-file/testing/made-up.ts";
import { openDatabase } from "../src/storage/open-database.ts";
import { startNode } from "../test/support/node-process.ts";
import { signExtrinsic, transfer } from "../test/support/sign.ts";

const [directory, ...names] = process.argv.slice(2);
if (directory === undefined) throw new Error("arguments: DIRECTORY [NAME...]");
const fileOf = (name: string): string => join(directory, `format-${formatVersion}-${name}.state`);

/** A development chain of 20 blocks with transfers, saved at its end. */
async function makeChain(name: string, ...options: string[]): Promise<void> {
  const chain = ["--dev", "--fast-runtime", "--sealing", "manual", "--offchain-worker", "never"];
  const node = await startNode([...chain, "--dump-state", fileOf(name), ...options]);
  const runtime = createRuntime(local);
  const genesisHash = (await node.rpc("chain_getBlockHash", [0])) as Hex;
  for (let number = 1; number <= 20; number++) {
    if (number % 4 === 0) {
      const call = transfer(devAccount("Bob").accountId, BigInt(number) * 1_000_000n);
      const nonce = number / 4 - 1;
      const extrinsic = signExtrinsic(runtime, { call, pair: devAccount("Alice"), nonce, genesisHash });
      await node.rpc("author_submitExtrinsic", [toHex(extrinsic)]);
    }
    await node.rpc("engine_createBlock", [true, number < 19]);
  }
  const code = await node.stop();
  if (code !== 0) throw new Error(`the node ended with ${code}: ${node.log()}`);
}

/** A fork of the chain in format-1-state.state with changes of every kind, saved with its blocks: format 2. */
async function makeFork(): Promise<void> {
  const chain = ["--dev", "--fast-runtime", "--sealing", "manual", "--offchain-worker", "never"];
  const remote = await startNode([...chain, "--load-state", fileOf("state")]);
  const target = join(directory as string, `format-${forkFormat}-fork.state`);
  const cache = mkdtempSync(join(tmpdir(), "fork-cache-"));
  const fork = ["--fork", remote.url, "--fork-cache", cache, "--sealing", "manual", "--fork-sudo", "bob"];
  const node = await startNode([...fork, "--dump-state", target, "--state-blocks"]);
  await node.rpc("engine_createBlock", [true, true]);
  const account = keyToHex(system.Account.at(devAccount("Ferdie").accountId).key);
  await node.rpc("dev_setStorage", [
    [
      [toHex(utf8("of the fork alone")), "0x1234"],
      [account, null],
    ],
  ]);
  await node.rpc("engine_createBlock", [true, true]);
  const codes = [await node.stop(), await remote.stop()];
  rmSync(cache, { recursive: true });
  if (codes.some((code) => code !== 0)) throw new Error(`a node ended with ${codes}: ${node.log()}`);
}

/** Child tries, steps and a clock, which no development chain has by itself. */
async function makeMadeUp(): Promise<void> {
  const database = await openDatabase({});
  await fillMadeUp(database, 20);
  const steps = [{ name: "deal", bytes: utf8("what somebody else keeps") }];
  await saveTo(fileOf("made-up"), database, { blocks: true, steps });
  await database.close();
}

const files: Readonly<Record<string, () => Promise<void>>> = {
  state: () => makeChain("state"),
  blocks: () => makeChain("blocks", "--state-blocks"),
  "made-up": makeMadeUp,
  fork: makeFork,
};
for (const name of names.length === 0 ? Object.keys(files) : names) await files[name]?.();
