import type { CallMeasures, RpcMeasures } from "../../../rpc/measures.ts";
import { counter, counters, type Figure, histograms, type Sample } from "../figure.ts";

/** Calls and connections of JSON-RPC. Rust: `sc_rpc_server::middleware::RpcMetrics`. */
export function rpcFigures({ calls, sessions }: RpcMeasures): Figure[] {
  const ofCalls = <V>(samples: (call: CallMeasures) => readonly Sample<V>[]) => calls().flatMap(samples);
  return [
    counters("rpc_calls_started", ["protocol", "method"], "Calls that came", () =>
      ofCalls(({ protocol, method, started }) => [[[protocol, method], started]]),
    ),
    counters(
      "rpc_calls_finished",
      ["protocol", "method", "is_error", "is_rate_limited"],
      "Calls that were answered",
      () =>
        ofCalls(({ protocol, method, answered, failed, limited }) => {
          const outcomes: [number, string, string][] = [
            [answered, "false", "false"],
            [failed, "true", "false"],
            [limited, "true", "true"],
          ];
          return outcomes
            .filter(([count]) => count > 0)
            .map(([count, ...labels]) => [[protocol, method, ...labels], count]);
        }),
    ),
    histograms(
      "rpc_calls_time",
      ["protocol", "method", "is_rate_limited"],
      "Microseconds from a call to its answer",
      () => ofCalls(({ protocol, method, time }) => [[[protocol, method, "false"], time]]),
    ),
    counter("rpc_sessions_opened", "WebSocket connections that were opened", () => sessions.opened),
    counter("rpc_sessions_closed", "WebSocket connections that were closed", () => sessions.closed),
    histograms("rpc_sessions_time", ["protocol"], "Seconds that WebSocket connections lasted", () => [
      [["ws"], sessions.time],
    ]),
  ];
}
