/** How the server is reached and what it bears. The same shape as the node's configuration of it. */
export interface RpcOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Listen on all interfaces instead of loopback. */
  readonly external: boolean;
  /** Which methods are served; auto serves the unsafe ones on loopback interfaces only. */
  readonly methods: "auto" | "safe" | "unsafe";
  /** Origins that browsers may call from (`*` in a port's place is any port); undefined is all. */
  readonly cors: readonly string[] | undefined;
  readonly maxConnections: number;
  readonly maxSubscriptionsPerConnection: number;
  /** Bytes. */
  readonly maxRequestSize: number;
  /** Bytes. */
  readonly maxResponseSize: number;
  /** Messages that wait for a slow reader. */
  readonly messageBuffer: number;
  /** Longest batch; 0 refuses batches, undefined is no limit. */
  readonly maxBatch: number | undefined;
  /** Calls a minute for each connection; undefined is no limit. */
  readonly rateLimit:
    | { readonly calls: number; readonly exempt: readonly string[]; readonly trustProxyHeaders: boolean }
    | undefined;
}

const mebibyte = 1024 * 1024;

/** The defaults of the original's command line, with any origin allowed. */
export const defaultRpcOptions: RpcOptions = {
  port: 9944,
  external: false,
  methods: "auto",
  cors: undefined,
  maxConnections: 10_000,
  maxSubscriptionsPerConnection: 10_000,
  maxRequestSize: 15 * mebibyte,
  maxResponseSize: 15 * mebibyte,
  messageBuffer: 64,
  maxBatch: undefined,
  rateLimit: undefined,
};
