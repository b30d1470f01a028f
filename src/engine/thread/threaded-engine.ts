import { type BlockToExecute, type Engine, EngineError } from "../../chain/engine.ts";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import { decodeHeader, encodeHeader } from "../../primitives/header.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import { StorageError } from "../../storage/errors.ts";
import type { BlockAnswer, BlockOnTheWay, BlockQuestion, StateOf } from "./block-messages.ts";
import type { BlockThread } from "./block-thread.ts";
import { write, writesOf } from "./writes.ts";

/** How long everything but the execution of others' blocks may take, ms: slow and fast machines must agree on those. */
const usualLimit = 30_000;

type Answered<K extends BlockAnswer["kind"]> = Extract<BlockAnswer, { kind: K }>;

/**
 * The programs of a chain, executed on their own thread. What the thread does not know (a state that is neither on disk nor
 * of a block that it executed) is asked of the engine here.
 */
export function createThreadedEngine(thread: BlockThread, here: Engine, longest = usualLimit): Engine {
  let made = 0;
  /** @returns undefined when the thread does not know the state. @throws EngineError, StorageError */
  const ask = async <K extends BlockAnswer["kind"]>(
    kind: K,
    question: BlockQuestion,
    { name, limit }: { readonly name: string; readonly limit: number | undefined },
  ): Promise<Answered<K> | undefined> => {
    const answer = await thread.ask(question, name, limit);
    if (answer.kind === kind) return answer as Answered<K>;
    if (answer.kind === "unknown") return undefined;
    // A thread that was lost over a block of others says nothing about the block.
    throw failure(answer, name, limit === undefined ? "not-built" : "interrupted");
  };
  return {
    async call(overlay, method, args) {
      const state = stateOf(overlay);
      const question = { kind: "call", state, method, args } as const;
      const answer = await ask("bytes", question, { name: method, limit: longest });
      return answer?.bytes ?? here.call(overlay, method, args);
    },
    async validateTransaction(overlay, extrinsic, source, at) {
      const { bytes } = extrinsic;
      const question = { kind: "validate", state: stateOf(overlay), bytes, source, at } as const;
      try {
        const answer = await ask("validity", question, { name: "the validity of a transaction", limit: longest });
        return answer?.validity ?? here.validateTransaction(overlay, extrinsic, source, at);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        return { type: "failed", why: `Runtime error: ${error.message}` };
      }
    },
    async checkInherents(overlay, block, data) {
      const question = { kind: "checkInherents", state: stateOf(overlay), block: onTheWay(block), data } as const;
      const answer = await ask("objections", question, { name: `the inherents of ${nameOf(block)}`, limit: undefined });
      return answer?.objections ?? here.checkInherents(overlay, block, data);
    },
    async executeBlock(overlay, block, rest) {
      const { hash } = block;
      const question = { kind: "execute", state: stateOf(overlay), block: onTheWay(block), hash } as const;
      const answer = await ask("executed", question, { name: nameOf(block), limit: undefined });
      if (answer === undefined) await here.executeBlock(overlay, block, rest);
      else write(overlay, answer.writes);
    },
    async openBlock(overlay, start) {
      const making = ++made;
      const task = { name: `the block ${start.parent.number + 1} that is made here`, limit: longest };
      const opened = await ask("done", { kind: "open", state: stateOf(overlay), making, ...start }, task);
      if (opened === undefined) return here.openBlock(overlay, start);
      const inBlock = async <K extends BlockAnswer["kind"]>(kind: K, question: BlockQuestion): Promise<Answered<K>> =>
        (await ask(kind, question, task)) as Answered<K>;
      return {
        inherentExtrinsics: async (data) =>
          (await inBlock("extrinsics", { kind: "inherents", making, data })).list.map(createExtrinsic),
        applyExtrinsic: async ({ bytes }) => (await inBlock("applied", { kind: "apply", making, bytes })).applied,
        shieldedTransaction: async ({ bytes }) =>
          (await inBlock("shielded", { kind: "shielded", making, bytes })).value,
        finalizeBlock: async () => {
          const { header, writes } = await inBlock("made", { kind: "finalize", making });
          write(overlay, writes);
          return decodeHeader(header);
        },
      };
    },
  };
}

const nameOf = ({ header, hash }: BlockToExecute): string =>
  `block ${header.number}${hash === undefined ? "" : ` (${hash})`}`;

const onTheWay = ({ header, body }: BlockToExecute): BlockOnTheWay => ({
  header: encodeHeader(header),
  body: body.map(({ bytes }) => bytes),
});

/** Where a state is found on the other thread. */
function stateOf(overlay: StateOverlay): StateOf {
  const writes = writesOf(overlay);
  const isFresh = writes.top.size === 0 && writes.children.size === 0;
  return { block: overlay.base, writes: isFresh ? undefined : writes };
}

function failure(answer: BlockAnswer, name: string, lost: EngineError["kind"]): Error {
  if (answer.kind === "error") return new EngineError(answer.error, answer.message);
  if (answer.kind === "storage") return new StorageError("gone", answer.message);
  if (answer.kind === "lost") {
    const trap = "Execution failed: Execution aborted due to trap: wasm trap: interrupt";
    return new EngineError(lost, `${trap}\n${name}: ${answer.message}`);
  }
  if (answer.kind !== "defect") return new Error(`${name}: the thread answers ${answer.kind}`);
  return Object.assign(new Error(answer.message), { stack: answer.stack });
}
