import type { Context } from "./context.ts";
import type { Endpoint } from "./method.ts";
import * as archive from "./methods/archive.ts";
import * as author from "./methods/author.ts";
import * as chain from "./methods/chain.ts";
import * as chainHead from "./methods/chain-head.ts";
import * as chainSpec from "./methods/chain-spec.ts";
import * as childstate from "./methods/childstate.ts";
import * as delegateInfo from "./methods/delegate-info.ts";
import * as devBlocks from "./methods/dev-blocks.ts";
import * as devState from "./methods/dev-state.ts";
import * as devTrials from "./methods/dev-trials.ts";
import * as engine from "./methods/engine.ts";
import * as neuronInfo from "./methods/neuron-info.ts";
import * as offchain from "./methods/offchain.ts";
import * as payment from "./methods/payment.ts";
import * as rpc from "./methods/rpc.ts";
import * as stakeInfo from "./methods/stake-info.ts";
import * as state from "./methods/state.ts";
import * as subnetInfo from "./methods/subnet-info.ts";
import * as swap from "./methods/swap.ts";
import * as system from "./methods/system.ts";
import * as transaction from "./methods/transaction.ts";
import * as transactionWatch from "./methods/transaction-watch.ts";

const namespaces: readonly Readonly<Record<string, Endpoint>>[] = [
  ...[archive, author, chain, chainHead, chainSpec, childstate, delegateInfo, devBlocks, devState, devTrials],
  ...[
    engine,
    neuronInfo,
    offchain,
    payment,
    rpc,
    stakeInfo,
    state,
    subnetInfo,
    swap,
    system,
    transaction,
    transactionWatch,
  ],
];

/** Every declared method and subscription by its main name, whether a node serves it or not. */
export function endpoints(): [name: string, endpoint: Endpoint][] {
  return namespaces.flatMap((namespace) => Object.entries(namespace));
}

/** What a name on the wire stands for. */
export type TableEntry =
  | { readonly kind: "target"; readonly target: Endpoint }
  /** `name` is the subscription's main unsubscribe name. */
  | { readonly kind: "unsubscribe"; readonly name: string };

export type MethodTable = ReadonlyMap<string, TableEntry>;

/**
 * All names that this node serves, with their aliases.
 * @throws Error when two methods share a name.
 */
export function methodTable(context: Pick<Context, "chain" | "node">): MethodTable {
  const table = new Map<string, TableEntry>();
  const add = (name: string, entry: TableEntry): void => {
    if (table.has(name)) throw new Error(`two RPC methods are called ${name}`);
    table.set(name, entry);
  };
  for (const [name, target] of endpoints()) {
    if (target.available?.(context) === false) continue;
    for (const alias of [name, ...(target.aliases ?? [])]) add(alias, { kind: "target", target });
    if (target.kind !== "subscription") continue;
    const { unsubscribe } = target;
    for (const alias of [unsubscribe, ...(target.unsubscribeAliases ?? [])]) {
      add(alias, { kind: "unsubscribe", name: unsubscribe });
    }
  }
  return table;
}
