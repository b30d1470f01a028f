import { ss58Decode } from "../../crypto/ss58.ts";
import type { BuildName } from "../../primitives/build-name.ts";
import type { ChainSpec } from "../../primitives/chain-spec.ts";
import { builds } from "../../runtime/rules.ts";
import type { DevnetAuthority } from "./authorities.ts";

/** The funds of an authority that the local chain does not name, rao: those of the ones that it does. */
const funds = 2_000_000_000_000;

type Balances = readonly (readonly [owner: string, amount: number])[];

/**
 * The local chain with other authorities, under the rules of a build, which the specification names.
 * @param local the specification of the local chain.
 */
export function devnetSpec(
  local: ChainSpec,
  authorities: readonly Pick<DevnetAuthority, "aura" | "auraAddress" | "grandpaAddress">[],
  rules: BuildName,
): ChainSpec {
  const { genesis } = local;
  if (genesis.type !== "plain") throw new RangeError("the specification of the local chain is plain");
  const { balances } = genesis.config.balances as { balances: Balances };
  const owners = new Set(balances.map(([owner]) => ss58Decode(owner)));
  const poor = authorities.filter(({ aura }) => !owners.has(aura));
  const config = {
    ...genesis.config,
    balances: { balances: [...balances, ...poor.map(({ auraAddress }) => [auraAddress, funds])] },
    aura: { authorities: authorities.map(({ auraAddress }) => auraAddress) },
    grandpa: { authorities: authorities.map(({ grandpaAddress }) => [grandpaAddress, 1]) },
  };
  return { ...local, rules, genesis: { ...genesis, code: builds[rules].code, config } };
}
