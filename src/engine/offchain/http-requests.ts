import { randomInt } from "node:crypto";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { emptyBytes } from "../../lib/bytes.ts";
import type { HttpFault } from "../../wasm/host/host.ts";

type Deadline = bigint | undefined;

/** The requests of one run of an offchain worker. Deadlines are ms since 1970; none waits for ever. */
export interface HttpRequests {
  /** Undefined for a method or an address that is none. */
  start(method: string, uri: string): number | undefined;
  addHeader(id: number, name: string, value: string): boolean;
  /** An empty chunk ends the request. */
  writeBody(id: number, chunk: Uint8Array, deadline: Deadline): Promise<"ok" | HttpFault>;
  /** One for each: the status code, or why there is none. Nothing more is written to them afterwards. */
  wait(ids: readonly number[], deadline: Deadline): Promise<readonly (number | HttpFault)[]>;
  headers(id: number): Promise<readonly (readonly [Uint8Array, Uint8Array])[]>;
  /** The next bytes of an answer, at most so many; none at its end. */
  readBody(id: number, most: number, deadline: Deadline): Promise<Uint8Array | HttpFault>;
  /** Gives up all that is still going on. */
  end(): void;
}

interface Entry {
  readonly method: string;
  readonly url: URL;
  readonly headers: [name: string, value: string][];
  /** Undefined until something is sent. */
  request?: ClientRequest;
  /** Whether the body may go on. */
  isWriting: boolean;
  response?: IncomingMessage;
  isRead: boolean;
  failed: boolean;
  /** Bytes that came and were not read yet. */
  left: Uint8Array;
  /** Called whenever something of this changes. */
  changed(): void;
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Requests by HTTP for programs: no redirection is followed, nothing is unpacked, and a body is read as fast as the program
 * takes it. Rust: `sc_offchain: api/http.rs HttpApi`
 * @param now ms since 1970
 */
export function createHttpRequests(now: () => number): HttpRequests {
  const entries = new Map<number, Entry>();
  // No program may count on the numbers.
  let next = randomInt(2000);

  const dispatch = (entry: Entry): ClientRequest => {
    const send = entry.url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(entry.url, { method: entry.method });
    for (const [name, value] of entry.headers) request.appendHeader(name, value);
    entry.request = request;
    const fail = (): void => {
      entry.failed = true;
      entry.changed();
    };
    request.on("error", fail);
    request.on("drain", () => entry.changed());
    request.on("response", (response) => {
      entry.response = response;
      response.on("error", fail);
      response.on("readable", () => entry.changed());
      response.on("end", () => {
        entry.isRead = true;
        entry.changed();
      });
      entry.changed();
    });
    return request;
  };

  /** Waits until something holds, at most until the deadline. @returns whether it holds */
  const until = async (watched: readonly Entry[], deadline: Deadline, holds: () => boolean): Promise<boolean> => {
    if (holds()) return true;
    const time = deadline === undefined ? undefined : Math.min(Number(deadline) - now(), longestTimer);
    if (time !== undefined && time <= 0) return false;
    return new Promise((resolve) => {
      const finish = (value: boolean): void => {
        clearTimeout(timer);
        for (const entry of watched) entry.changed = () => {};
        resolve(value);
      };
      const timer = time === undefined ? undefined : setTimeout(() => finish(holds()), time);
      for (const entry of watched) entry.changed = () => holds() && finish(true);
    });
  };

  const wait: HttpRequests["wait"] = async (ids, deadline) => {
    const known = ids.map((id) => entries.get(id));
    const waiting = [...new Set(known.filter((entry) => entry !== undefined))];
    for (const entry of waiting) {
      const request = entry.request ?? dispatch(entry);
      if (entry.isWriting) request.end();
      entry.isWriting = false;
    }
    const isSettled = (entry: Entry): boolean => entry.failed || entry.response !== undefined;
    await until(waiting, deadline, () => waiting.every(isSettled));
    const statuses = known.map((entry): number | HttpFault => {
      if (entry === undefined) return "invalid";
      if (entry.response === undefined) return entry.failed ? "io" : "deadline";
      return entry.response.statusCode ?? "io";
    });
    for (const [index, id] of ids.entries()) if (statuses[index] === "io") entries.delete(id);
    return statuses;
  };

  return {
    start(method, uri) {
      if (!token.test(method) || next > 0xffff) return undefined;
      const url = urlOf(uri);
      if (url === undefined) return undefined;
      const id = next++;
      const blank = { isWriting: true, isRead: false, failed: false, left: emptyBytes, changed: () => {} };
      entries.set(id, { method, url, headers: [], ...blank });
      return id;
    },
    addHeader(id, name, value) {
      const entry = entries.get(id);
      if (entry === undefined || entry.request !== undefined) return false;
      if (!token.test(name) || !headerValue.test(value)) return false;
      entry.headers.push([name, value]);
      return true;
    },
    async writeBody(id, chunk, deadline) {
      const entry = entries.get(id);
      if (entry === undefined) return "invalid";
      const request = entry.request ?? dispatch(entry);
      if (entry.failed && entry.response === undefined) {
        entries.delete(id);
        return "io";
      }
      if (!entry.isWriting) return "invalid";
      if (chunk.length === 0) {
        entry.isWriting = false;
        request.end();
        return "ok";
      }
      const isReady = await until([entry], deadline, () => entry.failed || !request.writableNeedDrain);
      if (entry.failed) {
        entries.delete(id);
        return "io";
      }
      if (!isReady) return "deadline";
      request.write(chunk);
      return "ok";
    },
    wait,
    async headers(id) {
      await wait([id], BigInt(now()));
      const raw = entries.get(id)?.response?.rawHeaders ?? [];
      const pairs: (readonly [Uint8Array, Uint8Array])[] = [];
      for (let index = 0; index + 1 < raw.length; index += 2) {
        const name = Buffer.from((raw[index] as string).toLowerCase(), "latin1");
        pairs.push([Uint8Array.from(name), Uint8Array.from(Buffer.from(raw[index + 1] as string, "latin1"))]);
      }
      return pairs;
    },
    async readBody(id, most, deadline) {
      const [status] = await wait([id], deadline);
      if (typeof status === "string") return status;
      const entry = entries.get(id);
      const response = entry?.response;
      if (entry === undefined || response === undefined) return "invalid";
      if (most === 0) return emptyBytes;
      const hasBytes = (): boolean => {
        if (entry.left.length === 0) entry.left = (response.read() as Buffer | null) ?? emptyBytes;
        return entry.left.length > 0;
      };
      const came = await until([entry], deadline, () => hasBytes() || entry.isRead || entry.failed);
      if (entry.left.length > 0) {
        const taken = entry.left.slice(0, most);
        entry.left = entry.left.subarray(most);
        return Uint8Array.from(taken);
      }
      if (!came) return "deadline";
      entries.delete(id);
      return entry.failed ? "io" : emptyBytes;
    },
    end() {
      for (const { request } of entries.values()) request?.destroy();
      entries.clear();
    },
  };
}

/** The longest time that a timer takes, ms. */
const longestTimer = 0x7fffffff;

function urlOf(uri: string): URL | undefined {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  return url?.protocol === "http:" || url?.protocol === "https:" ? url : undefined;
}
