/** A part of the original that the ledger counts by itself. */
export interface Part {
  readonly title: string;
  /** Folder in the checkout. */
  readonly folder: string;
  /** Where its functions are in this project, for those known by their names. */
  readonly ours: readonly string[];
}

const pallets = "src/runtime/pallets";

/** In the order of the index. The first whose folder a file lies in has it. */
export const parts: readonly Part[] = [
  { title: "SubtensorModule", folder: "pallets/subtensor", ours: [`${pallets}/subtensor`, "recordings/yuma"] },
  { title: "AdminUtils", folder: "pallets/admin-utils", ours: [`${pallets}/admin-utils`] },
  { title: "Swap", folder: "pallets/swap", ours: [`${pallets}/swap`, "recordings/balancer.ts"] },
  { title: "AlphaAssets", folder: "pallets/alpha-assets", ours: [`${pallets}/alpha-assets`] },
  { title: "Commitments", folder: "pallets/commitments", ours: [`${pallets}/commitments`] },
  { title: "Proxy", folder: "pallets/proxy", ours: [`${pallets}/proxy`] },
  { title: "Utility", folder: "pallets/utility", ours: [`${pallets}/utility`] },
  { title: "Crowdloan", folder: "pallets/crowdloan", ours: [`${pallets}/crowdloan`] },
  { title: "LimitOrders", folder: "pallets/limit-orders", ours: [`${pallets}/limit-orders`] },
  { title: "Drand", folder: "pallets/drand", ours: [`${pallets}/drand`] },
  { title: "MevShield", folder: "pallets/shield", ours: [`${pallets}/shield`] },
  {
    title: "transaction-fee",
    folder: "pallets/transaction-fee",
    ours: [`${pallets}/fees`, "src/runtime/extensions"],
  },
  {
    title: "Runtime",
    folder: "runtime/src",
    ours: ["src/runtime"],
  },
  {
    title: "Primitives and common types",
    folder: "primitives",
    ours: ["src/runtime/fixed", "recordings", "src/lib", "src/runtime/pallets/swap"],
  },
  {
    title: "Common types",
    folder: "common",
    ours: ["src/runtime/types", `${pallets}/proxy`, "src/lib"],
  },
];

/** The SDK's pallets in use: crates at the locked versions, in folders `name-version`. */
export const sdkParts: readonly Part[] = ["multisig", "preimage", "scheduler", "safe-mode", "sudo"].map((name) => ({
  title: `pallet-${name} (SDK)`,
  folder: `pallet-${name}`,
  ours: [`${pallets}/${name}`],
}));

/** The part that a path of the checkout belongs to. @throws Error */
export function partOf(file: string): Part {
  const found = [...parts, ...sdkParts].find((part) => file.startsWith(`${part.folder}/`));
  if (found === undefined) throw new Error(`${file} belongs to no part of the ledger`);
  return found;
}
