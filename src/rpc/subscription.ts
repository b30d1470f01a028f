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
  /** Called when the subscription ends, for whatever reason. */
  onEnd(listener: Stop): void;
  /** Nothing more will come; the client is not told. */
  end(): void;
}

interface Open {
  readonly unsubscribe: string;
  stop: Stop;
}

/** A subscription whose id is not answered yet. What is sent meanwhile is held back. */
export interface Unanswered {
  /** The id was answered: lets go of what was held back. */
  release(): void;
  /** It could not be opened, or nobody will learn its id. */
  fail(): void;
}

/** A subscription that is being opened. */
export interface Opening extends Unanswered {
  readonly sink: Sink;
  /** It is open. @param stop ends what it listens to. */
  ready(stop: Stop): void;
}

/** The subscriptions of one connection. */
export interface Subscriptions {
  /** Opens one. @throws RpcError when there are too many. */
  open(notification: string, unsubscribe: string): Opening;
  /** Ends one. Gives whether there was one of that kind. */
  close(unsubscribe: string, id: unknown): boolean;
  closeAll(): void;
  readonly size: number;
  /** Characters that are held back for all whose ids are not answered yet. */
  readonly heldLength: number;
}

/** Where the notifications of a connection go. */
export interface NotificationWriter {
  notify(text: string): void;
}

/** @param limit how many may be open at once. */
export function createSubscriptions(limit: number, writer: NotificationWriter): Subscriptions {
  const all = new Map<string, Open>();
  let heldLength = 0;
  let closed = false;

  const remove = (id: string): boolean => {
    const open = all.get(id);
    if (open === undefined) return false;
    all.delete(id);
    open.stop();
    return true;
  };

  const openOne: Subscriptions["open"] = (notification, unsubscribe) => {
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
        else {
          held.push(text);
          heldLength += text.length;
        }
      },
      onEnd: (listener) => void endings.push(listener),
      end: () => void remove(id),
    };
    const takeHeld = (): readonly string[] => {
      const texts = held ?? [];
      held = undefined;
      for (const { length } of texts) heldLength -= length;
      return texts;
    };
    return {
      sink,
      ready(stop) {
        if (closed || !all.has(id)) stop();
        else endings.push(stop);
      },
      release() {
        const texts = takeHeld();
        if (!closed) for (const text of texts) writer.notify(text);
      },
      fail() {
        takeHeld();
        remove(id);
      },
    };
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
    get heldLength() {
      return heldLength;
    },
  };
}

/** The answer to a subscription over HTTP: it cannot be served there. */
export const noSubscriptionsHere = (): RpcError =>
  new RpcError(rpcCode.internal, "Internal error", "subscriptions need a WebSocket connection");
