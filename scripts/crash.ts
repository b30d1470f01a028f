// Kills a busy node 50 times without warning and checks each time that nothing it had told as final is lost.
import { type FSWatcher, mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { devAccount } from "../src/crypto/dev-accounts.ts";
import { type Hex, toHex } from "../src/lib/bytes.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { type NodeProcess, startNode } from "../test/support/node-process.ts";
import { signExtrinsic, transfer } from "../test/support/sign.ts";

const rounds = Number(process.argv[2] ?? 50);
/** In every fifth round the kill comes while the database's log grows: inside the write of a block. */
const insideWrite = (round: number): boolean => round % 4 === 0;
const blockTime = 250;
const rate = 120;

const runtime = createRuntime(local);
const alice = devAccount("Alice");
const bob = devAccount("Bob");
const base = mkdtempSync(join(tmpdir(), "subtensor-crash-"));
const told = new Map<number, Hex>();
let failures = 0;
let sent = 0;
let insideWrites = 0;

function fail(message: string): void {
  failures++;
  console.error(`  ${message}`);
}

/** Follows finalized heads over WebSocket and keeps every number and hash that the node tells. */
async function keepFinalized(node: NodeProcess): Promise<WebSocket> {
  const socket = new WebSocket(node.url);
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => {});
  socket.on("message", (data) => {
    const { method, params } = JSON.parse(String(data)) as {
      method?: string;
      params?: { result: { number: string; parentHash: Hex } };
    };
    if (method !== "chain_finalizedHead" || params === undefined) return;
    const number = Number(params.result.number);
    // A header names its parent: what is final below it is known without a question.
    if (number > 0) told.set(number - 1, params.result.parentHash);
  });
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "chain_subscribeFinalizedHeads", params: [] }));
  return socket;
}

/** Sends transfers at a steady rate until told to stop. */
function send(socket: WebSocket, genesisHash: Hex, nonce: number): () => void {
  let next = nonce;
  const timer = setInterval(() => {
    for (let i = 0; i < rate / 20; i++) {
      const extrinsic = signExtrinsic(runtime, {
        call: transfer(bob.accountId, 1000n),
        pair: alice,
        nonce: next++,
        genesisHash,
      });
      socket.send(
        JSON.stringify({ jsonrpc: "2.0", id: next, method: "author_submitExtrinsic", params: [toHex(extrinsic)] }),
      );
      sent++;
    }
  }, 50);
  return () => clearInterval(timer);
}

/** Resolves when a file of the database changes: a write is under way. */
function nextWrite(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher: FSWatcher = watch(folder, (_event, file) => {
      if (file === null || !file.endsWith(".log")) return;
      watcher.close();
      insideWrites++;
      resolve();
    });
  });
}

const databaseFolder = (): string => {
  const found = readdirSync(base, { recursive: true, withFileTypes: true }).find(
    (entry) => entry.isFile() && entry.name === "CURRENT",
  );
  if (found === undefined) throw new Error("no database under the base path");
  return found.parentPath;
};

const args = ["--dev", "--one", "--fast-runtime", "--base-path", base];
for (let round = 1; round <= rounds; round++) {
  const node = await startNode(args);
  for (const [number, hash] of told) {
    const found = await node.rpc("chain_getBlockHash", [number]);
    if (found !== hash) fail(`round ${round}: block ${number} was told as ${hash} and is ${found}`);
  }
  const genesisHash = (await node.rpc("chain_getBlockHash", [0])) as Hex;
  const before = Number(((await node.rpc("chain_getHeader")) as { number: string }).number);
  const nonce = (await node.rpc("system_accountNextIndex", [
    "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
  ])) as number;
  const socket = await keepFinalized(node);
  const stopSending = send(socket, genesisHash, nonce);
  // Moments spread over the block interval.
  await new Promise((resolve) => setTimeout(resolve, 1500 + (blockTime * round) / rounds));
  if (insideWrite(round)) await nextWrite(databaseFolder());
  await node.stop("SIGKILL");
  stopSending();
  socket.terminate();
  const highest = Math.max(0, ...told.keys());
  console.log(
    `round ${round}: killed${insideWrite(round) ? " while writing" : ""} at block ${before}+, ${told.size} finalized hashes kept, highest ${highest}`,
  );
  if (highest + 3 < before) fail(`round ${round}: the chain did not go on`);
}

const last = await startNode(args);
for (const [number, hash] of told)
  if ((await last.rpc("chain_getBlockHash", [number])) !== hash) fail(`block ${number} is lost`);
await last.stop();
rmSync(base, { recursive: true, force: true });
console.log(
  `${rounds} kills, ${insideWrites} while a block was written, ${sent} extrinsics sent, ${told.size} finalized hashes kept, ${failures} failures.`,
);
process.exitCode = failures === 0 && told.size > 0 ? 0 : 1;
