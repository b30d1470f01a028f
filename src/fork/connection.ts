import { type RawData, WebSocket } from "ws";
import type { Failure, RemoteAnswer, RemoteCall, RemoteOptions } from "./remote-messages.ts";

/** A failure that another try may mend. */
export class Passing extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** A WebSocket to another node, which is opened when it is needed. */
export interface Connection {
  /**
   * Sends calls as one message and waits for all answers.
   * @param sent told of each message before it goes out, waits for its turn
   * @throws Passing, or an Error when what comes is no JSON-RPC
   */
  exchange(calls: readonly RemoteCall[], sent: () => Promise<void>): Promise<readonly RemoteAnswer[]>;
  close(): void;
}

/** Bytes of one message at most: a proof of a program of 32 MB, in hex. */
const mostBytes = 80 * 1024 * 1024;

interface Waiting {
  resolve(message: unknown): void;
  reject(error: Error): void;
}

/** @param answerMs how long the connection, and then the answers to a message, may take */
export function createConnection({ url, answerMs }: RemoteOptions): Connection {
  let socket: WebSocket | undefined;
  let waiting: Waiting | undefined;
  let nextId = 1;
  let takesBatches = true;

  const drop = (error: Error): void => {
    const ended = socket;
    socket = undefined;
    // What it still says is of no use, an error of ending it too.
    ended
      ?.removeAllListeners()
      .on("error", () => {})
      .terminate();
    waiting?.reject(error);
    waiting = undefined;
  };
  const slow = (): Passing => new Passing("silent", `does not answer within ${answerMs / 1000} s`);

  const open = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      // Between two machines a proof in hex takes half the time when it is packed; within one it takes more.
      const opening = new WebSocket(url, { maxPayload: mostBytes, perMessageDeflate: url.startsWith("wss:") });
      socket = opening;
      const timer = setTimeout(() => drop(slow()), answerMs);
      waiting = {
        resolve: () => {},
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      opening.on("open", () => {
        clearTimeout(timer);
        waiting = undefined;
        resolve(opening);
      });
      opening.on("message", (data: RawData) => {
        let message: unknown;
        try {
          message = JSON.parse(data.toString());
        } catch {
          drop(new Error("is no node: what it answers is no JSON-RPC"));
          return;
        }
        waiting?.resolve(message);
      });
      opening.on("close", () => drop(new Passing("broken", "ends the connection")));
      opening.on("error", (error: NodeJS.ErrnoException) => {
        const large = error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
        drop(
          large
            ? new Error(`answers with more than ${mostBytes} bytes: no more was read`)
            : new Passing("broken", `cannot be asked: ${reasonOf(error)}`),
        );
      });
    });

  /** Sends one message and waits until `read` has made something of what came; it gives undefined for what is no answer. */
  const send = async <T>(text: string, read: (message: unknown) => T | undefined): Promise<T> => {
    const ready = socket?.readyState === WebSocket.OPEN ? socket : await open();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => drop(slow()), answerMs);
      waiting = {
        resolve: (message) => {
          try {
            const made = read(message);
            if (made === undefined) return;
            waiting = undefined;
            clearTimeout(timer);
            resolve(made);
          } catch (error) {
            drop(error as Error);
          }
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      ready.send(text);
    });
  };

  const one = (call: RemoteCall): Promise<RemoteAnswer> => {
    const id = nextId++;
    return send(JSON.stringify({ jsonrpc: "2.0", id, ...call }), (message) => {
      // An answer to what cannot be read has no number.
      const { id: of } = (message ?? {}) as { id?: unknown };
      return of === id || of === null ? answerOf(message) : undefined;
    });
  };

  /** Undefined when the other node takes no batches. */
  const together = (calls: readonly RemoteCall[]): Promise<readonly RemoteAnswer[] | "no batches"> => {
    const first = nextId;
    nextId += calls.length;
    const text = JSON.stringify(calls.map((call, index) => ({ jsonrpc: "2.0", id: first + index, ...call })));
    return send(text, (message) => {
      if (!Array.isArray(message)) {
        const { id } = (message ?? {}) as { id?: unknown };
        return id === null ? "no batches" : undefined;
      }
      const byId = new Map(message.map((answer) => [(answer as { id?: unknown } | null)?.id, answer as unknown]));
      const answers = calls.map((_, index) => byId.get(first + index));
      return answers.every((answer) => answer === undefined) ? undefined : answers.map(answerOf);
    });
  };

  return {
    close: () => drop(new Passing("broken", "is asked no more")),
    async exchange(calls, sent) {
      if (calls.length > 1 && takesBatches) {
        await sent();
        const answers = await together(calls);
        if (answers !== "no batches") return answers;
        takesBatches = false;
      }
      const answers: RemoteAnswer[] = [];
      for (const call of calls) {
        await sent();
        answers.push(await one(call));
      }
      return answers;
    },
  };
}

function answerOf(message: unknown): RemoteAnswer {
  const { result, error } = (message ?? {}) as { result?: unknown; error?: Record<string, unknown> };
  if (result !== undefined) return { result };
  if (typeof error?.message !== "string") throw new Error("is no node: what it answers is no JSON-RPC");
  const more = typeof error.data === "string" ? `: ${error.data}` : "";
  const refused = `${error.message}${more}`.slice(0, 300);
  if (/too many requests|rate limit/i.test(refused))
    throw new Passing("busy", `is busy: ${refused}; --fork-rate asks it less often`);
  return { refused, code: Number(error.code) };
}

/** What went wrong below a failure of the connection. */
function reasonOf(error: unknown): string {
  const { errors, message, code } = error as NodeJS.ErrnoException & { errors?: readonly unknown[] };
  const [first] = errors ?? [];
  if (first !== undefined) return reasonOf(first);
  return message === "" ? (code ?? "no reason given") : message;
}
