import type { BuildMode } from "../dev/api.ts";
import type { Hex } from "../lib/bytes.ts";
import type { Rpc } from "./rpc.ts";

/** A call by its names (`System`, `remark`, arguments as the metadata names them), or encoded in hex. */
export type TestCall = { readonly pallet: string; readonly call: string; readonly args?: object } | Hex;

/** An extrinsic in hex, or a call of an account that need not sign. */
export type Attempt = Hex | { readonly call: TestCall; readonly address: string };

/** A moment of Bittensor's time. */
export type TestMoment =
  | { readonly block: number }
  | { readonly epoch: number; readonly count?: number }
  | { readonly immunityEnd: { readonly netuid: number; readonly uid: number } }
  | { readonly children: { readonly netuid: number; readonly hotkey: string } }
  | { readonly reveal: { readonly netuid: number; readonly hotkey: string } }
  | { readonly leaseEnd: number }
  | { readonly halving: true }
  | { readonly allowed: Attempt };

export interface BlocksAsked {
  readonly count?: number;
  /** The number that the last block is to have, in place of a count. */
  readonly to?: number;
  /** ms between two of them. */
  readonly spacing?: number;
  /** Extrinsics in hex, of the first block; the pool's go into none of the blocks then. */
  readonly transactions?: readonly Hex[];
  readonly finalize?: boolean;
}

/** Storage items by name (`{ Pallet: { Item: value or [[[key, ...], value], ...] } }`), or pairs of key and value in hex. */
export type StorageValues =
  | Readonly<Record<string, Readonly<Record<string, unknown>>>>
  | readonly (readonly [key: Hex, value: Hex | null])[];

/** What a call did, of which nothing stayed. */
export interface Outcome {
  readonly outcome: { readonly ok: boolean; readonly invalid?: string; readonly failed?: string };
  readonly events: readonly { readonly pallet: string; readonly name: string; readonly fields: unknown }[];
  readonly storage: readonly Readonly<Record<string, unknown>>[];
}

/**
 * What the owner of a development chain may do, the same in-process and over a connection. Hashes are those of the best block
 * afterwards. What goes wrong is an error of one line, and the chain is as it was.
 */
export interface Owner {
  /** Makes blocks. @param blocks how many, or more about them; 1 when not said */
  newBlocks(blocks?: number | BlocksAsked): Promise<Hex>;
  /** The time of the next block, ms since 1970, and the length of a slot, ms. */
  time(): Promise<{ readonly next: number; readonly slotDuration: number }>;
  /** Gives the next block a time: ms since 1970, a date, or a date as text. @returns the time that it will have, ms */
  timeTravel(to: number | Date | string): Promise<number>;
  mode(): Promise<BuildMode>;
  setMode(mode: BuildMode): Promise<void>;
  /** Makes a block the best and final one. @param block its hash, its number, or so many back as a negative number */
  setHead(block: Hex | number): Promise<Hex>;
  /** Remembers the chain as it is: block, clock and pool. */
  snapshot(): Promise<number>;
  /** Goes to a snapshot, which stays. */
  revert(id: number): Promise<Hex>;
  /** @returns whether there was one */
  dropSnapshot(id: number): Promise<boolean>;
  snapshots(): Promise<readonly { readonly id: number; readonly hash: Hex; readonly number: number }[]>;
  /** Does something, and goes back to what was before, also when it fails. */
  withSnapshot<T>(run: () => T | Promise<T>): Promise<T>;
  /** Changes storage items directly, in a block of their own. */
  setStorage(values: StorageValues): Promise<Hex>;
  /** Dispatches a call. @param origin `root` (when not said), or an address */
  dispatch(call: TestCall, origin?: string): Promise<Hex>;
  /** Dispatches calls in their order, in as few blocks as they fit into: all of them or none. */
  dispatchAll(calls: readonly { readonly call: TestCall; readonly origin?: string }[]): Promise<Hex>;
  dryRun(attempt: Attempt): Promise<Outcome>;
  /** When a call passes, if nothing happens until then but that time goes by; `block` is null when never. */
  whenAllowed(attempt: Attempt): Promise<{ block: number | null; time: number | null; refusedBy: string | null }>;
  /** The block that a moment comes with, as far as the state says, and its time, ms since 1970. */
  landing(moment: TestMoment): Promise<{ readonly number: number; readonly time: number }>;
  /** Makes blocks until a moment, under unchanged rules. */
  until(moment: TestMoment): Promise<Hex>;
}

/** The owner's methods by requests. */
export function createOwner(rpc: Rpc): Owner {
  const owner: Owner = {
    newBlocks: (blocks = 1) => rpc("dev_newBlock", [typeof blocks === "number" ? { count: blocks } : blocks]),
    time: () => rpc("dev_time"),
    timeTravel: (to) => rpc("dev_timeTravel", [to instanceof Date ? to.getTime() : to]),
    async mode() {
      const mode = await rpc<BuildMode>("dev_blockBuildMode");
      return typeof mode === "string" ? (mode.toLowerCase() as BuildMode) : mode;
    },
    async setMode(mode) {
      await rpc("dev_setBlockBuildMode", [mode]);
    },
    setHead: (block) => rpc("dev_setHead", [block]),
    snapshot: () => rpc("dev_snapshot"),
    revert: (id) => rpc("dev_revert", [id]),
    dropSnapshot: (id) => rpc("dev_dropSnapshot", [id]),
    snapshots: () => rpc("dev_snapshots"),
    async withSnapshot(run) {
      const id = await owner.snapshot();
      const back = async (): Promise<void> => {
        await owner.revert(id);
        await owner.dropSnapshot(id);
      };
      let result: Awaited<ReturnType<typeof run>>;
      try {
        result = await run();
      } catch (error) {
        // Whoever asks why it failed is told that, also where there is no way back: the chain is stopped, the snapshot gone.
        await back().catch(() => {});
        throw error;
      }
      await back();
      return result;
    },
    setStorage: (values) => rpc("dev_setStorage", [values]),
    dispatch: (call, origin = "root") => rpc("dev_dispatch", [call, origin]),
    dispatchAll: (calls) => rpc("dev_dispatchAll", [calls]),
    dryRun: (attempt) => rpc("dev_dryRun", [attempt]),
    whenAllowed: (attempt) => rpc("dev_whenAllowed", [attempt]),
    landing: (moment) => rpc("dev_landing", [moment]),
    until: (moment) => rpc("dev_until", [moment]),
  };
  return owner;
}
