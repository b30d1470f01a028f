import type { BlockOfChain } from "../storage/chain-intake.ts";
import { RecordError } from "../storage/errors.ts";
import { childKey, topKey } from "../storage/layout.ts";
import type { ForkHead } from "../storage/take-differences.ts";
import { StateFileError } from "./format.ts";
import type { ForkHint } from "./head.ts";
import type { StateFile } from "./open-state-file.ts";
import { addStep } from "./records.ts";

/** What the state file of a fork holds, in memory. */
export interface ForkContent extends Pick<ForkHead, "blocks" | "differences"> {
  /** The block that the fork stands on. */
  readonly forked: BlockOfChain;
  /** By name. */
  readonly steps: ReadonlyMap<string, Uint8Array>;
}

/** @throws StateFileError when a file holds the state of a fork: what differs from another state is no state */
export function requireWhole({ path, head }: Pick<StateFile, "path" | "head">): void {
  if (head.fork === undefined) return;
  const { hash, number, url } = head.fork;
  throw new StateFileError(
    "other-chain",
    `the state file ${path} is that of a fork of block ${number} (${hash}) of ${url}, and holds what differs from it: load it with --fork ${path}, or with --fork URL and --state`,
  );
}

/** Reads the state file of a fork. @param isStep which names its steps may have @throws StateFileError */
export async function readForkContent(
  file: StateFile,
  fork: ForkHint,
  isStep: (name: string) => boolean,
): Promise<ForkContent> {
  try {
    return await readContent(file, fork, isStep);
  } catch (error) {
    throw file.explain(error);
  }
}

async function readContent(file: StateFile, fork: ForkHint, isStep: (name: string) => boolean): Promise<ForkContent> {
  const differences = new Map<string, Uint8Array | undefined>();
  const blocks: BlockOfChain[] = [];
  const steps = new Map<string, Uint8Array>();
  let forked: BlockOfChain | undefined;
  for await (const part of file.parts()) {
    if (part.type === "block") blocks.push(part.block);
    else if (part.type === "forked") forked = part.block;
    else if (part.type === "step") addStep(steps, part.step, isStep);
    else {
      const flat = (key: string): string => (part.child === undefined ? topKey(key) : childKey(part.child, key));
      if (part.type === "entries") for (const [key, value] of part.entries) differences.set(flat(key), value);
      else for (const key of part.keys) differences.set(flat(key), undefined);
    }
  }
  const last = blocks.at(-1) ?? forked;
  if (forked?.hash !== fork.hash || last?.hash !== file.head.block.hash)
    throw new RecordError("its blocks are not those that its head names");
  return { differences, blocks, steps, forked };
}
