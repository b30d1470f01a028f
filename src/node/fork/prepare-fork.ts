import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { directoryOfBlock } from "../../fork/block-files.ts";
import type { ForkedBlock } from "../../fork/forked-block.ts";
import type { RemoteOptions } from "../../fork/remote-messages.ts";
import { type Hex, isHex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import type { NodeConfig } from "../config.ts";
import { createDirectory } from "../directories.ts";
import { chooseBlock } from "./choose-block.ts";

export interface ForkRequest {
  readonly remote: RemoteOptions;
  readonly wanted: number | Hex | undefined;
  /** The base path; undefined where it is a temporary directory. */
  readonly base: string | undefined;
  readonly cache: string;
  warn(line: string): void;
}

/** A fork that a node can be started with. */
export interface PreparedFork {
  readonly spec: ChainSpec;
  readonly fork: NonNullable<NodeConfig["fork"]>;
}

/**
 * Chooses the block of a fork, and makes its specification. A base path that holds a fork goes on with its block, unless
 * another one is named.
 * @throws UserError
 */
export async function prepareFork({ remote, wanted, base, cache, warn }: ForkRequest): Promise<PreparedFork> {
  if (!/^wss?:$/.test(URL.canParse(remote.url) ? new URL(remote.url).protocol : ""))
    throw new UserError(`--fork '${remote.url}' is not the URL of a node's WebSocket: ws://HOST:PORT is expected`, 2);
  const { block, requests } = await chooseBlock({ remote, wanted: wanted ?? rememberedBlock(base), cache, warn });
  rememberBlock(base, block.hash);
  return { spec: specOfFork(block), fork: { block, remote, cache: directoryOfBlock(cache, block), requests } };
}

/** What the name of a fork ends with, that of a fork's fork too. */
const suffix = " (fork)";

/** The specification of a fork: what clients see of the chain, and nothing that leads to its nodes. */
function specOfFork({ name, properties, hash, header }: ForkedBlock): ChainSpec {
  const plain = name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  const word = plain
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40);
  return {
    name: plain + suffix,
    id: `${word}-fork-${header.number}-${hash.slice(2, 10)}`,
    chainType: "Development",
    bootNodes: [],
    telemetryEndpoints: undefined,
    protocolId: undefined,
    forkId: "fork",
    properties,
    forkBlocks: undefined,
    badBlocks: undefined,
    warpCheckpoint: undefined,
    codeSubstitutes: {},
    rules: undefined,
    genesis: { type: "raw", top: new Map(), children: new Map() },
    unknown: [],
  };
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
