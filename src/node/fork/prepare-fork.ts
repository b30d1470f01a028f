import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Hex, isHex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { createDirectory } from "../directories.ts";
import { chooseBlock } from "./choose-block.ts";
import { type ForkRequest, type PreparedFork, preparedFork } from "./prepared-fork.ts";

/**
 * Finds what a fork goes on from, and makes its specification. A base path that holds a fork goes on with its block, unless
 * another one is named.
 * @throws UserError
 */
export async function prepareFork(request: ForkRequest): Promise<PreparedFork> {
  const { from } = request;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(from)) return forkOfNode(request);
  const path = resolve(from);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw notFound(from);
  if (found.isDirectory()) return (await import("./fork-of-directory.ts")).forkOfDirectory(request, path);
  return (await import("./fork-of-file.ts")).forkOfFile(request, path);
}

const notFound = (from: string): UserError =>
  new UserError(
    `--fork '${from}' is not the URL of a node's WebSocket (ws://HOST:PORT is expected), and there is no such directory or file`,
    2,
  );

async function forkOfNode({ remote, wanted, base, cache, state, warn }: ForkRequest): Promise<PreparedFork> {
  if (!/^wss?:$/.test(URL.canParse(remote.url) ? new URL(remote.url).protocol : ""))
    throw new UserError(`--fork '${remote.url}' is not the URL of a node's WebSocket: ws://HOST:PORT is expected`, 2);
  const saved =
    state === undefined || !existsSync(state)
      ? undefined
      : (await (await import("./fork-of-state.ts")).forkedBlockOf(state, wanted, cache)).hash;
  const remembered = wanted === undefined ? rememberedBlock(base) : undefined;
  if (saved !== undefined && remembered !== undefined && saved !== remembered)
    throw new UserError(
      `the state file ${state} is that of a fork of block ${saved}, and the base path ${base} holds one of ${remembered}: give another --base-path`,
    );
  const { block, requests } = await chooseBlock({ remote, wanted: wanted ?? saved ?? remembered, cache, warn });
  rememberBlock(base, block.hash);
  return preparedFork(block, { remote, cache, requests });
}

/** Names the block of the fork in a base path. */
const memo = "fork-block";

function rememberedBlock(base: string | undefined): Hex | undefined {
  if (base === undefined || !existsSync(join(base, memo))) return undefined;
  const text = readFileSync(join(base, memo), "utf8").trim();
  return isHex(text) && text.length === 66 ? text : undefined;
}

function rememberBlock(base: string | undefined, hash: Hex): void {
  if (base === undefined) return;
  createDirectory(base, "--base-path");
  writeFileSync(join(base, memo), `${hash}\n`);
}
