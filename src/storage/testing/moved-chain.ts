import type { Hex } from "../../lib/bytes.ts";
import { blocksKept, type PruningModes } from "../pruning.ts";
import type { PlainState } from "./blocks.ts";
import { lineage, longestOn } from "./state-model.ts";

export interface Block {
  readonly hash: Hex;
  readonly number: number;
  readonly parent: Block | undefined;
  readonly state: PlainState;
  readonly salt: number;
  /** The state as `textOf` gives it. */
  readonly text: string;
  /** The state root of its header. */
  readonly root: Hex;
  /** It was left by a move and was not final since, so that it can be moved to. */
  left: boolean;
  /** It lost when another became final. */
  lost: boolean;
  hasBody: boolean;
}

/** What the chain must look like: every block that was ever made, with a copy of its whole state. */
export interface Model {
  readonly pruning: PruningModes;
  readonly all: Block[];
  open: Set<Block>;
  final: Block[];
  best: Block;
  oldestState: number;
  oldestBody: number;
}

export const lastOf = ({ final }: Model): Block => final[final.length - 1] as Block;

/** The final block that a block's branch begins on. */
function forkOf(model: Model, block: Block): Block {
  let at = block;
  while (model.final[at.number] !== at) at = at.parent as Block;
  return at;
}

/** Whether a block can be moved to, and its state read. */
export function isKept(model: Model, block: Block): boolean {
  const fork = forkOf(model, block);
  if (fork.number < model.oldestState) return false;
  const own = lineage(block).slice(fork.number + 1);
  return own.every((one) => model.open.has(one) || one.left || (one.lost && model.pruning.state === "archive"));
}

export function finalizeModel(model: Model, target: Block): void {
  const before = lastOf(model);
  const count = target === before ? 128 : target.number - before.number;
  model.final = lineage(target);
  for (const block of model.open) {
    const line = lineage(block);
    if (line.includes(target) && block !== target) continue;
    model.open.delete(block);
    if (model.final[block.number] === block) {
      block.left = false;
      block.lost = false;
    } else if (!block.left) {
      block.lost = true;
      if (model.pruning.blocks !== "archive") block.hasBody = false;
    }
  }
  if (!lineage(model.best).includes(target)) model.best = longestOn(model.open, target);
  const after = (from: number, kept: number): number =>
    Math.max(from, Math.min(target.number - kept + 1, from + count + 32));
  model.oldestState = after(model.oldestState, blocksKept(model.pruning.state));
  const oldestBody = after(model.oldestBody, blocksKept(model.pruning.blocks));
  for (let number = model.oldestBody; number < oldestBody; number++) (model.final[number] as Block).hasBody = false;
  model.oldestBody = oldestBody;
}

export function moveModel(model: Model, target: Block): { retracted: Hex[]; enacted: Hex[] } {
  const before = lineage(model.best);
  const line = lineage(target);
  const retracted = before.filter((block) => !line.includes(block)).reverse();
  const enacted = line.filter((block) => !before.includes(block));
  const fork = forkOf(model, target);
  for (const block of [...model.open, ...model.final.slice(fork.number + 1)]) block.left = true;
  for (const block of line) {
    block.left = false;
    block.lost = false;
  }
  model.open = new Set();
  model.final = line;
  model.best = target;
  const first = Math.min(model.oldestBody, fork.number + 1);
  model.oldestBody = first;
  for (const { hasBody, number } of line.slice(fork.number + 1)) if (!hasBody) model.oldestBody = number + 1;
  for (const block of line.slice(first, model.oldestBody)) block.hasBody = false;
  return { retracted: retracted.map(({ hash }) => hash), enacted: enacted.map(({ hash }) => hash) };
}
