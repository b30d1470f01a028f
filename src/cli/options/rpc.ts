import { choice, flag, list, number, text } from "../option.ts";

/** The JSON-RPC server: HTTP and WebSocket on one port. */
export const rpcOptions = {
  rpcPort: number("PORT", 9944, "The port for JSON-RPC, HTTP and WebSocket alike.", { max: 65535 }),
  rpcExternal: flag("Listens on all interfaces. Not with --validator, unless --rpc-methods unsafe says it is meant."),
  unsafeRpcExternal: flag("Listens on all interfaces, with --validator too."),
  rpcMethods: choice(
    ["auto", "safe", "unsafe"],
    "auto",
    "Which methods are served; auto serves the unsafe ones on loopback interfaces only.",
  ),
  rpcCors: text(
    "ORIGINS",
    "Origins that browsers may call from, comma-separated, or all. Default: localhost and https://polkadot.js.org; all with --dev.",
  ),
  rpcMaxConnections: number("COUNT", 10_000, "How many connections are open at once."),
  rpcMaxSubscriptionsPerConnection: number("COUNT", 10_000, "How many subscriptions one connection has at once."),
  rpcMaxRequestSize: number("MiB", 15, "The longest request."),
  rpcMaxResponseSize: number("MiB", 15, "The longest response."),
  rpcMessageBufferCapacityPerConnection: number("COUNT", 64, "How many messages wait for a slow reader.", { min: 1 }),
  rpcMaxBatchRequestLen: number("COUNT", undefined, "The longest batch; no limit when not given.", {
    conflicts: ["rpcDisableBatchRequests"],
  }),
  rpcDisableBatchRequests: flag("Refuses batches.", { conflicts: ["rpcMaxBatchRequestLen"] }),
  rpcRateLimit: number(
    "COUNT",
    undefined,
    "How many calls a minute one connection may make; no limit when not given.",
    {
      min: 1,
    },
  ),
  rpcRateLimitWhitelistedIps: list("CIDR", "Networks (1.2.3.4/24) that the rate limit is not for."),
  rpcRateLimitTrustProxyHeaders: flag("Takes the caller's address from the headers that a proxy sets."),
  experimentalRpcEndpoint: list("EXPRESSION", "Further endpoints, as listen-addr=ADDRESS:PORT,key=value...", {
    idle: "later",
  }),
};

const ethereum = { idle: "later" } as const;

/** The Ethereum side of the RPC. */
export const ethereumOptions = {
  maxPastLogs: number("COUNT", 10_000, "How many logs eth_getLogs answers with.", ethereum),
  feeHistoryLimit: number("COUNT", 2048, "How many blocks eth_feeHistory looks back.", ethereum),
  enableDevSigner: flag("Lets eth_sendTransaction sign with development keys.", ethereum),
  executeGasLimitMultiplier: number("FACTOR", 10, "The gas limit of eth_call, as a multiple of the block's.", ethereum),
  ethLogBlockCache: number("COUNT", 50, "How many Ethereum blocks are kept in memory.", ethereum),
  ethStatusesCache: number("COUNT", 50, "How many blocks' transaction statuses are kept in memory.", ethereum),
  frontierBackendType: choice(["key-value", "sql"], "key-value", "The original's index of Ethereum blocks.", ethereum),
  frontierSqlBackendPoolSize: number("COUNT", 100, "Connections to the original's SQL index.", { idle: "never" }),
  frontierSqlBackendNumOpsTimeout: number("COUNT", 10_000_000, "Longest query of the original's SQL index.", {
    idle: "never",
  }),
  frontierSqlBackendThreadCount: number("COUNT", 4, "Threads of the original's SQL index.", { idle: "never" }),
  frontierSqlBackendCacheSize: number("BYTES", 209_715_200, "Cache of the original's SQL index.", { idle: "never" }),
};

const watched = { idle: "later" } as const;

/** What looks at the node from outside. */
export const monitoringOptions = {
  prometheusPort: number("PORT", 9615, "The port of the Prometheus metrics.", { ...watched, max: 65535 }),
  prometheusExternal: flag("Serves the Prometheus metrics on all interfaces.", watched),
  noPrometheus: flag("Serves no Prometheus metrics."),
  telemetryUrl: list("URL VERBOSITY", "Where telemetry goes.", watched),
  noTelemetry: flag("Sends no telemetry."),
};
