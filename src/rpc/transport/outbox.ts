import type { WebSocket } from "ws";
import type { AnswerText } from "../answer.ts";
import type { NotificationWriter } from "../subscription.ts";

/** What is sent to one WebSocket, in order, never more than the reader takes. */
export interface Outbox extends NotificationWriter {
  /** An answer. While something waits, no further requests are read from the connection. */
  answer(text: AnswerText): void;
}

export interface OutboxLimits {
  /** Notifications that may wait for a slow reader. */
  readonly messages: number;
  /** Bytes that may wait. */
  readonly bytes: number;
  /** How long a reader may stay behind by more than `messages`, in ms. */
  readonly patience: number;
}

const asText = { binary: false };

/** Who is told of what becomes of an outbox. */
export interface OutboxListener {
  /** Something begins or ceases to wait for the reader. */
  behind(behind: boolean): void;
  /** The reader is too slow; told once. */
  tooSlow(why: string): void;
}

/**
 * A reader that keeps up never has anything waiting: the system takes what is sent. What it does not take waits here;
 * a reader that stays behind for too long, or by too much, is dropped.
 */
export function createOutbox(socket: WebSocket, limits: OutboxLimits, listener: OutboxListener): Outbox {
  const waiting: AnswerText[] = [];
  let next = 0;
  let waitingLength = 0;
  let behindSince: number | undefined;
  let blocked = false;
  /** Given to the socket, not yet taken by the system. Its own count of bytes has pings among them. */
  let underWay = 0;
  let dropped = false;

  const flush = (): void => {
    blocked = false;
    while (next < waiting.length && !blocked) {
      const text = waiting[next++] as AnswerText;
      waitingLength -= text.length;
      send(text);
    }
    if (next > 1024 || next === waiting.length) {
      waiting.splice(0, next);
      next = 0;
    }
    if (waiting.length - next < limits.messages) behindSince = undefined;
    if (blocked || waiting.length > 0) return;
    listener.behind(false);
  };
  const send = (text: AnswerText): void => {
    if (socket.readyState !== socket.OPEN) return;
    underWay += 1;
    socket.send(text, asText, onSent);
    if (socket.bufferedAmount === 0 || blocked) return;
    blocked = true;
    listener.behind(true);
  };
  const onSent = (): void => {
    underWay -= 1;
    if (blocked && underWay === 0) flush();
  };
  const queue = (text: AnswerText): void => {
    waiting.push(text);
    waitingLength += text.length;
  };
  const drop = (why: string): void => {
    dropped = true;
    waiting.length = 0;
    next = 0;
    listener.tooSlow(why);
  };

  return {
    answer(text) {
      if (dropped) return;
      if (blocked) queue(text);
      else send(text);
    },
    notify(text) {
      if (dropped) return;
      if (!blocked) return send(text);
      const count = waiting.length - next;
      if (waitingLength + text.length > limits.bytes) return drop(`${waitingLength} bytes wait for it`);
      if (count >= limits.messages) {
        behindSince ??= performance.now();
        if (performance.now() - behindSince > limits.patience) return drop(`${count} messages wait for it`);
      }
      queue(text);
    },
  };
}
