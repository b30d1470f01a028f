import { accessSync, closeSync, constants, existsSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Chain } from "../../chain/chain.ts";
import type { Hex } from "../../lib/bytes.ts";
import { cutText } from "../../lib/excerpt.ts";
import { messageOf, UserError } from "../../lib/user-error.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { magic } from "../../state-file/format.ts";
import type { StateFilesConfig } from "../config.ts";
import { saveChain } from "./save-chain.ts";
import { UnsavedChain } from "./unsaved-chain.ts";
import { checkUnused, useFile } from "./used-file.ts";

/** Saves the chain at intervals and at the end. */
export interface StateSaver {
  /**
   * Saves what the chain has come to, once nothing makes blocks any more.
   * @throws UnsavedChain when the file cannot be written; the one that was there stays
   */
  stop(): Promise<void>;
  /** Ends without a last save. */
  abandon(): Promise<void>;
}

export interface StateSaverOptions {
  readonly save: NonNullable<StateFilesConfig["save"]>;
  readonly chain: Chain;
  readonly spec: ChainSpec;
  /** How far the time of the next block lies after the earliest that it could have, ms; asked at each save. */
  clock(): Promise<number>;
}

const target = "state";
/** Characters of a name in an error. */
const mostSaid = 200;

/** Whether a file is empty, or begins as a state file does. */
function mayBeReplaced(path: string): boolean {
  const start = Buffer.alloc(magic.length);
  const file = openSync(path, "r");
  try {
    const length = readSync(file, start);
    return length === 0 || start.toString("latin1") === magic;
  } finally {
    closeSync(file);
  }
}

/** @throws UserError for a name that no file can have */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const why = cutText(messageOf(error), mostSaid);
    throw new UserError(`no state file can have the name ${cutText(path, mostSaid)}: ${why}`);
  }
}

/** @throws UserError when the file's place cannot be written to, or is another file's: better now than when the chain is to be saved */
export function checkSavePlace({ path }: NonNullable<StateFilesConfig["save"]>): void {
  const directory = dirname(path);
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(`no state file can be written to ${directory}: ${messageOf(error)}; make it, or name another`);
  }
  const found = statOf(path);
  if (found?.isFile() === false) throw new UserError(`the state file ${path} is no regular file: name another`);
  if (found !== undefined && !mayBeReplaced(path))
    throw new UserError(`${path} is there and is no state file: it would be lost; name another`);
  checkUnused(path);
}

/**
 * Begins to save at intervals, where there are any.
 * @throws UserError when another node saves to the same file
 */
export function startStateSaver({ save, chain, spec, clock }: StateSaverOptions): StateSaver {
  const { path, interval, blocks } = save;
  const { database, environment } = chain;
  const leave = useFile(path);
  let saved: Hex | undefined;
  let running: Promise<void> = Promise.resolve();
  const ending = new AbortController();
  let callOff = (): void => {};

  const saveNow = async (signal?: AbortSignal): Promise<void> => {
    const started = environment.now();
    const written = await saveChain({
      ...{ database, spec, environment, path, blocks, clock: await clock() },
      ...(signal === undefined ? {} : { signal }),
    });
    saved = written.block.hash;
    const size = written.size < 1e6 ? `${(written.size / 1e3).toFixed(1)} kB` : `${(written.size / 1e6).toFixed(1)} MB`;
    environment.log.info(
      target,
      `💾 Saved block #${written.block.number} to ${path} (${size}, ${environment.now() - started} ms)`,
    );
  };
  const isSaved = (): boolean => saved === database.best().hash && existsSync(path);
  const saveSome = async (): Promise<void> => {
    try {
      if (!isSaved()) await saveNow(ending.signal);
    } catch (error) {
      if (ending.signal.aborted) return;
      // The chain goes on, and the next one may be written.
      environment.log.error(target, messageOf(error));
    }
    if (!ending.signal.aborted) wait();
  };
  const wait = (): void => {
    if (interval === undefined) return;
    callOff = environment.after(interval, () => {
      running = saveSome();
    });
  };
  wait();

  const end = async (): Promise<void> => {
    ending.abort();
    callOff();
    await running;
  };
  return {
    abandon: () => end().finally(leave),
    async stop() {
      await end();
      try {
        // In its turn: what is under way is on disk then.
        await chain.writer.keep(() => undefined);
        if (!isSaved()) await saveNow();
      } catch (error) {
        throw new UnsavedChain(`the chain was not saved: ${messageOf(error)}`);
      } finally {
        leave();
      }
    },
  };
}
