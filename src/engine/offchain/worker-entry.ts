import { parentPort, workerData } from "node:worker_threads";
import { encode } from "../../codec/codec.ts";
import { u32 } from "../../codec/primitives.ts";
import { blake2b64, blake2Hex } from "../../crypto/hashing.ts";
import { emptyBytes, equalBytes, type Hex, utf8 } from "../../lib/bytes.ts";
import { giveWayToOthers } from "../../lib/give-way.ts";
import { messageOf } from "../../lib/user-error.ts";
import { decodeHeader } from "../../primitives/header.ts";
import { decodeVersion } from "../../primitives/runtime-version.ts";
import { openReadOnly } from "../../storage/read-only.ts";
import type { TrieOverlay } from "../../storage/state/overlay.ts";
import type { Executor } from "../../wasm/executor.ts";
import { createChainEngines } from "../chain-engines.ts";
import { trapText } from "../program/errors.ts";
import { loadExecutor } from "../program/load-engine.ts";
import { loadReplace } from "../replacements.ts";
import { workerLog } from "../thread/worker-log.ts";
import { createAskNode } from "./ask-node.ts";
import { askedKeystore, askedOffchain } from "./host-offchain.ts";
import type { OffchainMessage, OffchainOutcome, OffchainTask, OffchainThreadData } from "./messages.ts";

/**
 * What runs on a thread of offchain workers: calls of a chain's program that may ask its node for more than a state. The
 * thread stands still while it waits for the node, so nothing else runs here (see workers.ts).
 */
const port = parentPort as NonNullable<typeof parentPort>;
const { path, engine: options, isValidator, port: answers, flag } = workerData as OffchainThreadData;
const tell = (message: OffchainMessage): void => port.postMessage(message);
const log = workerLog(tell);

giveWayToOthers();
const database = await openReadOnly(path);
const replace = await loadReplace(options.replacements, () => {});
const { programAt } = createChainEngines({ ...options, log, replace });
const ask = createAskNode(answers, new Int32Array(flag));
const keystore = askedKeystore(ask);
const offchain = askedOffchain(ask, isValidator);

/** The program that was executed last. */
let last: { readonly hash: Hex; readonly executor: Executor } | undefined;

function executorOf(code: Uint8Array): Executor {
  const hash = blake2Hex(code);
  if (last?.hash !== hash) last = { hash, executor: loadExecutor(code, { heapPages: options.heapPages, log }) };
  return last.executor;
}

const method = "OffchainWorkerApi_offchain_worker";
const workerApi = blake2b64(utf8("OffchainWorkerApi"));

/** What the offchain worker of a block is called with; undefined for a version of its API that nodes do not know. */
function workerArguments(executor: Executor, overlay: TrieOverlay, header: Uint8Array): Uint8Array | undefined {
  const { apis } = decodeVersion(executor.call(overlay, "Core_version", emptyBytes));
  const version = apis.find(([id]) => equalBytes(id, workerApi))?.[1];
  // Rust: `sp_offchain: lib.rs OffchainWorkerApi`: the first version was given the number alone.
  if (version === 1) return encode(u32, decodeHeader(header).number);
  return version === 2 ? header : undefined;
}

async function outcomeOf(task: OffchainTask): Promise<OffchainOutcome> {
  if (database.stateAt(task.block) === undefined) await database.refresh();
  const overlay = database.overlayAt(task.block);
  if (overlay === undefined) return { kind: "none", why: "its state is not kept" };
  const code = programAt(overlay);
  if (code === undefined) return { kind: "none", why: "no program executes what follows it" };
  const executor = executorOf(code);
  if (task.kind === "keys") {
    if (!executor.has(task.method)) return { kind: "none", why: `Exported method ${task.method} is not found` };
    return { kind: "done", answer: executor.call(overlay, task.method, task.args, { keystore }) };
  }
  const args = executor.has(method) ? workerArguments(executor, overlay, task.header) : undefined;
  if (args === undefined) return { kind: "none", why: "its program has no offchain worker of a known version" };
  return { kind: "done", answer: executor.call(overlay, method, args, { keystore, offchain }) };
}

port.on("message", async (task: OffchainTask | "end") => {
  if (task === "end") {
    await database.close();
    answers.close();
    port.close();
    return;
  }
  try {
    tell({ outcome: await outcomeOf(task) });
  } catch (error) {
    tell({ outcome: { kind: "failed", message: trapText(error) ?? messageOf(error) } });
  }
});
tell("ready");
