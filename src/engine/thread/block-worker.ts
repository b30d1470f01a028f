import { parentPort, workerData } from "node:worker_threads";
import { EngineError, type OpenBlock } from "../../chain/engine.ts";
import { acceptMockSignatures } from "../../crypto/mock-signature.ts";
import { messageOf } from "../../lib/user-error.ts";
import { createExtrinsic, type Extrinsic } from "../../primitives/extrinsic.ts";
import { decodeHeader, encodeHeader } from "../../primitives/header.ts";
import { StorageError } from "../../storage/errors.ts";
import { openReadOnly } from "../../storage/read-only.ts";
import { createOverlay, type TrieOverlay } from "../../storage/state/overlay.ts";
import { createChainEngines } from "../chain-engines.ts";
import { loadReplace } from "../replacements.ts";
import type {
  BlockAnswer,
  BlockOnTheWay,
  BlockQuestion,
  BlockThreadData,
  BlockThreadMessage,
} from "./block-messages.ts";
import { createExecutedStates } from "./executed-states.ts";
import { workerLog } from "./worker-log.ts";
import { write, writesOf } from "./writes.ts";

/**
 * What runs on the thread of blocks: a chain's own programs over a database that another thread writes. A program may take
 * any time, which nobody but who asked waits for (see block-thread.ts).
 */
const port = parentPort as NonNullable<typeof parentPort>;
const { path, engine: options } = workerData as BlockThreadData;
const tell = (message: BlockThreadMessage): void => port.postMessage(message);
const log = workerLog(tell);
const rest = async (): Promise<void> => {};

if (options.mockSignatures) acceptMockSignatures();
const database = await openReadOnly(path);
const executed = createExecutedStates(database);
// What is not replaced is told of where the chain is.
const replace = await loadReplace(options.replacements, () => {});
const engines = createChainEngines({ ...options, choice: "program", log, replace });
/** The block that is made; an older one is given up. */
let making: { readonly number: number; readonly block: OpenBlock; readonly overlay: TrieOverlay } | undefined;

const bodyOf = (block: BlockOnTheWay): readonly Extrinsic[] => block.body.map(createExtrinsic);

async function answerTo(question: BlockQuestion): Promise<BlockAnswer> {
  if ("making" in question && question.kind !== "open") return answerMaking(question);
  const { block: base, writes } = question.state;
  const state = base === undefined ? undefined : await executed.after(base);
  if (base === undefined || state === undefined) return { kind: "unknown" };
  const overlay = createOverlay(state, base);
  if (writes !== undefined) write(overlay, writes);
  const engine = engines.engineAt(base, overlay);
  switch (question.kind) {
    case "call":
      return { kind: "bytes", bytes: await engine.call(overlay, question.method, question.args) };
    case "validate": {
      const { bytes, source, at } = question;
      const validity = await engine.validateTransaction(overlay, createExtrinsic(bytes), source, at);
      if (validity.type !== "failed" || validity.defect === undefined) return { kind: "validity", validity };
      return { kind: "validity", validity: { ...validity, defect: messageOf(validity.defect) } };
    }
    case "checkInherents": {
      const block = { header: decodeHeader(question.block.header), body: bodyOf(question.block) };
      return { kind: "objections", objections: await engine.checkInherents(overlay, block, question.data) };
    }
    case "execute": {
      const block = { header: decodeHeader(question.block.header), body: bodyOf(question.block) };
      await engine.executeBlock(overlay, block, rest);
      if (question.hash !== undefined) executed.keep(question.hash, base, state, overlay);
      return { kind: "executed", writes: writesOf(overlay) };
    }
    case "open": {
      const block = await engine.openBlock(overlay, { parent: question.parent, digest: question.digest });
      making = { number: question.making, block, overlay };
      return { kind: "done" };
    }
  }
}

type MakingQuestion = Extract<BlockQuestion, { kind: "inherents" | "apply" | "shielded" | "finalize" }>;

async function answerMaking(question: MakingQuestion): Promise<BlockAnswer> {
  if (making?.number !== question.making) {
    return { kind: "error", error: "failed", message: "the block that was made is given up" };
  }
  const { block, overlay } = making;
  switch (question.kind) {
    case "inherents":
      return { kind: "extrinsics", list: (await block.inherentExtrinsics(question.data)).map(({ bytes }) => bytes) };
    case "apply":
      return { kind: "applied", applied: await block.applyExtrinsic(createExtrinsic(question.bytes)) };
    case "shielded":
      return { kind: "shielded", value: await block.shieldedTransaction(createExtrinsic(question.bytes)) };
    case "finalize": {
      const header = encodeHeader(await block.finalizeBlock());
      making = undefined;
      return { kind: "made", header, writes: writesOf(overlay) };
    }
  }
}

async function answerOrError(question: BlockQuestion): Promise<BlockAnswer> {
  try {
    return await answerTo(question);
  } catch (error) {
    const cause = error instanceof EngineError ? error.cause : error;
    if (cause instanceof StorageError) return { kind: "storage", message: cause.message };
    if (error instanceof EngineError) return { kind: "error", error: error.kind, message: error.message };
    return { kind: "defect", message: messageOf(error), stack: error instanceof Error ? error.stack : undefined };
  }
}

let last: Promise<void> = Promise.resolve();
port.on("message", (message: { readonly id: number; readonly question: BlockQuestion } | "end") => {
  last = last.then(async () => {
    if (message === "end") {
      await database.close();
      port.close();
      return;
    }
    tell({ id: message.id, answer: await answerOrError(message.question) });
  });
});
tell("ready");
