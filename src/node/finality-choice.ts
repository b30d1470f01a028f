import type { Engines } from "../chain/engine.ts";
import type { Finality } from "../chain/finality/finality.ts";
import { openFinality } from "../chain/finality/open-finality.ts";
import { verifyVote } from "../chain/finality/verify-vote.ts";
import { decidesAlone, type Voter } from "../consensus/finality.ts";
import { unjustifiedBlocks } from "../consensus/grandpa/hard-forks.ts";
import type { Database } from "../storage/database.ts";
import type { NodeConfig } from "./config.ts";
import type { SessionKeys } from "./session-keys.ts";

/** GRANDPA's records; blocks that are sealed otherwise than by Aura are final as their seal says. */
export function finalityOf(
  { sealing, spec, authority }: NodeConfig,
  parts: { readonly database: Database; readonly engines: Engines; readonly keys: SessionKeys },
): Promise<Finality | undefined> | undefined {
  if (sealing !== undefined) return undefined;
  const { database, engines, keys } = parts;
  const sign = authority ? keys.signGrandpa : undefined;
  return openFinality({ database, engines, unjustified: unjustifiedBlocks(spec.chainType), verify: verifyVote, sign });
}

/** A node whose own vote decides makes each best block final; others wait for votes. Sealing says itself what is final. */
export function finalityRule(
  config: NodeConfig,
  keys: SessionKeys,
): { finalizesBest?(voters: readonly Voter[]): boolean } {
  if (!config.authority || !config.grandpa || config.sealing !== undefined) return {};
  return { finalizesBest: (voters) => decidesAlone(voters, keys.grandpa()) };
}
