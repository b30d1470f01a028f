import { fromHex, type StateKey, toHex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { encodeHeader } from "../primitives/header.ts";
import type { StateReader } from "../primitives/state.ts";
import type { Database } from "../storage/database.ts";
import { StorageError } from "../storage/errors.ts";
import { initialiseFork } from "../storage/fork-base.ts";
import { type KeyValue, memoryKeyValue } from "../storage/kv/key-value.ts";
import { levelKeyValue } from "../storage/kv/level-key-value.ts";
import { canonicalKey } from "../storage/layout.ts";
import { openStore } from "../storage/open-database.ts";
import type { RequestedPruning } from "../storage/pruning.ts";
import { createAncestors } from "./ancestors.ts";
import { noteOrigin } from "./fork-origin.ts";
import type { ForkedBlock } from "./forked-block.ts";
import { createForkedState, type ForkedState } from "./forked-state.ts";
import { lazyKeyValue } from "./lazy-key-value.ts";
import { openNodeCache } from "./node-cache.ts";
import { readItems } from "./read-items.ts";
import type { KeyRanges } from "./read-ranges.ts";
import { createRemote, type Remote } from "./remote.ts";
import type { RemoteOptions } from "./remote-messages.ts";
import { createRemoteState } from "./remote-state.ts";
import { withAncestors } from "./with-ancestors.ts";

export interface ForkOptions {
  readonly block: ForkedBlock;
  readonly remote: RemoteOptions;
  /** Where the nodes of the block's state are kept; undefined: in memory. */
  readonly cache: string | undefined;
  /** Where others kept nodes of it: they are read, and nothing is written there. */
  readonly caches?: readonly string[] | undefined;
  /** Messages that the other node was sent before. */
  readonly requests: number;
  /** The LevelDB directory of the fork itself; undefined: in memory. */
  readonly path: string | undefined;
  readonly pruning?: RequestedPruning;
  /** Told once when the database can go on no more. */
  onFatal?(error: StorageError): void;
}

/** A chain that stands on a block of another node. */
export interface Fork {
  readonly database: Database;
  /** Keys that the other node was asked for in this run, and messages that it was sent. */
  readonly counts: Remote["counts"];
  /**
   * Has keys of the state that the fork stands on in its cache, in few requests.
   * @returns how many were asked for, in how many messages
   * @throws StorageError (`remote`)
   */
  prefetch(ranges: KeyRanges): Remote["counts"];
  /** Reads keys of the state that the fork stands on, since they will be wanted; where that cannot be, later will do. */
  readAhead(keys: (state: StateReader) => readonly StateKey[]): void;
}

/** Large, and asked for by itself at the start. */
const codeKey: StateKey = ":code";

/**
 * Opens a fork, or begins one. What is missing of its state is read from the other node when it is asked for, on the thread
 * that asks. It must not be opened by other threads.
 * @throws StorageError, UserError
 */
export async function openFork(options: ForkOptions): Promise<Fork> {
  const { block, path, pruning = {}, onFatal } = options;
  const { hash, header, genesis } = block;
  const cache = openNodeCache(options.cache, options.caches);
  const remote = createRemote(options.remote);
  const stateOf = (of: Pick<ForkedBlock, "hash" | "header">): ForkedState => {
    const at = { hash: of.hash, number: of.header.number, genesisHash: genesis.hash };
    return createForkedState({
      stateRoot: fromHex(of.header.stateRoot),
      cache,
      remote: createRemoteState(remote, at),
    });
  };
  const forked = stateOf(block);
  const release = async (): Promise<void> => {
    cache.close();
    await remote.stop();
  };
  try {
    forked.value(undefined, codeKey);
    asFarAsThere(() => readItems(forked, cache, new Set([codeKey])));
    const store = path === undefined ? memoryKeyValue() : await levelKeyValue(path);
    try {
      const base = {
        genesis: { hash: genesis.hash, header: encodeHeader(genesis.header) },
        block: { hash, header: encodeHeader(header), body: block.body },
      };
      await initialiseFork(store, { ...base, extra: new Map() }, pruning);
      checkBase(store, block, path);
      await noteOrigin(store, { block, url: options.remote.url });
      const database = await openStore(lazyKeyValue(store, forked), {
        pruning,
        ...(onFatal === undefined ? {} : { onFatal }),
      });
      return {
        database: {
          ...withAncestors(database, createAncestors({ block, forked, cache, remote, stateOf })),
          async close() {
            await database.close();
            await release();
          },
        },
        get counts() {
          const { keys, requests } = remote.counts;
          return { keys, requests: requests + options.requests };
        },
        prefetch(ranges) {
          const before = { ...remote.counts };
          forked.fetchRanges(ranges);
          const { keys, requests } = remote.counts;
          return { keys: keys - before.keys, requests: requests - before.requests };
        },
        readAhead: (keys) =>
          asFarAsThere(() => {
            const state = database.stateAt(hash);
            if (state !== undefined) forked.fetch(keys(state));
          }),
      };
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    await release();
    throw error;
  }
}

/** What cannot be read now may not be needed, or be there already: a fork without its node goes on with what it has. */
function asFarAsThere(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof StorageError && error.problem === "remote")) throw error;
  }
}

/** @throws UserError when the store holds another chain than the fork's */
function checkBase(store: KeyValue, { hash, header, genesis }: ForkedBlock, path: string | undefined): void {
  const isAt = (number: number, wanted: string): boolean => {
    const found = store.getSync(canonicalKey(number));
    return found !== undefined && toHex(found) === wanted;
  };
  if (isAt(0, genesis.hash) && isAt(header.number, hash)) return;
  throw new UserError(
    `the database ${path ?? "in memory"} does not hold a fork of block ${header.number} (${hash}): give another --base-path`,
  );
}
