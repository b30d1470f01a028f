import { UserError } from "../../lib/user-error.ts";
import { notTelemetry, telemetryUrl } from "../../node/telemetry/endpoint.ts";
import { choice, flag, list, number, text } from "../option.ts";

/** `1.2.3.4/24`, or an address alone. */
function readNetwork(value: string): string | undefined {
  const [address = "", bits, ...more] = value.split("/");
  // Loaded only here: every start of the node comes by this file.
  const version = process.getBuiltinModule("node:net").isIP(address);
  const fits = bits === undefined || (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  return version !== 0 && fits && more.length === 0 ? value : undefined;
}

/** The JSON-RPC server: HTTP and WebSocket on one port. */
export const rpcOptions = {
  rpcPort: number("PORT", 9944, "The port of JSON-RPC, for HTTP and WebSocket alike.", { max: 65535 }),
  rpcExternal: flag(
    "JSON-RPC listens on all interfaces. Refused with --validator, unless --rpc-methods unsafe says that it is meant.",
  ),
  unsafeRpcExternal: flag("JSON-RPC listens on all interfaces, with --validator too."),
  rpcMethods: choice(
    ["auto", "safe", "unsafe"],
    "auto",
    "The methods that are served: the safe ones, the unsafe ones too, or (auto) the unsafe ones on loopback interfaces only.",
  ),
  rpcCors: text(
    "ORIGINS",
    "The origins that browsers may call from, comma-separated, or all. Localhost and https://polkadot.js.org when not given; all with --dev.",
  ),
  rpcMaxConnections: number("COUNT", 10_000, "The number of connections that are open at once."),
  rpcMaxSubscriptionsPerConnection: number("COUNT", 10_000, "The number of subscriptions of one connection."),
  rpcMaxRequestSize: number("MiB", 15, "The longest request."),
  rpcMaxResponseSize: number("MiB", 15, "The longest response."),
  rpcMessageBufferCapacityPerConnection: number("COUNT", 64, "The number of messages that wait for a slow reader.", {
    min: 1,
  }),
  rpcMaxBatchRequestLen: number("COUNT", undefined, "The longest batch; without limit when not given.", {
    conflicts: ["rpcDisableBatchRequests"],
  }),
  rpcDisableBatchRequests: flag("Batches are refused.", {
    aliases: ["rpc_no_batch_requests"],
    conflicts: ["rpcMaxBatchRequestLen"],
  }),
  rpcRateLimit: number("COUNT", undefined, "The calls a minute of one connection; without limit when not given.", {
    min: 1,
  }),
  rpcRateLimitWhitelistedIps: list("CIDR", "The networks (1.2.3.4/24) that the rate limit does not count.", {
    read: readNetwork,
    expected: "a network as 1.2.3.4/24",
  }),
  rpcRateLimitTrustProxyHeaders: flag("The rate limit takes the caller's address from the headers that a proxy sets."),
  experimentalRpcEndpoint: list("EXPRESSION", "Further endpoints, as listen-addr=ADDRESS:PORT,key=value...", {
    idle: "later",
    conflicts: [
      ...["rpcExternal", "unsafeRpcExternal", "rpcPort", "rpcCors", "rpcRateLimitTrustProxyHeaders", "rpcRateLimit"],
      ...["rpcRateLimitWhitelistedIps", "rpcMessageBufferCapacityPerConnection", "rpcDisableBatchRequests"],
      ...["rpcMaxSubscriptionsPerConnection", "rpcMaxRequestSize", "rpcMaxResponseSize"],
    ],
  }),
};

const ethereum = { idle: "later" } as const;
const sql = { idle: "inside" } as const;

/** The Ethereum side of the RPC. */
export const ethereumOptions = {
  maxPastLogs: number("COUNT", 10_000, "The most logs in an answer of eth_getLogs.", ethereum),
  feeHistoryLimit: number("COUNT", 2048, "The blocks that eth_feeHistory looks back.", ethereum),
  enableDevSigner: flag("The method eth_sendTransaction signs with development keys.", ethereum),
  executeGasLimitMultiplier: number("FACTOR", 10, "The gas limit of eth_call, as a multiple of the block's.", ethereum),
  ethLogBlockCache: number("COUNT", 50, "The Ethereum blocks that are kept in memory.", ethereum),
  ethStatusesCache: number("COUNT", 50, "The blocks whose transaction statuses are kept in memory.", ethereum),
  frontierBackendType: choice(["key-value", "sql"], "key-value", "The original's index of Ethereum blocks.", sql),
  frontierSqlBackendPoolSize: number("COUNT", 100, "The connections to the original's SQL index.", sql),
  frontierSqlBackendNumOpsTimeout: number("COUNT", 10_000_000, "The longest query of the original's SQL index.", sql),
  frontierSqlBackendThreadCount: number("COUNT", 4, "The threads of the original's SQL index.", sql),
  frontierSqlBackendCacheSize: number("BYTES", 209_715_200, "The cache of the original's SQL index.", {
    ...sql,
    max: Number.MAX_SAFE_INTEGER,
  }),
};

/** `URL VERBOSITY`, as one word of the command line. @throws UserError when it is no address of a server */
function readTelemetry(value: string): string | undefined {
  const verbosity = /^\S+ ([0-9]{1,3})$/.exec(value)?.[1];
  if (verbosity === undefined || Number(verbosity) > 255) return undefined;
  const address = value.slice(0, value.indexOf(" "));
  if (telemetryUrl(address) === undefined) throw new UserError(notTelemetry(address), 2);
  return value;
}

/** Views of the node from outside. */
export const monitoringOptions = {
  prometheusPort: number("PORT", 9615, "The port of the Prometheus metrics, which are served at /metrics.", {
    max: 65535,
  }),
  prometheusExternal: flag("Prometheus metrics are served on all interfaces."),
  noPrometheus: flag("No Prometheus metrics are served."),
  telemetryUrl: list("URL VERBOSITY", "A server that telemetry goes to, in place of those of the specification.", {
    many: "repeated",
    read: readTelemetry,
    expected: "a URL and a verbosity from 0 to 9, as 'wss://example.com/submit 0'",
  }),
  noTelemetry: flag("No telemetry is sent."),
};
