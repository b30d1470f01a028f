import type { Context } from "./context.ts";
import type { Args, Params } from "./schema.ts";
import type { Workable } from "./slices/work.ts";
import type { Sink, Stop } from "./subscription.ts";

/** What methods and subscriptions declare alike. */
interface Declared<P extends Params> {
  /** What it gives, in a sentence: for the reference. */
  readonly doc: string;
  readonly params: P;
  /** Further names on the wire. */
  readonly aliases?: readonly string[];
  /** Denied where unsafe methods are. */
  readonly unsafe?: boolean;
  /** What has no place among the parameters is refused; otherwise it is ignored, as the original's server library does. */
  readonly exact?: boolean;
  /** Whether this node has it at all; absent: always. */
  available?(context: Pick<Context, "chain" | "node">): boolean;
}

/** A request with an answer. Its name on the wire is the name under which it is exported. */
export interface Method<P extends Params = Params> extends Declared<P> {
  readonly kind: "method";
  /** It tells of the node, not of the chain: it is answered at once and waits for no request before it. */
  readonly urgent?: boolean;
  /**
   * Gives the result, a promise of it, or work that comes to it: what can take more than a few milliseconds is work.
   * @throws RpcError; anything else is answered as an internal error.
   */
  run(args: Args<P>, context: Context): unknown;
}

/** A request that opens a stream of notifications. */
export interface Subscription<P extends Params = Params> extends Declared<P> {
  readonly kind: "subscription";
  /** The `method` of its notifications. */
  readonly notification: string;
  /** The name of the request that ends it. */
  readonly unsubscribe: string;
  readonly unsubscribeAliases?: readonly string[];
  /**
   * Begins it; what is sent before this returns follows the answer with the id. Gives what stops it.
   * @throws RpcError: then there is no subscription.
   */
  start(args: Args<P>, context: Context, sink: Sink): Workable<Stop>;
}

export type Endpoint = Method | Subscription;

/** Declares a method; the types of its arguments come from its parameters. */
export function method<P extends Params>(spec: Omit<Method<P>, "kind">): Method {
  return { kind: "method", ...spec } as Method<P>;
}

/** Declares a subscription. */
export function subscription<P extends Params>(spec: Omit<Subscription<P>, "kind">): Subscription {
  return { kind: "subscription", ...spec } as Subscription<P>;
}
