/** A part of the original that the ledger has a page for. */
export interface Part {
  /** Name of the page. */
  readonly page: string;
  readonly title: string;
  /** Folder in the checkout. */
  readonly folder: string;
  /** Where its functions are in this project, for those known by their names. */
  readonly ours: readonly string[];
}

const pallets = "src/runtime/pallets";

/** In the order of the index. The first whose folder a file lies in has it. */
export const parts: readonly Part[] = [
  { page: "subtensor", title: "SubtensorModule", folder: "pallets/subtensor", ours: [`${pallets}/subtensor`] },
  { page: "admin-utils", title: "AdminUtils", folder: "pallets/admin-utils", ours: [`${pallets}/admin-utils`] },
  { page: "swap", title: "Swap", folder: "pallets/swap", ours: [`${pallets}/swap`] },
  { page: "alpha-assets", title: "AlphaAssets", folder: "pallets/alpha-assets", ours: [`${pallets}/alpha-assets`] },
  { page: "commitments", title: "Commitments", folder: "pallets/commitments", ours: [`${pallets}/commitments`] },
  { page: "proxy", title: "Proxy", folder: "pallets/proxy", ours: [`${pallets}/proxy`] },
  { page: "utility", title: "Utility", folder: "pallets/utility", ours: [`${pallets}/utility`] },
  { page: "crowdloan", title: "Crowdloan", folder: "pallets/crowdloan", ours: [`${pallets}/crowdloan`] },
  { page: "limit-orders", title: "LimitOrders", folder: "pallets/limit-orders", ours: [`${pallets}/limit-orders`] },
  { page: "drand", title: "Drand", folder: "pallets/drand", ours: [`${pallets}/drand`] },
  { page: "shield", title: "MevShield", folder: "pallets/shield", ours: [`${pallets}/shield`] },
  {
    page: "transaction-fee",
    title: "transaction-fee",
    folder: "pallets/transaction-fee",
    ours: [`${pallets}/fees`, "src/runtime/extensions"],
  },
  {
    page: "runtime",
    title: "Runtime",
    folder: "runtime/src",
    ours: ["src/runtime"],
  },
  {
    page: "primitives",
    title: "Primitives and common types",
    folder: "primitives",
    ours: ["src/runtime/fixed", "src/lib", "src/runtime/pallets/swap"],
  },
  {
    page: "common",
    title: "Common types",
    folder: "common",
    ours: ["src/runtime/types", `${pallets}/proxy`, "src/lib"],
  },
];

/** The SDK's pallets in use, for `--sdk`: crates at the locked versions, in folders `name-version`. */
export const sdkParts: readonly Part[] = ["multisig", "preimage", "scheduler", "safe-mode", "sudo"].map((name) => ({
  page: `sdk-${name}`,
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
