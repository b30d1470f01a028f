import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keyPairFromSuri } from "../../crypto/keypair.ts";
import { accountOf } from "./accounts.ts";
import { loadWorld } from "./load-world.ts";
import { namedWorld, worldNames } from "./named-worlds.ts";
import { readWorld, worldOf } from "./read-world.ts";
import { fits } from "./testing/json-schema.ts";
import { worldAccounts } from "./world-accounts.ts";
import { worldSchema } from "./world-shape.ts";

const published = JSON.parse(
  readFileSync(new URL("../../../schemas/world.schema.json", import.meta.url), "utf8"),
) as Record<string, unknown>;

const subnet = (members: object): object => ({ subnets: [{ owner: "o", ...members }] });
const validator = (members: object): object => subnet({ validators: [{ hotkey: "v", ...members }] });
const address = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

/** What a file must not say, with the error; the last are refused by the reader alone, which knows what fits together. */
const refusals: readonly (readonly [what: object, error: RegExp])[] = [
  [{ subnet: [] }, /^w: subnet: unknown; known here: name, seed, chain/],
  [{ subnets: {} }, /^w: subnets: \{\} is not a list/],
  [{ subnets: [{}] }, /^w: subnets\[0\]\.owner: missing, expected an account/],
  [{ seed: -1 }, /^w: seed: -1 is not a whole number from 0 to 4294967295/],
  [{ chain: { tx_rate_limit: "no" } }, /chain\.tx_rate_limit: "no" is not a whole number/],
  [{ chain: { tempo: 1 } }, /chain\.tempo: unknown/],
  [{ name: "a world" }, /name: "a world" is not a name/],
  [{ balances: { "//Alice/soft": 1 } }, /balances: "\/\/Alice\/soft" is not an account/],
  [subnet({ owner: 5 }), /subnets\[0\]\.owner: 5 is not an account/],
  [subnet({ hyperparameters: { tempo: 0 } }), /subnets\[0\]\.hyperparameters\.tempo: 0 is not a whole number from 1/],
  [subnet({ hyperparameters: { temp: 10 } }), /hyperparameters\.temp: unknown/],
  [subnet({ pool: { tao: "12 alpha" } }), /pool\.tao: "12 alpha" is not an amount such as 12\.5 or "12\.5 TAO"/],
  [subnet({ pool: { tao: "1.0000000001" } }), /pool\.tao: "1\.0000000001" is not an amount/],
  [subnet({ commit_reveal: true }), /commit_reveal: true is not one of off, hashed, timelocked/],
  [validator({ stake: -1 }), /subnets\[0\]\.validators\[0\]\.stake: -1 is not an amount/],
  [validator({ stake: "12 beta" }), /validators\[0\]\.stake: "12 beta" is not an amount/],
  [validator({ strategy: "lazy" }), /validators\[0\]\.strategy: "lazy" is not one of honest, copies, late, silent/],
  [validator({ take: 0.5 }), /validators\[0\]\.take: 0\.5 is not a number from 0 to 0\.18/],
  [validator({ children: [{ hotkey: "c", proportion: 2 }] }), /children\[0\]\.proportion: 2 is not a number/],
  [validator({ children: Array.from({ length: 6 }, (_, at) => ({ hotkey: `c${at}`, proportion: 0 })) }), /6 entries/],
  [validator({ count: 0 }), /count: 0 is not a whole number/],
  [subnet({ miners: [{ hotkey: "m", quality: 1.1 }] }), /miners\[0\]\.quality: 1\.1 is not a number from 0 to 1/],
  [subnet({ miners: [{ hotkey: "m", quality: [0] }] }), /miners\[0\]\.quality: 1 entries, and 2 are allowed/],
  [subnet({ miners: [{ hotkey: "m", commitment: "" }] }), /miners\[0\]\.commitment: "" is not a text/],
];

const misfits: readonly (readonly [what: object, error: RegExp])[] = [
  [{ balances: { [`${address.slice(0, -1)}Z`]: 1 } }, /is not an address \(InvalidChecksum\)/],
  [
    { subnets: Array.from({ length: 129 }, () => ({ owner: "o" })) },
    /subnets: 129, and chain\.subnet_limit allows 128/,
  ],
  [validator({ stake: "0.001" }), /stake: 0\.001 is below the least stake of 0\.0021/],
  [validator({ weights: { m: 1 } }), /weights\.m: no neuron of subnets\[0\] has this hotkey/],
  [validator({ lock: { alpha: 0 } }), /lock\.alpha: 0 locks nothing/],
  [validator({ stake: "5 alpha", lock: { alpha: 6 } }), /lock\.alpha: more than the stake of 5 alpha/],
  [validator({ children: [{ hotkey: "v", proportion: 1 }] }), /a hotkey is no child of itself/],
  [
    validator({ children: ["a", "b"].map((hotkey) => ({ hotkey, proportion: 0.500001 })) }),
    /children: the proportions are more than 1 together/,
  ],
  [
    { ...validator({ take: 0.1 }), root: [{ hotkey: "v", stake: 5, take: 0.09 }] },
    /validators\[0\]\.take: 0\.1, and 0\.09 in root\[0\]; a hotkey has one take/,
  ],
  [{ balances: { a: 123456789.12345679 } }, /balances\.a: 123456789\.12345679 has more digits than a number keeps/],
  [subnet({ owner: "b".repeat(45) }), /subnets\[0\]\.owner_hotkey: "b{45}-hot" is not a name/],
  [subnet({ miners: [{ hotkey: `${"m".repeat(43)}.` }] }), /miners\[0\]\.coldkey: "m{43}\.-cold" is not a name/],
  [
    subnet({ miners: [{ hotkey: `${"m".repeat(45)}.`, coldkey: "c", count: 10 }] }),
    /miners\[0\]\.hotkey: "m{45}\.-10" is not a name/,
  ],
  [
    subnet({
      validators: ["ab", "bc", "cb"].map(([hotkey, child]) => ({
        hotkey,
        children: [{ hotkey: child, proportion: 0.1 }],
      })),
    }),
    /^w: subnets\[0\]\.validators\[1\]\.children: b and c are each other's children/,
  ],
  [validator({ nominators: [{ coldkey: "n", stake: "0.001" }] }), /nominators\[0\]\.stake: 0\.001 is below/],
  [subnet({ started: false, validators: [{ hotkey: "v", stake: 1 }] }), /is not started, and takes no stake/],
  [subnet({ pool: { tao: 0.5 } }), /pool\.tao: a pool opens with 1 TAO at least/],
  [subnet({ miners: [{ hotkey: "m" }, { hotkey: "m" }] }), /miners\[1\]\.hotkey: m is already that of/],
  [subnet({ miners: [{ hotkey: "m", count: 256 }] }), /subnets\[0\]: 257 neurons with the owner's, and 256/],
  [subnet({ miners: [{ hotkey: address }] }), /coldkey: missing; of the address/],
  [subnet({ miners: [{ hotkey: address, coldkey: "c", count: 2 }] }), /count: the address .* is one hotkey/],
  [
    { subnets: [1, 2].map((at) => ({ owner: `o${at}`, miners: [{ hotkey: "m", coldkey: `c${at}` }] })) },
    /the hotkey m has another coldkey in subnets\[0\]\.miners\[0\]/,
  ],
  [{ root: [{ hotkey: "v", stake: 1, nominators: [{ coldkey: "n", stake: "1 alpha" }] }] }, /root is staked to in TAO/],
];

describe("a world file", () => {
  it.each(refusals)("is refused by reader and schema: %j", (what, error) => {
    expect(() => readWorld(JSON.stringify(what), "w")).toThrow(error);
    expect(fits(published, what)).toBe(false);
  });

  it.each(misfits)("is refused where its parts do not fit: %j", (what, error) => {
    expect(() => readWorld(JSON.stringify(what), "w")).toThrow(error);
    expect(fits(published, what)).toBe(true);
  });

  it("that does not parse is told in one line", () => {
    expect(() => readWorld("{", "w.json")).toThrow(/^w\.json does not parse: /);
    expect(() => readWorld("a: [1", "w.yaml")).toThrow(/^w\.yaml does not parse: [^\n]+$/);
    expect(() => readWorld("seed: 1\nseed: 2", "w.yaml")).toThrow(/^w\.yaml does not parse: .*unique/);
    expect(() => readWorld("", "w.yaml")).toThrow(/^w\.yaml: the world: null is not an object/);
  });

  it("takes proportions that are 1 together, and a text that begins with a mark", () => {
    const children = [0.56, 0.34, 0.1].map((proportion, at) => ({ hotkey: `c${at}`, proportion }));
    const { subnets } = readWorld(`\uFEFF${JSON.stringify(validator({ children }))}`, "w");
    expect(subnets[0]?.validators[0]?.children).toHaveLength(3);
  });

  it("gives amounts down to a rao, as numbers and as texts", () => {
    const balances = { a: 1e-9, b: "0.000000001", c: 0.0000005, d: 2.5e-7, e: 0 };
    expect(worldOf({ balances }).balances.map(({ free }) => free)).toEqual([1n, 1n, 500n, 250n, 0n]);
    expect(() => worldOf({ balances: { a: 1e-10 } })).toThrow("balances.a: 1e-10 is not an amount");
    expect(() => worldOf({ balances: { a: 1.5e-9 } })).toThrow("balances.a: 1.5e-9 is not an amount");
  });

  it("says the same in YAML and JSON", () => {
    const yaml = [
      "seed: 7",
      "subnets:",
      "  - owner: o",
      "    pool: { tao: 12.5, alpha: 100 alpha }",
      "    miners:",
      "      - { hotkey: m, count: 3, quality: [0, 1] }",
    ].join("\n");
    const json = {
      seed: 7,
      subnets: [
        { owner: "o", pool: { tao: "12.5 TAO", alpha: "100" }, miners: [{ hotkey: "m", count: 3, quality: [0, 1] }] },
      ],
    };
    const [one, other] = [readWorld(yaml, "w"), readWorld(JSON.stringify(json), "w")];
    expect(worldAccounts(one)).toEqual(worldAccounts(other));
    const [{ pool, miners, ownerHotkey } = fail()] = one.subnets;
    expect(pool).toEqual({ tao: 12_500_000_000n, alpha: 100_000_000_000n });
    expect(miners.map(({ hotkey, coldkey, quality }) => [hotkey.name, coldkey.name, quality])).toEqual([
      ["m-1", "m-cold", 0],
      ["m-2", "m-cold", 0.5],
      ["m-3", "m-cold", 1],
    ]);
    expect(ownerHotkey.secret).toBe("//World//o-hot");
  });
});

const fail = (): never => {
  throw new Error("no subnet");
};

describe("the published schema", () => {
  it("is what the reader's shapes say (npm run world:schema writes it anew)", () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(worldSchema())));
  });

  it.each(worldNames)("and the reader take the named world %s", (name) => {
    expect(fits(published, JSON.parse(JSON.stringify(namedWorld(name))))).toBe(true);
    expect(loadWorld(name).name).toBe(name);
  });
});

it("the file of docs/worlds.md is a world", () => {
  const page = readFileSync(new URL("../../../docs/worlds.md", import.meta.url), "utf8");
  const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? "";
  const world = readWorld(example, "docs/worlds.md");
  expect(world.subnets[0]?.miners).toHaveLength(21);
  expect(world.balances.map(({ account }) => account.secret)).toEqual(["//Dave", "//World//carol"]);
});

describe("accounts", () => {
  it("have the secrets that they are shown with", () => {
    for (const text of ["miner", "miner-1", "//Alice", "//Alice//cold", "//World//x//y"]) {
      const { id, secret = "" } = accountOf(text);
      expect(id).toBe(keyPairFromSuri("sr25519", secret).accountId);
    }
    expect(accountOf(address)).toEqual({ name: address, secret: undefined, id: accountOf("//Alice").id });
  });

  it("are listed once with all that they are", () => {
    const { accounts: all, more } = worldAccounts(loadWorld("market"));
    expect(more).toBe(0);
    expect(new Set(all.map((one) => one.address)).size).toBe(all.length);
    expect(all.find(({ name }) => name === "validator-1")).toMatchObject({
      role: "validator on root; validator on 1, 2, 3, 4 and 4 more",
      secret: "//World//validator-1",
    });
  });

  it("are some of each role where not all are listed, and the others are counted", () => {
    const world = loadWorld("market");
    const { accounts, more } = worldAccounts(world, 12);
    expect(accounts).toHaveLength(12);
    expect(more).toBe(worldAccounts(world).accounts.length - 12);
    expect(new Set(accounts.map(({ name }) => name.replace(/\d+/, "1")))).toEqual(
      new Set([
        "owner-1",
        "owner-1-hot",
        "validator-1",
        "validator-1-cold",
        "staker",
        "text-miner-1",
        "text-miner-cold",
      ]),
    );
    expect(worldAccounts(loadWorld("mainnet-like"), 5).accounts).toHaveLength(5);
  });

  it("of an unknown world are none", () => {
    expect(() => loadWorld("mars")).toThrow(
      /^no world is called mars; there are empty, one-subnet, market, mainnet-like/,
    );
  });
});
