// Makes the small state files of one format that test/vectors/state-files keeps. Argument: the directory.
import { join } from "node:path";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { type Hex, toHex, utf8 } from "../src/lib/bytes.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { formatVersion } from "../src/state-file/format.ts";
import { fillMadeUp, saveTo } from "../src/state-file/testing/made-up.ts";
import { openDatabase } from "../src/storage/open-database.ts";
import { startNode } from "../test/support/node-process.ts";
import { signExtrinsic, transfer } from "../test/support/sign.ts";

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("argument: DIRECTORY");
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

await makeChain("state");
await makeChain("blocks", "--state-blocks");
// Child tries, steps and a clock, which no development chain has by itself.
const database = await openDatabase({});
await fillMadeUp(database, 20);
const steps = [{ name: "deal", bytes: utf8("what somebody else keeps") }];
await saveTo(fileOf("made-up"), database, { blocks: true, steps });
await database.close();
