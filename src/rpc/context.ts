import type { ChainApi } from "../chain/api.ts";
import type { Broadcasts } from "./broadcasts.ts";
import type { Follows } from "./chain-head/follows.ts";
import type { Heads } from "./heads.ts";
import type { Answering } from "./json-parts.ts";
import type { RpcMeter } from "./measures.ts";
import type { NodePort } from "./ports.ts";
import type { RuntimeView } from "./runtime-view.ts";
import type { Room } from "./slices/room.ts";
import type { Work } from "./slices/work.ts";
import type { Stop, Subscriptions } from "./subscription.ts";

/** Who asks: one WebSocket connection, or one HTTP request. */
export interface Connection {
  /** Whether unsafe methods are served to it. */
  readonly unsafe: boolean;
  /** Absent over HTTP: there is nobody to notify. */
  readonly subscriptions: Subscriptions | undefined;
  /** Only so many runtime calls of it run at a time. */
  readonly calls: Room;
  /** Only one of its streams of results is at work at a time, and none while it does not read. */
  readonly streams: Room;
  /** Runs work beside the requests; it ends with the connection. Gives what ends it before. */
  background(work: Work<void>): Stop;
}

/** What all methods share for as long as the server runs. */
export interface Services extends Answering {
  readonly chain: ChainApi;
  readonly node: NodePort;
  readonly runtime: RuntimeView;
  readonly heads: Heads;
  readonly follows: Follows;
  readonly broadcasts: Broadcasts;
  /** The names of all methods, sorted. */
  readonly methodNames: readonly string[];
  readonly meter: RpcMeter;
}

/** Who sent the message at hand. */
export interface Asker {
  readonly connection: Connection;
  /** Runs something once the answer to the message was sent. */
  afterAnswer(action: () => void): void;
}

export interface Context extends Services, Asker {}
