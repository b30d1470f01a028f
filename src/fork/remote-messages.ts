import type { MessagePort } from "node:worker_threads";

/** How another node is asked. */
export interface RemoteOptions {
  /** ws: or wss: */
  readonly url: string;
  /** Messages a second at most; undefined: as many as there are. */
  readonly rate: number | undefined;
  /** How long one answer is waited for, ms. */
  readonly answerMs: number;
}

/** One call of the other node's JSON-RPC. */
export interface RemoteCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What the other node says to a call: a result, or that it refuses. */
export type RemoteAnswer = { readonly result: unknown } | { readonly refused: string; readonly code: number };

/** What the reading thread asks of the thread that holds the connection: calls that go out together. */
export interface AskMessage {
  readonly calls: readonly RemoteCall[];
}

/** What comes back: an answer for each call, or why there is none; and how many messages that took. */
export type AnswerMessage = { readonly messages: number } & (
  | { readonly answers: readonly RemoteAnswer[] }
  | { readonly failed: string }
);

/** What the thread of the connection is started with. */
export interface ForkWorkerData {
  readonly options: RemoteOptions;
  /** Where questions come from, and answers go to. */
  readonly port: MessagePort;
  /** Goes up by one with each answer that is sent. */
  readonly signal: Int32Array;
}

/**
 * Failures that another try may mend, and how often a question is sent then, at most: the connection breaks, the node wants
 * fewer requests, or it says nothing; who says nothing twice will not do so in time.
 */
export const tries = { broken: 4, busy: 8, silent: 2 } as const;
export type Failure = keyof typeof tries;

/** The pause before the second try, ms; each further one is twice as long, up to the longest. */
const [firstPause, longestPause] = [250, 8000];
export const pauseBefore = (attempt: number): number => Math.min(longestPause, firstPause * 2 ** (attempt - 1));
