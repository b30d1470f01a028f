import type { Endpoint } from "../../src/rpc/method.ts";
import { cell, code, count, page, table } from "./markdown.ts";

const notes = (endpoint: Endpoint): string[] => [
  ...(endpoint.aliases === undefined ? [] : [`Also ${endpoint.aliases.map(code).join(", ")}.`]),
  ...(endpoint.kind === "subscription"
    ? [
        `Notifications are called ${code(endpoint.notification)}; ${[endpoint.unsubscribe, ...(endpoint.unsubscribeAliases ?? [])].map(code).join(" or ")} ends it.`,
      ]
    : []),
  ...(endpoint.unsafe ? ["Unsafe: only where `--rpc-methods` allows it."] : []),
  ...(endpoint.available === undefined ? [] : ["Not on every node: it depends on how the node was started."]),
];

function endpointSection(name: string, endpoint: Endpoint): string[] {
  const rows = Object.entries(endpoint.params).map(([param, { expects, optional }]) => [
    code(param),
    cell(expects),
    optional ? "may be left away" : "",
  ]);
  return [
    `### ${name}`,
    "",
    `${endpoint.doc}${endpoint.kind === "subscription" ? " A subscription." : ""}`,
    "",
    ...notes(endpoint).flatMap((note) => [note, ""]),
    ...table(["parameter", "expected", ""], rows),
  ];
}

/** The reference page of the JSON-RPC methods, from their declarations. */
export function rpcPage(endpoints: readonly (readonly [string, Endpoint])[]): string {
  const sorted = [...endpoints].sort(([a], [b]) => (a < b ? -1 : 1));
  const groups = Map.groupBy(sorted, ([name]) => name.split("_")[0] ?? "");
  const total = count(endpoints.length, "method");
  return page([
    "# JSON-RPC methods",
    "",
    "Written by `npm run docs` from the declarations in `src/rpc/methods/`; do not edit. [Index](README.md)",
    "",
    `${total}, over HTTP and WebSocket on one port; subscriptions need a WebSocket. Parameters are given by position or by name. Bytes are hex text (0x...), blocks are named by their hashes.`,
    "",
    [...groups.keys()].map((group) => `[${group}](#${group.toLowerCase()})`).join(" · "),
    "",
    ...[...groups].flatMap(([group, members]) => [
      `## ${group}`,
      "",
      ...members.flatMap(([name, endpoint]) => endpointSection(name, endpoint)),
    ]),
  ]);
}
