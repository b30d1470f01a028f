import { toHex } from "../../lib/bytes.ts";
import { notBuilt, unavailableStorageKind } from "../errors.ts";
import { method } from "../method.ts";
import type { NodePort, OffchainPort } from "../ports.ts";
import { hexBytes, oneOf } from "../schema.ts";

const kind = oneOf("PERSISTENT", "LOCAL");

/** The persistent storage; of the local one the original says that there is none. */
function storageOf(node: NodePort, which: "PERSISTENT" | "LOCAL"): OffchainPort {
  if (which === "LOCAL") throw unavailableStorageKind();
  if (node.offchain === undefined) throw notBuilt("the offchain storage");
  return node.offchain;
}

export const offchain_localStorageGet = method({
  doc: "A value of the offchain storage, null when there is none.",
  params: { kind, key: hexBytes },
  unsafe: true,
  run: (args, { node }) => {
    const value = storageOf(node, args.kind).get(args.key);
    return value === undefined ? null : toHex(value);
  },
});

export const offchain_localStorageSet = method({
  doc: "Sets a value of the offchain storage.",
  params: { kind, key: hexBytes, value: hexBytes },
  unsafe: true,
  run: (args, { node }) => {
    storageOf(node, args.kind).set(args.key, args.value);
    return null;
  },
});

export const offchain_localStorageClear = method({
  doc: "Removes a value of the offchain storage.",
  params: { kind, key: hexBytes },
  unsafe: true,
  run: (args, { node }) => {
    storageOf(node, args.kind).clear(args.key);
    return null;
  },
});
