import { randomBytes } from "node:crypto";
import { RpcError, rpcCode, tooManySubscriptions } from "./errors.ts";
import { toJson } from "./json.ts";

/** Ends what a subscription listens to. */
export type Stop = () => void;

/** Where one subscription's notifications go. */
export interface Sink {
  /** "0x" and 32 hex digits. */
  readonly id: string;
  /** Sends one notification. After the end nothing is sent. */
  send(result: unknown): void;
  /** Runs something later: when other work had its turn and nothing waits to be sent to this reader. */
  whenDrained(action: Stop): void;
  /** Called when the subscription ends, for whatever reason. */
  onEnd(listener: Stop): void;
  /** Nothing more will come; the client is not told. */
  end(): void;
}

interface Open {
  readonly unsubscribe: string;
  stop: Stop;
}

/** The subscriptions of one connection. */
export interface Subscriptions {
  /**
   * Opens one. `start` may send at once; that is held back until `release` is called (after the id was answered).
   * @throws RpcError when there are too many, or what `start` throws.
   */
  open(
    notification: string,
    unsubscribe: string,
    start: (sink: Sink) => Stop | Promise<Stop>,
  ): Promise<{ id: string; release: Stop }> | { id: string; release: Stop };
  /** Ends one. Gives whether there was one of that kind. */
  close(unsubscribe: string, id: unknown): boolean;
  closeAll(): void;
  readonly size: number;
}

/** Where the notifications of a connection go. */
export interface NotificationWriter {
  notify(text: string): void;
  whenDrained(action: Stop): void;
}

/** @param limit how many may be open at once. */
export function createSubscriptions(limit: number, writer: NotificationWriter): Subscriptions {
  const all = new Map<string, Open>();
  let closed = false;

  const remove = (id: string): boolean => {
    const open = all.get(id);
    if (open === undefined) return false;
    all.delete(id);
    open.stop();
    return true;
  };

  const openOne: Subscriptions["open"] = (notification, unsubscribe, start) => {
    if (all.size >= limit) throw tooManySubscriptions(limit);
    const id = `0x${randomBytes(16).toString("hex")}`;
    const head = `{"jsonrpc":"2.0","method":"${notification}","params":{"subscription":"${id}","result":`;
    const endings: Stop[] = [];
    let held: string[] | undefined = [];
    const open: Open = {
      unsubscribe,
      stop: () => {
        for (const ending of endings.splice(0)) ending();
      },
    };
    all.set(id, open);
    const sink: Sink = {
      id,
      send(result) {
        if (!all.has(id) && held === undefined) return;
        const text = `${head}${toJson(result)}}}`;
        if (held === undefined) writer.notify(text);
        else held.push(text);
      },
      whenDrained: writer.whenDrained,
      onEnd: (listener) => void endings.push(listener),
      end: () => void remove(id),
    };
    const ready = (stop: Stop): { id: string; release: Stop } => {
      if (closed || !all.has(id)) stop();
      else endings.push(stop);
      const release = (): void => {
        const texts = held ?? [];
        held = undefined;
        if (!closed) for (const text of texts) writer.notify(text);
      };
      return { id, release };
    };
    const failed = (error: unknown): never => {
      remove(id);
      throw error;
    };
    try {
      const stop = start(sink);
      return stop instanceof Promise ? stop.then(ready, failed) : ready(stop);
    } catch (error) {
      return failed(error);
    }
  };

  return {
    open: openOne,
    close: (unsubscribe, id) => {
      const found = typeof id === "string" ? all.get(id) : undefined;
      return found?.unsubscribe === unsubscribe && remove(id as string);
    },
    closeAll: () => {
      closed = true;
      for (const id of [...all.keys()]) remove(id);
    },
    get size() {
      return all.size;
    },
  };
}

/** The answer to a subscription over HTTP: it cannot be served there. */
export const noSubscriptionsHere = (): RpcError =>
  new RpcError(rpcCode.internal, "Internal error", "subscriptions need a WebSocket connection");
