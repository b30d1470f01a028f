import { expect, it } from "vitest";
import { devAccount } from "../../crypto/dev-accounts.ts";
import { ss58Encode } from "../../crypto/ss58.ts";
import { chainSpecJson, parseChainSpec } from "../../primitives/chain-spec.ts";
import { loadChainSpec } from "../chain-specs.ts";
import { genesisStorage } from "../genesis.ts";
import { devnetAuthorities } from "./authorities.ts";
import { devnetSpec } from "./devnet-spec.ts";

const local = loadChainSpec({ chain: "local", dev: false, drand: "public" }, {});
const rawOf = async (spec: typeof local) => (await genesisStorage(spec, "local")).top;

it("three authorities are those of the local chain, with the same genesis", async () => {
  const spec = devnetSpec(local, devnetAuthorities(3), "local");
  expect(await rawOf(spec)).toEqual(await rawOf(local));
});

it("others have funds too, and the file says the rules", () => {
  const authorities = devnetAuthorities(10);
  const last = authorities.at(-1);
  expect(authorities.map(({ name }) => name).join(" ")).toBe(
    "One Two Three Alice Bob Charlie Dave Eve Ferdie Authority10",
  );
  expect(authorities[3]?.auraAddress).toBe(ss58Encode(devAccount("Alice").publicKey));
  expect(authorities[3]?.grandpaAddress).toBe(ss58Encode(devAccount("Alice", "ed25519").publicKey));
  const spec = parseChainSpec(chainSpecJson(devnetSpec(local, authorities, "pow-faucet")));
  expect(spec.rules).toBe("pow-faucet");
  if (spec.genesis.type !== "plain") throw new Error("the specification is plain");
  const { balances, aura, grandpa } = spec.genesis.config as {
    balances: { balances: [string, number][] };
    aura: { authorities: string[] };
    grandpa: { authorities: [string, number][] };
  };
  expect(balances.balances.filter(([owner]) => owner === last?.auraAddress)).toEqual([
    [last?.auraAddress, 2_000_000_000_000],
  ]);
  expect(new Set(balances.balances.map(([owner]) => owner)).size).toBe(balances.balances.length);
  expect(aura.authorities).toEqual(authorities.map(({ auraAddress }) => auraAddress));
  expect(grandpa.authorities).toEqual(authorities.map(({ grandpaAddress }) => [grandpaAddress, 1]));
});
