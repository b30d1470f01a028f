import { mainnetLike } from "./mainnet-like.ts";

/** Worlds that are known by name, each as the value of a world file. */

/** Nothing but root: the genesis' subnet is gone. */
const empty = { name: "empty" };

/** One subnet with validators of every strategy. */
const oneSubnet = {
  name: "one-subnet",
  root: [{ hotkey: "validator-1", stake: 1000 }],
  subnets: [
    {
      name: "first",
      owner: "owner",
      pool: { tao: 1000, alpha: 2000 },
      validators: [
        { hotkey: "validator-1", stake: "100 alpha", nominators: [{ coldkey: "staker", stake: "50 TAO" }] },
        { hotkey: "validator-2", stake: "80 alpha" },
        { hotkey: "validator-3", stake: "60 alpha", strategy: "copies" },
        { hotkey: "validator-4", stake: "40 alpha", strategy: "late" },
        { hotkey: "validator-5", stake: "20 alpha", strategy: "silent" },
      ],
      miners: [{ hotkey: "miner", count: 8, quality: [0.2, 1] }],
    },
  ],
};

/** Names and prices (TAO of a pool of 10,000 alpha) of the market's subnets, the dearest first. */
const marketSubnets = [
  ["text", 2400],
  ["compute", 1800],
  ["images", 1200],
  ["storage", 900],
  ["search", 700],
  ["forecasts", 500],
  ["translation", 300],
  ["games", 150],
] as const;

/** Eight subnets at different prices: six validators on all of them and on root, miners of their own. */
const market = {
  name: "market",
  root: [1, 2, 3, 4, 5, 6].map((place) => ({
    hotkey: `validator-${place}`,
    stake: 6000 / place,
    take: 0.09,
    nominators: place === 1 ? [{ coldkey: "staker", stake: 500 }] : [],
  })),
  subnets: marketSubnets.map(([name, tao], place) => ({
    name,
    owner: `owner-${place + 1}`,
    pool: { tao, alpha: 10_000 },
    commit_reveal: place % 2 === 0 ? "hashed" : "off",
    hyperparameters: { immunity_period: 500, ...(place === 2 ? { liquid_alpha_enabled: true } : {}) },
    validators: [
      { hotkey: "validator-1", stake: "400 alpha", children: [{ hotkey: "validator-6", proportion: 0.1 }] },
      { hotkey: "validator-2", stake: "300 alpha" },
      { hotkey: "validator-3", stake: "250 alpha", lock: { alpha: "50 alpha" } },
      { hotkey: "validator-4", stake: "200 alpha", strategy: "copies" },
      { hotkey: "validator-5", stake: "150 alpha", strategy: "late" },
      { hotkey: "validator-6", strategy: "honest" },
    ],
    miners: [
      { hotkey: `${name}-miner`, count: 10, quality: [0.1, 1] },
      { hotkey: `${name}-best`, quality: 1, commitment: `${name} model 1` },
    ],
  })),
};

const worlds: Readonly<Record<string, () => unknown>> = {
  empty: () => empty,
  "one-subnet": () => oneSubnet,
  market: () => market,
  "mainnet-like": mainnetLike,
};

export const worldNames: readonly string[] = Object.keys(worlds);

/** The value of a named world, as a file would hold it; undefined for a name that is none. */
export function namedWorld(name: string): unknown {
  return Object.hasOwn(worlds, name) ? worlds[name]?.() : undefined;
}
