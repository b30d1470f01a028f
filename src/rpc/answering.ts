import type { ChainApi } from "../chain/api.ts";
import { createBroadcasts } from "./broadcasts.ts";
import { createFollows } from "./chain-head/follows.ts";
import type { Connection, Services } from "./context.ts";
import { createDispatcher, type Dispatcher, type DispatchLimits } from "./dispatch.ts";
import { createHeads } from "./heads.ts";
import { createRpcMeter, type RpcMeter } from "./measures.ts";
import type { NodePort } from "./ports.ts";
import { methodTable } from "./registry.ts";
import { createRuntimeView } from "./runtime-view.ts";
import { createRoom } from "./slices/room.ts";
import { createScheduler, type Scheduler } from "./slices/scheduler.ts";

/** What answers requests, however they come. */
export interface Answering {
  readonly scheduler: Scheduler;
  readonly dispatch: Dispatcher;
  readonly meter: RpcMeter;
  /** Called when a connection is of no more use. */
  forget(connection: Connection): void;
  stop(): void;
}

export interface AnsweringInput {
  readonly chain: ChainApi;
  readonly node: NodePort;
  readonly limits: DispatchLimits;
}

/** How long requests are worked on before everything else of the node has its turn, and one client before the next, ms. */
const [slice, share] = [4, 1];

/** Answers of more than 1 MiB that are put together at a time. */
const largeAtOnce = 8;

/** Puts together what answers JSON-RPC over the given chain. */
export function createAnswering({ chain, node, limits }: AnsweringInput): Answering {
  const warn = (text: string): void => node.warn?.(text);
  const scheduler = createScheduler({
    now: () => performance.now(),
    later: setImmediate,
    broken: (error) => warn(`RPC work broke: ${error instanceof Error ? error.stack : error}`),
    slice,
    share,
  });
  const table = methodTable({ chain, node });
  const own = scheduler.client({ underWay: 0, underWayBytes: 0, waitingBytes: 0 }, () => undefined);
  const heads = createHeads(chain, { turn: scheduler.turn, background: own.background });
  const runtime = createRuntimeView(chain);
  const follows = createFollows(chain);
  const broadcasts = createBroadcasts(chain, heads);
  const methodNames = [...table.keys()].sort();
  const { maxResponseSize } = limits;
  const meter = createRpcMeter(() => performance.now());
  const services: Services = {
    ...{ chain, node, runtime, heads, follows, broadcasts, methodNames, meter },
    ...{ turn: scheduler.turn, maxResponseSize, largeAnswers: createRoom(largeAtOnce) },
  };
  return {
    scheduler,
    dispatch: createDispatcher(table, services, limits),
    meter,
    forget: (connection) => broadcasts.forget(connection),
    stop: heads.stop,
  };
}
