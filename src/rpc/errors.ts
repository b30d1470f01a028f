/** A JSON-RPC error: thrown by a method, sent as the `error` of its answer. */
export class RpcError extends Error {
  readonly code: number;
  /** The `data` of the error object; undefined leaves it away. */
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = "RpcError";
    this.code = code;
    this.data = data;
  }
}

/** The codes of JSON-RPC 2.0 and of the original's server library (jsonrpsee-types: error.rs). */
export const rpcCode = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  batchesNotSupported: -32005,
  tooManySubscriptions: -32006,
  oversizedRequest: -32007,
  oversizedResponse: -32008,
  tooBigBatchRequest: -32010,
  tooBigBatchResponse: -32011,
  rateLimited: -32999,
} as const;

const limitOf = (limit: number): string => `Exceeded max limit of ${limit}`;

export const parseError = (): RpcError => new RpcError(rpcCode.parse, "Parse error");
export const invalidRequest = (): RpcError => new RpcError(rpcCode.invalidRequest, "Invalid request");
export const methodNotFound = (): RpcError => new RpcError(rpcCode.methodNotFound, "Method not found");
export const internalError = (data?: string): RpcError => new RpcError(rpcCode.internal, "Internal error", data);
/** @param why what is wrong with which parameter. */
export const invalidParams = (why: string): RpcError => new RpcError(rpcCode.invalidParams, "Invalid params", why);
export const unsafeCall = (): RpcError =>
  new RpcError(rpcCode.methodNotFound, "RPC call is unsafe to be called externally");
export const batchesNotSupported = (): RpcError =>
  new RpcError(rpcCode.batchesNotSupported, "Batched requests are not supported by this server");
export const tooManySubscriptions = (limit: number): RpcError =>
  new RpcError(rpcCode.tooManySubscriptions, "Too many subscriptions on the connection", limitOf(limit));
export const oversizedRequest = (limit: number): RpcError =>
  new RpcError(rpcCode.oversizedRequest, "Request is too big", limitOf(limit));
export const oversizedResponse = (limit: number): RpcError =>
  new RpcError(rpcCode.oversizedResponse, "Response is too big", limitOf(limit));
export const tooBigBatchRequest = (limit: number): RpcError =>
  new RpcError(rpcCode.tooBigBatchRequest, "The batch request was too large", limitOf(limit));
export const tooBigBatchResponse = (limit: number): RpcError =>
  new RpcError(rpcCode.tooBigBatchResponse, "The batch response was too large", limitOf(limit));
export const rateLimited = (): RpcError => new RpcError(rpcCode.rateLimited, "RPC rate limit exceeded");

/** What this node does not do, in words: never a made-up answer. */
export const notBuilt = (what: string): RpcError => new RpcError(rpcCode.internal, `not built: ${what}`);

/** First codes of the namespaces (sc-rpc-api: error.rs). */
const base = { author: 1000, system: 2000, chain: 3000, state: 4000, offchain: 5000 } as const;

/** An error of the state methods: a block range, a count, or what the client said. */
export const stateError = {
  blockRange: (from: string, to: string, details: string): RpcError =>
    new RpcError(base.state + 1, `Cannot resolve a block range ['"${from}"' ... '"${to}"]. ${details}`),
  count: (value: number, max: number): RpcError =>
    new RpcError(base.state + 2, `count exceeds maximum value. value: ${value}, max: ${max}`),
  client: (text: string): RpcError => new RpcError(base.state + 3, `Client error: ${text}`),
} as const;

export const chainError = {
  other: (text: string): RpcError => new RpcError(base.chain + 1, text),
  client: (text: string): RpcError => new RpcError(base.chain + 2, `Client error: ${text}`),
} as const;

/** The errors of the archive methods. @param what the parameter that is wrong. */
export const archiveError = {
  invalidParam: (what: string): RpcError => new RpcError(base.chain + 1, `Invalid parameter: ${what}`),
} as const;

/** Bytes that are no extrinsic. */
export const badFormat = (why: string): RpcError =>
  new RpcError(base.author + 1, `Extrinsic has invalid format: ${why}`);
export const authorError = (text: string): RpcError => new RpcError(base.author + 40, text);
export const malformedPeer = (text: string): RpcError => new RpcError(base.system + 2, text);
export const unavailableStorageKind = (): RpcError =>
  new RpcError(base.offchain + 1, "This storage kind is not available yet");

/** The errors of chainHead, transaction and archive (sc-rpc-spec-v2: chain_head/error.rs). */
export const specError = {
  reachedLimits: (what: string): RpcError => new RpcError(-32800, `Maximum number of ${what} has been reached`),
  invalidBlock: (): RpcError => new RpcError(-32801, "Invalid block hash"),
  noRuntime: (): RpcError =>
    new RpcError(-32802, "The `chainHead_follow` subscription was started with `withRuntime` set to `false`"),
  invalidContinue: (): RpcError =>
    new RpcError(-32803, "Wait for continue event was not generated for the subscription"),
  invalidParam: (what: string): RpcError => new RpcError(rpcCode.invalidParams, `Invalid parameter: ${what}`),
  duplicateHashes: (): RpcError => new RpcError(-32804, "Received duplicate hashes for the `chainHead_unpin` method"),
} as const;
