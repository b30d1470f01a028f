import { type RawData, WebSocket } from "ws";
import { messageOf, UserError } from "../../lib/user-error.ts";

/** How long and how much is waited for and read of another node. */
export interface RemoteLimits {
  /** Bytes of an answer's text. */
  readonly answerBytes: number;
  /** ms from the beginning of a try to the whole answer. */
  readonly answerMs: number;
  readonly tries: number;
  /** ms between two tries. */
  readonly pauseMs: number;
}

/** What the other node answered in place of a result. */
export class RemoteRefusal extends Error {
  override name = "RemoteRefusal";
}

/** A failure that another try may mend: a connection that breaks, a server that is busy or silent. */
class Passing extends Error {}

/** The RPC of another node. */
export interface RemoteNode {
  readonly url: string;
  /**
   * The result of a method.
   * @throws RemoteRefusal when the node answers with an error, UserError when it gives no usable answer
   */
  call(method: string, params: readonly unknown[]): Promise<unknown>;
}

/**
 * Another node's RPC over WebSocket or HTTP, with a connection for each call.
 * @throws UserError for a URL that is of neither
 */
export function remoteNode(url: string, limits: RemoteLimits): RemoteNode {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  const exchange = { "ws:": overSocket, "wss:": overSocket, "http:": overHttp, "https:": overHttp }[protocol];
  if (exchange === undefined) {
    throw new UserError(`'${url}' is not the URL of a node: ws://, wss://, http:// or https:// is expected`, 2);
  }
  return {
    url,
    async call(method, params) {
      const request = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      for (let left = limits.tries - 1; ; left--) {
        try {
          return resultOf(await exchange(url, request, limits), url);
        } catch (error) {
          if (!(error instanceof Passing)) throw error;
          if (left <= 0) throw new UserError(`${url} ${error.message} (${method}, ${limits.tries} tries)`);
          await new Promise((resolve) => setTimeout(resolve, limits.pauseMs));
        }
      }
    },
  };
}

function resultOf(answer: unknown, url: string): unknown {
  const { result, error } = answer as { result?: unknown; error?: { message?: unknown; data?: unknown } };
  if (result !== undefined) return result;
  if (typeof error?.message !== "string") throw new UserError(`${url} is no node: what it answers is no JSON-RPC`);
  const more = typeof error.data === "string" ? `: ${error.data}` : "";
  const message = `${error.message}${more}`.slice(0, 300);
  if (/too many requests|rate limit/i.test(message)) throw new Passing(`is busy: ${message}`);
  throw new RemoteRefusal(message);
}

function parse(text: string, url: string): { readonly id?: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null) return value;
  throw new UserError(`${url} is no node: what it answers is no JSON-RPC`);
}

const tooLarge = (url: string, { answerBytes }: RemoteLimits): UserError =>
  new UserError(`${url} answers with more than ${answerBytes} bytes: no more was read`);
const silent = ({ answerMs }: RemoteLimits): Passing => new Passing(`does not answer within ${answerMs / 1000} s`);

function overSocket(url: string, request: string, limits: RemoteLimits): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { answerBytes, answerMs } = limits;
    const socket = new WebSocket(url, { maxPayload: answerBytes, perMessageDeflate: false });
    const timer = setTimeout(() => end(() => reject(silent(limits))), answerMs);
    const end = (act: () => void): void => {
      clearTimeout(timer);
      act();
      // What it still says is of no use, an error of ending it too.
      socket
        .removeAllListeners()
        .on("error", () => {})
        .terminate();
    };
    socket.on("open", () => socket.send(request));
    socket.on("message", (data: RawData) => {
      try {
        const answer = parse(data.toString(), url);
        // An answer to what cannot be read has no number.
        if (answer.id === 1 || answer.id === null) end(() => resolve(answer));
      } catch (error) {
        end(() => reject(error));
      }
    });
    socket.on("close", () => end(() => reject(new Passing("ends the connection without an answer"))));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const large = error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
      end(() => reject(large ? tooLarge(url, limits) : new Passing(`cannot be asked: ${reasonOf(error)}`)));
    });
  });
}

const busy = new Set([408, 425, 429, 500, 502, 503, 504]);

async function overHttp(url: string, request: string, limits: RemoteLimits): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: request,
      redirect: "error",
      signal: AbortSignal.timeout(limits.answerMs),
    });
    if (busy.has(response.status)) throw new Passing(`is busy: HTTP ${response.status}`);
    if (!response.ok) throw new UserError(`${url} refuses: HTTP ${response.status}`);
    return parse(await readText(response, url, limits), url);
  } catch (error) {
    if (error instanceof UserError || error instanceof Passing) throw error;
    if ((error as Error).name === "TimeoutError") throw silent(limits);
    throw new Passing(`cannot be asked: ${reasonOf(error)}`);
  }
}

async function readText(response: Response, url: string, limits: RemoteLimits): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limits.answerBytes) throw tooLarge(url, limits);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** The innermost cause: fetch says only that it failed, and a list of tries says nothing. */
function reasonOf(error: unknown): string {
  const { cause, errors } = error as { cause?: unknown; errors?: readonly unknown[] };
  if (cause !== undefined) return reasonOf(cause);
  const [first] = errors ?? [];
  return first === undefined ? messageOf(error) : reasonOf(first);
}
