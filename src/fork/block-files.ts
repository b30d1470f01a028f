import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isHex } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { ForkedBlock } from "./forked-block.ts";
import { type KeptBlock, keptBlockText, readKeptBlock } from "./kept-block.ts";

/**
 * The blocks that forks stood on, in a directory: `GENESIS/BLOCK/block.json`, beside the nodes of its state
 * (node-cache.ts). Any number of processes may use one directory.
 */

const fileName = "block.json";

/** Where what is known of a block lies. */
export function directoryOfBlock(cache: string, { hash, genesis }: Pick<ForkedBlock, "hash" | "genesis">): string {
  return join(cache, genesis.hash, hash);
}

/** Keeps a block, written as a whole. @throws UserError when the directory cannot be written */
export function keepBlock(cache: string, block: ForkedBlock, url: string): void {
  const directory = directoryOfBlock(cache, block);
  try {
    mkdirSync(directory, { recursive: true });
    const temporary = join(directory, `${randomBytes(8).toString("hex")}.tmp`);
    writeFileSync(temporary, `${keptBlockText({ block, url })}\n`);
    renameSync(temporary, join(directory, fileName));
  } catch (error) {
    throw new UserError(
      `what a fork reads cannot be kept in ${directory}: ${messageOf(error)}; choose another directory with --fork-cache`,
    );
  }
}

/** The blocks in the directory, the latest first; those that do not read are left out, since they can be had again. */
export function keptBlocks(cache: string): KeptBlock[] {
  const found: { readonly kept: KeptBlock; readonly at: number }[] = [];
  for (const genesis of namesIn(cache)) {
    for (const hash of namesIn(join(cache, genesis))) {
      const path = join(cache, genesis, hash, fileName);
      const kept = readBlock(path);
      if (kept?.block.hash === hash && kept.block.genesis.hash === genesis)
        found.push({ kept, at: statSync(path).mtimeMs });
    }
  }
  return found.sort((a, b) => b.at - a.at).map(({ kept }) => kept);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => isHex(name));
  } catch {
    return [];
  }
}

function readBlock(path: string): KeptBlock | undefined {
  try {
    return readKeptBlock(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
