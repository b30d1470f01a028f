import { messageOf } from "../lib/user-error.ts";
import { createConnection, Passing } from "./connection.ts";
import {
  type AnswerMessage,
  pauseBefore,
  type RemoteAnswer,
  type RemoteCall,
  type RemoteOptions,
  tries,
} from "./remote-messages.ts";

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks another node again where that may help, and no more often than it likes. */
export interface Asking {
  /** One question at a time; it never throws. */
  ask(calls: readonly RemoteCall[]): Promise<AnswerMessage>;
  close(): void;
}

/**
 * The connection is made with the first question.
 * @param most tries of one question
 */
export function createAsking(options: RemoteOptions, most = Number.POSITIVE_INFINITY): Asking {
  const connection = createConnection(options);
  const { rate } = options;
  /** When the next message may go out, ms. */
  let nextAt = 0;
  let messages = 0;
  const takeTurn = async (): Promise<void> => {
    messages++;
    if (rate === undefined) return;
    const now = performance.now();
    const wait = Math.max(0, nextAt - now);
    nextAt = now + wait + 1000 / rate;
    if (wait > 0) await pause(wait);
  };

  const ask: Asking["ask"] = async (calls) => {
    messages = 0;
    for (let attempt = 1; ; attempt++) {
      let answers: readonly RemoteAnswer[];
      try {
        answers = await connection.exchange(calls, takeTurn);
      } catch (error) {
        const left = error instanceof Passing ? Math.min(most, tries[error.failure]) : 1;
        const count = attempt === 1 ? "" : ` (${attempt} tries)`;
        if (attempt >= left) return { messages, failed: `${messageOf(error)}${count}` };
        await pause(pauseBefore(attempt));
        continue;
      }
      return { messages, answers };
    }
  };
  return { ask, close: connection.close };
}
