import { closeSync, openSync, readSync } from "node:fs";
import { messageOf, UserError } from "../../lib/user-error.ts";
import { magic } from "../../state-file/format.ts";
import { openStateFile } from "../../state-file/open-state-file.ts";
import { loadChainSpec } from "../chain-specs.ts";
import { forkedBlockOf } from "./fork-of-state.ts";
import { specOfFork } from "./fork-spec.ts";
import { type ForkRequest, type PreparedFork, preparedFork } from "./prepared-fork.ts";

/**
 * A fork that begins with a file: the block of a state file, or the genesis of a raw specification.
 * @throws UserError
 */
export async function forkOfFile(request: ForkRequest, path: string): Promise<PreparedFork> {
  const { wanted, warn } = request;
  const other = (holds: string): UserError =>
    new UserError(`--fork-block ${wanted}: ${path} holds ${holds} alone: leave it out`, 2);
  if (isStateFile(path)) {
    const file = await openStateFile(path);
    await file.close();
    if (file.head.fork !== undefined) {
      // It lies over a state that a node has.
      const { url, ...forked } = await forkedBlockOf(path, wanted, request.cache);
      return preparedFork(forked, {
        remote: { ...request.remote, url },
        cache: request.cache,
        requests: 0,
        state: path,
      });
    }
    const { block, chain } = file.head;
    if (wanted !== undefined && wanted !== block.number && wanted !== block.hash)
      throw other(`the state of block ${block.number} (${block.hash})`);
    return { spec: specOfFork(chain, block), fork: { kind: "file", path, isState: true } };
  }
  if (wanted !== undefined && wanted !== 0) throw other("a genesis");
  const spec = loadChainSpec({ chain: path, dev: false, drand: "public" }, {}, warn);
  if (spec.genesis.type !== "raw")
    throw new UserError(
      `--fork ${path}: the specification has no state but a description of one: start it with --chain, or make it raw with build-spec --raw`,
      2,
    );
  return {
    spec: { ...specOfFork(spec, undefined, spec.genesis), rules: spec.rules },
    fork: { kind: "file", path, isState: false },
  };
}

function isStateFile(path: string): boolean {
  const start = Buffer.alloc(magic.length);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, start);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UserError(`--fork ${path} cannot be read: ${messageOf(error)}`);
  }
  return start.toString("latin1") === magic;
}
