import { StorageError } from "../../src/storage/errors.ts";
import { bytesOf, type KeyValue, type StoreChanges, type StoreKey } from "../../src/storage/kv/key-value.ts";
import { contentOutsideHeap, type DiskContent } from "./disk-content.ts";
import type { Schedule } from "./schedule.ts";

/** The disk of a simulated machine: it needs time, can be full, and forgets what was not synced when the power goes. */
export interface Disk {
  /** The store as it is on the disk. Whoever had it open before hears nothing of it any more. */
  open(): KeyValue;
  /**
   * The machine loses power: what was synced stays, of the rest the first part.
   * @param cut how much of the rest, from 0 (nothing) to 1 (everything)
   */
  crash(cut: number): void;
  /** From now on writes fail, until there is room again. */
  fill(): void;
  free(): void;
  /** Calls when the next write has begun, once. */
  onWrite(call: () => void): void;
}

/** How a disk is. */
export interface DiskOptions {
  /** How long the next write takes, ms. */
  latency(): number;
  /** It says that it has synced, and has not: to see whether anybody notices. */
  readonly lies?: boolean;
  /** What is on it takes no room in the heap. */
  readonly outsideHeap?: boolean;
}

/** What a write replaced. */
type Undo = Map<StoreKey, Uint8Array | undefined>;

/** @param content what is on it at first */
export function createDisk(
  schedule: Schedule,
  content: ReadonlyMap<StoreKey, Uint8Array>,
  { latency, lies = false, outsideHeap = false }: DiskOptions,
): Disk {
  const values: DiskContent = outsideHeap ? contentOutsideHeap(content) : new Map(content);
  let pending: { readonly undo: Undo }[] = [];
  let listener: (() => void) | undefined;
  let opened = 0;
  let full = false;
  /** When the disk is done with what it was given. */
  let busyUntil = 0;

  const apply = (changes: StoreChanges): Undo => {
    const undo: Undo = new Map();
    for (const [key, value] of changes) {
      undo.set(key, values.get(key));
      if (value === undefined) values.delete(key);
      else values.set(key, bytesOf(value));
    }
    return undo;
  };

  const open = (): KeyValue => {
    const own = ++opened;
    let failed: StorageError | undefined;
    const alive = (): boolean => own === opened;
    return {
      getSync: (key) => values.get(key),
      write(changes, { sync }) {
        // The process that called is no more.
        if (!alive()) return new Promise(() => {});
        if (full) failed ??= new StorageError("full", "no space is left for the database: free some and start again");
        if (failed !== undefined) return Promise.reject(failed);
        const record = { undo: apply(changes) };
        pending.push(record);
        const told = listener;
        listener = undefined;
        told?.();
        busyUntil = Math.max(busyUntil, schedule.now()) + latency();
        return new Promise((resolve) => {
          schedule.after(busyUntil - schedule.now(), () => {
            if (!alive()) return;
            if (sync && !lies) pending = pending.slice(pending.indexOf(record) + 1);
            resolve();
          });
        });
      },
      iterate: async function* (from, to) {
        const entries = [...values].filter(([key]) => key >= from && (to === undefined || key < to));
        yield* entries.sort(([a], [b]) => (a < b ? -1 : 1));
      },
      close: async () => {},
    };
  };

  return {
    open,
    crash(cut) {
      opened++;
      busyUntil = 0;
      const kept = Math.floor((pending.length + 1) * Math.min(cut, 0.999));
      for (const { undo } of pending.slice(kept).reverse()) apply(undo);
      pending = [];
    },
    fill() {
      full = true;
    },
    free() {
      full = false;
    },
    onWrite(call) {
      listener = call;
    },
  };
}
