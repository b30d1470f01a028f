import { parentPort, workerData } from "node:worker_threads";
import { EngineError } from "../../chain/engine.ts";
import { acceptMockSignatures } from "../../crypto/mock-signature.ts";
import { giveWayToOthers } from "../../lib/give-way.ts";
import { messageOf } from "../../lib/user-error.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { builds, createRuntime } from "../../runtime/index.ts";
import { StorageError } from "../../storage/errors.ts";
import { openReadOnly } from "../../storage/read-only.ts";
import { proofOfReads } from "../../storage/recorded-reads.ts";
import { orderedRoot } from "../../storage/trie/ordered-root.ts";
import { answerOfTrie } from "../../storage/trie-question.ts";
import { createChainEngines } from "../chain-engines.ts";
import { createNativeEngine } from "../native/native-engine.ts";
import { loadProgramVersions, programVersion } from "../native/program-version.ts";
import { loadReplace } from "../replacements.ts";
import type { Answer, Question, QuestionMessage, ThreadData, ThreadMessage } from "./messages.ts";
import { workerLog } from "./worker-log.ts";

/**
 * What runs on the engine's thread: the rules over a database that another thread writes. It answers one question after
 * the other, each on the state of a block as it is on disk, until it is told to end (see engine-thread.ts).
 */
const port = parentPort as NonNullable<typeof parentPort>;
const { path, build, engine: choice } = workerData as ThreadData;
const tell = (message: ThreadMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

giveWayToOthers();
if (choice.mockSignatures) acceptMockSignatures();
const [database] = await Promise.all([openReadOnly(path), loadProgramVersions()]);
const rules = createNativeEngine(createRuntime(builds[build], { orderedRoot, programVersion }));
const replace = await loadReplace(choice.replacements, () => {});
const engines = createChainEngines({ ...choice, log: workerLog(tell), rules, replace, beside: (first) => first });

async function answerTo(question: Question): Promise<Answer> {
  // What is seen already stays as it is; what is not may have come, or a newer view may still have it.
  if (database.stateAt(question.block) === undefined) await database.refresh();
  if (question.kind === "trie") {
    const answer = answerOfTrie(database, question);
    return answer === undefined ? { kind: "here" } : { kind: "trie", answer };
  }
  if (question.kind === "prove") {
    const state = database.stateAt(question.block);
    if (state === undefined) return { kind: "here" };
    const { method, args } = question;
    const engine = engines.engineAt(question.block, state);
    const answer = await proofOfReads(state, (overlay) => engine.call(overlay, method, args));
    return { kind: "trie", answer };
  }
  const overlay = database.overlayAt(question.block);
  if (overlay === undefined) return { kind: "here" };
  const engine = engines.engineAt(question.block, overlay);
  if (question.kind === "call") {
    const value = await engine.call(overlay, question.method, question.args);
    return { kind: "value", value: value.slice() };
  }
  const { block: hash, number, bytes, source } = question;
  const validity = await engine.validateTransaction(overlay, createExtrinsic(bytes), source, { hash, number });
  if (validity.type !== "failed" || validity.defect === undefined) return { kind: "validity", validity };
  // An error goes over as text: what else it holds may not be made for that.
  const { defect } = validity;
  return {
    kind: "validity",
    validity: { ...validity, defect: defect instanceof Error ? defect.stack : String(defect) },
  };
}

async function answerOrError(question: Question): Promise<Answer> {
  try {
    return await answerTo(question);
  } catch (error) {
    const cause = error instanceof EngineError ? error.cause : error;
    if (cause instanceof StorageError) return { kind: "here" };
    if (error instanceof EngineError) return { kind: "error", error: error.kind, message: error.message };
    return { kind: "defect", message: messageOf(error), stack: error instanceof Error ? error.stack : undefined };
  }
}

let last: Promise<void> = Promise.resolve();
port.on("message", (message: QuestionMessage | "end") => {
  last = last.then(async () => {
    if (message === "end") {
      await database.close();
      port.close();
      return;
    }
    const answer = await answerOrError(message.question);
    const transfer = answer.kind === "value" ? [answer.value.buffer as ArrayBuffer] : [];
    tell({ id: message.id, answer }, transfer);
  });
});
tell("ready");
