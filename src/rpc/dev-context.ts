import type { DevApi } from "../dev/api.ts";
import { UserError } from "../lib/user-error.ts";
import type { Context } from "./context.ts";
import { notBuilt, RpcError } from "./errors.ts";
import { ExactNumber } from "./json.ts";
import { plain } from "./long-text.ts";
import type { Method } from "./method.ts";
import type { Param } from "./schema.ts";

/** What the owner's methods share: only nodes that were started for it have them, and outside they are denied. */
export const ofOwner = {
  unsafe: true,
  exact: true,
  available: ({ node }) => node.dev !== undefined,
} satisfies Partial<Method>;

/** The code of what the owner asked for and cannot have, with the reason as its message. Chopsticks has the same. */
export const refusedCode = 1;

/** Does something for the owner. @throws RpcError with what is wrong and what to do */
export async function forOwner<T>({ node }: Context, run: (dev: DevApi) => T | Promise<T>): Promise<T> {
  if (node.dev === undefined) throw notBuilt("a development chain's methods: start the node with --dev-rpc");
  try {
    const { dev } = node;
    return await dev.reading(async () => run(dev));
  } catch (error) {
    if (error instanceof UserError) throw new RpcError(refusedCode, error.message);
    throw error;
  }
}

/** Any JSON value, with long numbers as their digits. */
export const anyJson: Param<unknown> = { expects: "a JSON value", optional: false, read: plainJson };

/** Values nested deeper are left as they are: who reads them refuses them. */
const deepest = 64;

function plainJson(value: unknown, depth = 0): unknown {
  if (value instanceof ExactNumber) return value.source;
  const read = plain(value);
  if (typeof read !== "object" || read === null || depth > deepest) return read;
  if (Array.isArray(read)) return read.map((item) => plainJson(item, depth + 1));
  return Object.fromEntries(Object.entries(read).map(([name, item]) => [name, plainJson(item, depth + 1)]));
}
