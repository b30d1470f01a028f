// A connection of a script to a running chain: JSON-RPC by WebSocket, signed calls, their events.
import { decode } from "../src/codec/codec.ts";
import { vec } from "../src/codec/containers.ts";
import type { KeyPair } from "../src/crypto/keypair.ts";
import { ss58Encode } from "../src/crypto/ss58.ts";
import { fromHex, type Hex, keyToHex, type StateKey, toHex } from "../src/lib/bytes.ts";
import { UserError } from "../src/lib/user-error.ts";
import type { CallValue } from "../src/runtime/frame/calls.ts";
import type { DispatchErrorValue } from "../src/runtime/frame/dispatch-error.ts";
import { createRuntime, local } from "../src/runtime/index.ts";
import { storage as system } from "../src/runtime/pallets/system/storage.ts";
import { EventRecord } from "../src/runtime/types/frame.ts";
import { signExtrinsic } from "../test/support/sign.ts";

// Calls, events and storage keys are the same in every configuration.
const runtime = createRuntime(local);

/** An event of an extrinsic, as our runtime decodes it. */
export interface SeenEvent {
  readonly pallet: string;
  readonly name: string;
  readonly fields: unknown;
}

/** A running chain, as a program outside the node sees it. */
export interface ChainConnection {
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** The stored bytes below a key at the best block. */
  read(key: StateKey): Promise<Uint8Array | undefined>;
  /** Signs, sends and waits until the call is in a block: its events there. @throws UserError when it is refused or waits for `within` ms. */
  submit(call: CallValue, pair: KeyPair, within?: number): Promise<{ block: number; events: SeenEvent[] }>;
  close(): void;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: unknown };
  readonly params?: { readonly subscription: unknown; readonly result: unknown };
}

/** What a call failed with, as `Pallet.Error` where a pallet says so. */
export function dispatchErrorText(error: DispatchErrorValue): string {
  if (error.type !== "Module") return "value" in error ? `${error.type} ${String(error.value)}` : error.type;
  const { index, error: bytes } = error.value;
  const pallet = runtime.pallets.find((placed) => placed.index === index)?.pallet;
  const name = Object.keys(pallet?.errors ?? {})[fromHex(bytes)[0] ?? 0];
  return `${pallet?.name ?? `pallet ${index}`}.${name ?? bytes}`;
}

/** Connects by WebSocket. @throws UserError when nothing answers there. */
export async function connectChain(url: string): Promise<ChainConnection> {
  const { socket, request, told } = await openSocket(url);
  const read = async (key: StateKey, at?: Hex): Promise<Uint8Array | undefined> => {
    const value = (await request("state_getStorage", [keyToHex(key), at ?? null])) as Hex | null;
    return value === null ? undefined : fromHex(value);
  };

  const eventsOf = async (block: Hex, extrinsic: Hex): Promise<{ block: number; events: SeenEvent[] }> => {
    const { block: body } = (await request("chain_getBlock", [block])) as {
      block: { header: { number: Hex }; extrinsics: Hex[] };
    };
    const index = body.extrinsics.indexOf(extrinsic);
    const bytes = await read(system.Events.key, block);
    const records = bytes === undefined ? [] : decode(vec(EventRecord), bytes, runtime.outer);
    const events = records
      .filter(({ phase }) => phase.type === "ApplyExtrinsic" && phase.value === index)
      .map(({ event }) => event as unknown as SeenEvent);
    return { block: Number(body.header.number), events };
  };

  return {
    rpc: request,
    read,
    close: () => socket.close(),
    async submit(call, pair, within = 60_000) {
      const genesisHash = (await request("chain_getBlockHash", [0])) as Hex;
      const nonce = (await request("system_accountNextIndex", [ss58Encode(pair.accountId)])) as number;
      const extrinsic = toHex(signExtrinsic(runtime, { call, pair, nonce, genesisHash }));
      const included = new Promise<Hex>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new UserError(`no block took the call within ${within / 1000} s: is the chain making blocks?`));
        }, within);
        const done = (act: () => void): void => {
          clearTimeout(timer);
          act();
        };
        const follow = (status: unknown): void => {
          const entry = typeof status === "string" ? [status] : (Object.entries(status as object)[0] ?? []);
          if (entry[0] === "inBlock") done(() => resolve(entry[1] as Hex));
          else if (!["ready", "future", "broadcast"].includes(String(entry[0])))
            done(() => reject(new UserError(`the call fell out of the transaction pool: ${entry[0]}`)));
        };
        request("author_submitAndWatchExtrinsic", [extrinsic]).then(
          (subscription) => told(subscription, follow),
          (error) => done(() => reject(error)),
        );
      });
      return eventsOf(await included, extrinsic);
    },
  };
}

async function openSocket(url: string): Promise<{
  socket: WebSocket;
  request: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  /** Follows a subscription; the one before it is followed no more. */
  told: (subscription: unknown, listener: (result: unknown) => void) => void;
}> {
  let socket: WebSocket;
  try {
    socket = new WebSocket(url);
  } catch {
    throw new UserError(`not a WebSocket address: ${url}`, 2);
  }
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let followed: { subscription: unknown; listener: (result: unknown) => void } | undefined;
  let last = 0;
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id === undefined) {
      const { subscription, result } = answer.params ?? {};
      if (followed !== undefined && subscription === followed.subscription) followed.listener(result);
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) return asked?.resolve(answer.result);
    const { message, data: more } = answer.error;
    asked?.reject(new UserError(more === undefined ? message : `${message}: ${String(more)}`));
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new UserError(`nothing answers at ${url}: start a chain first, with: npm start`));
  });
  socket.onclose = () => {
    for (const { reject } of waiting.values()) reject(new UserError(`the connection to ${url} ended`));
  };
  return {
    socket,
    told: (subscription, listener) => {
      followed = { subscription, listener };
    },
    request: (method, params = []) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      }),
  };
}
