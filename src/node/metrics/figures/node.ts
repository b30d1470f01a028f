import { type Figure, gauge, gauges } from "../figure.ts";

export interface NodeSource {
  /** The node's name, as its operator gave it. */
  readonly name: string;
  readonly version: string;
  readonly authority: boolean;
  /** ms since 1970. */
  readonly started: number;
}

/** What the node is. Rust: `sc_service::metrics::PrometheusMetrics::setup`. */
export function nodeFigures({ name, version, authority, started }: NodeSource): Figure[] {
  return [
    gauges("build_info", ["name", "version"], "The node's name and version; the value is always 1", () => [
      [[name, version], 1],
    ]),
    gauge("node_roles", "The role of the node: 1 is a full node, 4 an authority", () => (authority ? 4 : 1)),
    gauge("process_start_time_seconds", "When the node was started, seconds since 1970", () =>
      Math.floor(started / 1000),
    ),
  ];
}
