import type { Hex } from "../lib/bytes.ts";
import type { Connection, Context } from "./context.ts";
import type { Room } from "./slices/room.ts";
import { createRoom } from "./slices/room.ts";
import { settled, type Work } from "./slices/work.ts";

/** Runtime calls of one connection that run at a time: they may take long, and others have some too. */
const callsAtOnce = 2;

/** Where the runtime calls of a connection take turns. */
export const createCalls = (): Room => createRoom(callsAtOnce);

/** Work with runtime calls, when the connection has its turn with them. */
export function* withCalls<T>(connection: Connection, work: () => Work<T>): Work<T> {
  yield* connection.calls.enter();
  try {
    return yield* work();
  } finally {
    connection.calls.leave();
  }
}

/** A runtime call for a connection, on the state after a block. @throws RuntimeCallError */
export function callRuntime(
  { chain, connection }: Pick<Context, "chain" | "connection">,
  hash: Hex,
  method: string,
  args: Uint8Array,
): Work<Uint8Array> {
  return withCalls(connection, () => settled(chain.call(hash, method, args, connection)));
}
