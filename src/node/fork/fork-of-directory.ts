import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { directoryOfBlock } from "../../fork/block-files.ts";
import { originOf } from "../../fork/fork-origin.ts";
import type { KeptBlock } from "../../fork/kept-block.ts";
import { fromHex, fromUtf8, type Hex, isHex, toHex, utf8 } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { BlockId } from "../../storage/blocks/pointers.ts";
import type { Database } from "../../storage/database.ts";
import { StorageError } from "../../storage/errors.ts";
import type { KeyValue } from "../../storage/kv/key-value.ts";
import { levelKeyValue } from "../../storage/kv/level-key-value.ts";
import { canonicalKey, extraKey, headerKey } from "../../storage/layout.ts";
import { openDatabase } from "../../storage/open-database.ts";
import { acceptedGenesisName, rulesName } from "../chain-database.ts";
import { loadChainSpec } from "../chain-specs.ts";
import { createDirectory } from "../directories.ts";
import { dataPaths } from "../paths.ts";
import { copyDatabase, isDatabase } from "./copy-database.ts";
import { type ChainOfFork, specOfFork } from "./fork-spec.ts";
import type { ForkRequest, PreparedFork } from "./prepared-fork.ts";

/** Under which name a copy keeps what clients are told of its chain. */
const chainName = "chain";
/** Describes in a base path the fork of a directory that it holds. */
const memo = "fork-of.json";

/**
 * A fork that begins with a copy of a database of ours, or goes on from another fork's. A base path that holds it goes on.
 * @param path a base path, or the directory of the database
 * @throws UserError
 */
export async function forkOfDirectory(request: ForkRequest, path: string): Promise<PreparedFork> {
  const { wanted, base } = request;
  const source = databaseIn(path);
  const known = wanted === undefined ? remembered(base, source) : undefined;
  if (known !== undefined) return forkFrom(known, source, undefined);

  const waiting = copyPlace(base);
  await copyDatabase(source, waiting);
  const origin = await withStore(waiting, source, (store) =>
    originOf({ getExtra: (name) => store.getSync(extraKey(name)) }),
  );
  if (origin !== undefined) return forkOfFork(request, { origin, source, waiting });
  const chosen = await withChain(waiting, source, async (database) => {
    const block = chooseBlock(database, wanted, source);
    await moveThere(database, block, source);
    if (database.getExtra(rulesName) === undefined)
      throw new UserError(`the database ${source} does not say which rules it has: start a node on it once`);
    const chain = chainOf(database, source);
    await database.putExtra(
      new Map([
        [acceptedGenesisName, fromHex(database.genesisHash as Hex)],
        [chainName, utf8(JSON.stringify(chain))],
      ]),
    );
    return { chain, block };
  });
  remember(base, { ...chosen, source });
  return forkFrom(chosen, source, waiting);
}

interface Chosen {
  readonly chain: ChainOfFork;
  readonly block: BlockId;
}

function forkFrom({ chain, block }: Chosen, source: string, waiting: string | undefined): PreparedFork {
  const copy = { source, waiting, head: undefined };
  return { spec: specOfFork(chain, block), fork: { kind: "database", block, copy } };
}

/** A fork of a fork of a node: the node is asked for what is missing still. */
async function forkOfFork(
  { remote, wanted, cache }: ForkRequest,
  { origin, source, waiting }: { readonly origin: KeptBlock; readonly source: string; readonly waiting: string },
): Promise<PreparedFork> {
  const { block, url } = origin;
  const head =
    wanted === undefined ? undefined : await withStore(waiting, source, (store) => hashIn(store, wanted, source));
  // The cache of its base path may have what the node need not be asked for.
  const own = directoryOfBlock(join(dirname(dirname(dirname(dirname(source)))), "fork-cache"), block);
  return {
    spec: specOfFork(block, { hash: block.hash, number: block.header.number }),
    fork: {
      ...{ kind: "node", block, remote: { ...remote, url }, requests: 0 },
      ...{ cache: directoryOfBlock(cache, block), caches: [own], copy: { source, waiting, head } },
    },
  };
}

/** The database that a path means. @throws UserError */
function databaseIn(path: string): string {
  if (isDatabase(path)) return path;
  const chains = join(path, "chains");
  const names = existsSync(chains) ? readdirSync(chains) : [];
  const found = names.map((id) => dataPaths(path, id).database).filter(isDatabase);
  const [first, ...others] = found;
  if (first === undefined) throw new UserError(`--fork ${path}: there is no database in that directory`);
  if (others.length > 0)
    throw new UserError(`--fork ${path}: there are ${found.length} databases: name one of ${found.join(", ")}`);
  return first;
}

/** Where a copy waits: where it can be renamed from. It is removed at the end if it was not. */
function copyPlace(base: string | undefined): string {
  if (base !== undefined) createDirectory(base, "--base-path");
  const place = join(base ?? tmpdir(), `subtensor-copy-${randomBytes(6).toString("hex")}`);
  process.once("exit", () => rmSync(place, { recursive: true, force: true }));
  return place;
}

/** Works on a copy as it is stored. */
async function withStore<T>(copy: string, source: string, work: (store: KeyValue) => T): Promise<T> {
  const store = await levelKeyValue(copy).catch(inWords(copy, source));
  try {
    return work(store);
  } finally {
    await store.close();
  }
}

/** Works on a copy as a chain. */
async function withChain<T>(copy: string, source: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ path: copy }).catch(inWords(copy, source));
  try {
    if (database.genesisHash === undefined) throw new UserError(`the database ${source} holds no chain`);
    return await work(database);
  } finally {
    await database.close();
  }
}

/** What is wrong with a copy is wrong with the database that it was made from. */
const inWords =
  (copy: string, source: string) =>
  (error: unknown): never => {
    if (!(error instanceof StorageError)) throw error;
    throw new UserError(`the database ${source} cannot be forked: ${error.message.replaceAll(copy, source)}`);
  };

function hashIn(store: KeyValue, wanted: number | Hex, source: string): Hex {
  const hash = typeof wanted === "number" ? store.getSync(canonicalKey(wanted)) : fromHex(wanted);
  if (hash !== undefined && store.getSync(headerKey(toHex(hash))) !== undefined) return toHex(hash);
  throw noBlock(source, wanted);
}

const noBlock = (source: string, wanted: number | Hex): UserError =>
  new UserError(`${source} has no block ${wanted}: give another --fork-block`);

function chooseBlock(database: Database, wanted: number | Hex | undefined, source: string): BlockId {
  if (wanted === undefined) return database.finalized();
  const hash = typeof wanted === "number" ? database.hashAt(wanted) : wanted;
  const number = hash === undefined ? undefined : database.numberOf(hash);
  if (hash === undefined || number === undefined) throw noBlock(source, wanted);
  return { hash, number };
}

/** Makes the block of the fork the best and final one. @throws UserError when its state is not kept */
async function moveThere(database: Database, { hash, number }: BlockId, source: string): Promise<void> {
  if (database.best().hash === hash && database.finalized().hash === hash) return;
  try {
    await database.moveTo(hash);
  } catch (error) {
    if (!(error instanceof StorageError) || (error.problem !== "misuse" && error.problem !== "gone")) throw error;
    throw new UserError(
      `${source} does not keep the state of block ${number} (${hash}): the oldest that it keeps is that of block ${database.oldestState()}; give a newer --fork-block`,
    );
  }
}

/** What clients are told of the chain: what a copy says of itself, else what its directory tells. */
function chainOf(database: Database, source: string): ChainOfFork {
  const record = database.getExtra(chainName);
  if (record !== undefined) return JSON.parse(fromUtf8(record)) as ChainOfFork;
  const usual = loadChainSpec({ chain: "dev", dev: false, drand: "public" }, {});
  const id = basename(dirname(dirname(source)));
  return { name: id === usual.id ? usual.name : id, properties: usual.properties };
}

/** The fork that a base path holds, if it is of that database. */
function remembered(base: string | undefined, source: string): Chosen | undefined {
  if (base === undefined || !existsSync(join(base, memo))) return undefined;
  try {
    const { source: of, chain, block } = JSON.parse(readFileSync(join(base, memo), "utf8"));
    if (of !== source || !isHex(block.hash)) return undefined;
    const { id } = specOfFork(chain, block);
    return isDatabase(dataPaths(base, id).database) ? { chain, block } : undefined;
  } catch {
    return undefined;
  }
}

function remember(base: string | undefined, chosen: Chosen & { readonly source: string }): void {
  if (base !== undefined) writeFileSync(join(base, memo), `${JSON.stringify(chosen, undefined, 1)}\n`);
}
