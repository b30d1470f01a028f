import { start } from "smoldot";
import type { Hex } from "../../src/lib/bytes.ts";

/** A header as light clients tell of it, with when they did, ms since 1970. */
export interface HeardHead {
  readonly number: number;
  readonly parentHash: Hex;
  readonly at: number;
}

/** smoldot on one chain: a light client that nobody here wrote. */
export interface LightClient {
  /** What it told of best and finalized blocks, in its order. */
  readonly best: readonly HeardHead[];
  readonly finalized: readonly HeardHead[];
  /** Lines of its log, each with its level and target. */
  readonly log: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  rpc(method: string, ...params: readonly unknown[]): Promise<any>;
  /** Listens to a subscription of the older methods: `author_submitAndWatchExtrinsic`. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  subscribe(method: string, params: readonly unknown[], listener: (result: any) => void): Promise<void>;
  /** Sends a transaction, and waits until a block that is told as this (`inBlock`, `finalized`) has it; gives that block's hash. */
  submit(transaction: Hex, until: "inBlock" | "finalized", within: number): Promise<Hex>;
  stop(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly params?: { readonly subscription: string; readonly result: unknown };
}

/** What a light client starts from. */
export interface LightClientOptions {
  /** A raw specification, JSON. */
  readonly spec: string;
  /** Multiaddresses of its first peers. */
  readonly bootNodes: readonly string[];
  /** What `chainHead_unstable_finalizedDatabase` gave before. */
  readonly database?: string;
  /** 1 (errors) to 5; 3 is usual. */
  readonly logLevel?: number;
}

/** Starts a light client and has it follow the chain. */
export async function startLightClient(options: LightClientOptions): Promise<LightClient> {
  const log: string[] = [];
  const client = start({
    maxLogLevel: options.logLevel ?? 3,
    logCallback: (level, target, message) => log.push(`${level} ${target}: ${message}`),
  });
  const chainSpec = JSON.stringify({ ...JSON.parse(options.spec), bootNodes: options.bootNodes });
  const chain = await client.addChain({
    chainSpec,
    ...(options.database === undefined ? {} : { databaseContent: options.database }),
  });
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Map<string, (result: unknown) => void>();
  /** Of a subscription whose answer has come, and whose listener is about to be known. */
  const early = new Map<string, unknown[]>();
  let count = 0;

  const read = async (): Promise<void> => {
    for await (const text of chain.jsonRpcResponses) {
      const message = JSON.parse(text) as Message;
      if (message.id !== undefined) {
        waiting.get(message.id)?.(message);
        waiting.delete(message.id);
      } else if (message.params !== undefined) {
        const { subscription, result } = message.params;
        const listener = listeners.get(subscription);
        if (listener === undefined) early.set(subscription, [...(early.get(subscription) ?? []), result]);
        else listener(result);
      }
    }
  };
  // The iteration ends with an error when the chain is removed, or never.
  read().catch(() => {});

  const rpc: LightClient["rpc"] = (method, ...params) =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`)),
      );
      chain.sendJsonRpc(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  const subscribe: LightClient["subscribe"] = async (method, params, listener) => {
    const subscription: string = await rpc(method, ...params);
    listeners.set(subscription, listener);
    for (const result of early.get(subscription) ?? []) listener(result);
    early.delete(subscription);
  };
  const heads = async (method: string): Promise<HeardHead[]> => {
    const heard: HeardHead[] = [];
    await subscribe(method, [], ({ number, parentHash }: { number: Hex; parentHash: Hex }) => {
      heard.push({ number: Number(number), parentHash, at: Date.now() });
    });
    return heard;
  };

  return {
    best: await heads("chain_subscribeNewHeads"),
    finalized: await heads("chain_subscribeFinalizedHeads"),
    log,
    rpc,
    subscribe,
    submit: (transaction, until, within) =>
      new Promise((resolve, reject) => {
        const told: string[] = [];
        const timer = setTimeout(
          () => reject(new Error(`after ${within} ms the transaction is not ${until}: ${told.join(", ")}`)),
          within,
        );
        subscribe("author_submitAndWatchExtrinsic", [transaction], (status) => {
          told.push(JSON.stringify(status));
          const block = typeof status === "object" && status !== null ? status[until] : undefined;
          if (block === undefined) return;
          clearTimeout(timer);
          resolve(block);
        }).catch((error: unknown) => {
          clearTimeout(timer);
          reject(error);
        });
      }),
    async stop() {
      chain.remove();
      await client.terminate();
    },
  };
}

/** Waits until something holds, looking every 50 ms. @throws Error that names it after `within` ms */
export async function until(what: string, within: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + within; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`after ${within} ms: not ${what}`);
}
