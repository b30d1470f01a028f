// Makes the small database of one layout that test/vectors/databases keeps. Arguments: CHECKOUT OUT.tar.gz [OPTIONS of the node...]
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { type Hex, toHex } from "../src/lib/bytes.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { freePort } from "../test/support/node-process.ts";
import { signExtrinsic, transfer } from "../test/support/sign.ts";

/** Final blocks, blocks after them, and blocks of a second branch that begins one after the last final block. */
const final = 270;
const open = 4;
const branch = 2;

const [checkout, out, ...options] = process.argv.slice(2);
if (checkout === undefined || out === undefined) throw new Error("arguments: CHECKOUT OUT.tar.gz [OPTIONS...]");
const base = mkdtempSync(join(tmpdir(), "subtensor-database-"));
const port = await freePort();
const args = ["--dev", "--fast-runtime", "--sealing", "manual", "--base-path", base];
const child = spawn(join(checkout, "bin/subtensor"), [...args, ...options, "--rpc-port", String(port)], {
  stdio: "inherit",
});

async function rpc<T>(method: string, ...params: unknown[]): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const answer = (await response.json()) as { result: T; error?: unknown };
  if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.result;
}

async function untilItAnswers(): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      await rpc("system_health");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("the node does not answer");
}

async function makeBlock(finalize: boolean, parent?: Hex): Promise<Hex> {
  return (await rpc<{ hash: Hex }>("engine_createBlock", true, finalize, parent ?? null)).hash;
}

try {
  await untilItAnswers();
  const runtime = createRuntime(local);
  const genesisHash = await rpc<Hex>("chain_getBlockHash", 0);
  let nonce = 0;
  for (let number = 1; number <= final + open; number++) {
    if (number % 3 === 0) {
      const call = transfer(devAccount("Bob").accountId, BigInt(number) * 1_000_000n);
      const extrinsic = signExtrinsic(runtime, { call, pair: devAccount("Alice"), nonce: nonce++, genesisHash });
      await rpc("author_submitExtrinsic", toHex(extrinsic));
    }
    await makeBlock(number <= final);
  }
  let parent = await rpc<Hex>("chain_getBlockHash", final + 1);
  for (let count = 0; count < branch; count++) parent = await makeBlock(false, parent);
  await new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
  const data = readdirSync(join(base, "chains")).map((chain) => join(base, "chains", chain, "db"));
  execFileSync("tar", ["--exclude=LOCK", "--exclude=LOG*", "-czf", out, "-C", data[0] as string, "."]);
} finally {
  child.kill("SIGKILL");
  rmSync(base, { recursive: true, force: true });
}
