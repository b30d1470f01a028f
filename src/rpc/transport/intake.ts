import type { WebSocket } from "ws";

/** Whether a WebSocket is read from: only while nobody holds it back. */
export interface Intake {
  hold(why: HoldReason): void;
  release(why: HoldReason): void;
}

/** `unread`: the client does not take what is sent to it; `unanswered`: enough of its requests wait. */
export type HoldReason = "unread" | "unanswered";

export function createIntake(socket: Pick<WebSocket, "pause" | "resume">): Intake {
  const reasons = new Set<HoldReason>();
  return {
    hold(why) {
      reasons.add(why);
      if (reasons.size === 1) socket.pause();
    },
    release(why) {
      if (reasons.delete(why) && reasons.size === 0) socket.resume();
    },
  };
}
