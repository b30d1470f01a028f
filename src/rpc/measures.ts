import { createHistogram, type Histogram, observe } from "../lib/histogram.ts";

/** µs. Rust: `sc_rpc_server::middleware::metrics HISTOGRAM_BUCKETS`. */
const bounds = [5, 25, 100, 500, 1000, 2500, 10_000, 25_000, 100_000, 1_000_000, 10_000_000];

export type Protocol = "http" | "ws";

/** The calls of one method over one protocol. */
export interface CallMeasures {
  readonly protocol: Protocol;
  readonly method: string;
  started: number;
  answered: number;
  failed: number;
  /** Refused since their connection had no calls left for this minute. */
  limited: number;
  /** From the call to its answer, of those that were not limited, µs. */
  readonly time: Histogram;
}

/** What the RPC server counts while it runs. Rust: `sc_rpc_server::middleware::RpcMetrics`. */
export interface RpcMeasures {
  /** Those of methods that are not served are one, named "unknown": else a client could fill the memory with names. */
  calls(): readonly CallMeasures[];
  readonly sessions: Sessions;
}

/** WebSocket connections. */
export interface Sessions {
  opened: number;
  closed: number;
  /** How long those that closed were open, s, under the bounds that the original has for them. */
  readonly time: Histogram;
}

/** The side that counts. */
export interface RpcMeter extends RpcMeasures {
  callsOf(protocol: Protocol, method: string | undefined): CallMeasures;
  /** A connection was opened. @returns what to call when it is closed. */
  session(): () => void;
}

/** @param now ms, with fractions. */
export function createRpcMeter(now: () => number): RpcMeter {
  const calls = { http: new Map<string, CallMeasures>(), ws: new Map<string, CallMeasures>() };
  const sessions: Sessions = { opened: 0, closed: 0, time: createHistogram(bounds) };
  return {
    calls: () => [...calls.http.values(), ...calls.ws.values()],
    sessions,
    callsOf(protocol, method = "unknown") {
      let found = calls[protocol].get(method);
      if (found === undefined) {
        const counts = { started: 0, answered: 0, failed: 0, limited: 0 };
        found = { protocol, method, ...counts, time: createHistogram(bounds) };
        calls[protocol].set(method, found);
      }
      return found;
    },
    session() {
      sessions.opened++;
      const opened = now();
      return () => {
        sessions.closed++;
        observe(sessions.time, Math.floor((now() - opened) / 1000));
      };
    },
  };
}

/** Counts the answer to a call. @param began, ended ms. */
export function countAnswer(calls: CallMeasures, failed: boolean, began: number, ended: number): void {
  if (failed) calls.failed++;
  else calls.answered++;
  observe(calls.time, Math.floor((ended - began) * 1000));
}
