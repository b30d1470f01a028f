import type { StoredAncestry } from "../../chain/ancestry.ts";
import type { ChainApi } from "../../chain/api.ts";
import type { Log } from "../../chain/environment.ts";
import { decode, encode } from "../../codec/codec.ts";
import { option, tuple } from "../../codec/containers.ts";
import { bytes, u64 } from "../../codec/primitives.ts";
import type { Place } from "../../consensus/fork-tree.ts";
import type { AuthoritySet } from "../../consensus/grandpa/authority-set.ts";
import { encodeEquivocationProof, lastBlockOfSet } from "../../consensus/grandpa/equivocation-report.ts";
import type { Equivocation } from "../../consensus/grandpa/types.ts";
import { ss58Encode } from "../../crypto/ss58.ts";
import { concatBytes } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { GrandpaPublic } from "../../primitives/authorities.ts";

const target = "grandpa";

/** Whom reports are made to, and what they are made of. */
interface ReportParts {
  readonly log: Log;
  readonly call: ChainApi["call"];
  readonly best: () => Place;
  readonly ancestry: Pick<StoredAncestry, "isDescendant" | "parentOf">;
  readonly currentSet: () => AuthoritySet;
}

/**
 * Tells the log and the rules of a voter that voted twice; once, that another node votes with this one's key. The rules must prove first that the key is one of the set's voters.
 * Those of spec 425 have no such proofs: nothing is sent under them, by the original as little.
 * Rust: `sc_consensus_grandpa::environment::Environment::{report_equivocation, prevote_equivocation}`.
 */
export function createEquivocationReports(
  parts: ReportParts,
): (equivocation: Equivocation, own: boolean) => Promise<void> {
  const { log, call, ancestry } = parts;
  let ownTold = false;

  const report = async (equivocation: Equivocation): Promise<void> => {
    const [set, best] = [parts.currentSet(), parts.best()];
    const last = lastBlockOfSet(set, best, ancestry.isDescendant, ancestry.parentOf);
    if (last === undefined) throw new Error("headers are missing that show where the voters changed");
    const whose = encode(tuple(u64, GrandpaPublic), [set.setId, equivocation.voter]);
    const ownership = decode(option(bytes), await call(last, "GrandpaApi_generate_key_ownership_proof", whose));
    if (ownership === undefined)
      return void log.debug(target, "Equivocation offender is not part of the authority set.");
    const proof = concatBytes(encodeEquivocationProof(set.setId, equivocation), encode(bytes, ownership));
    await call(best.hash, "GrandpaApi_submit_report_equivocation_unsigned_extrinsic", proof);
  };

  return async (equivocation, own) => {
    const { phase, round, voter, first, second } = equivocation;
    const votes = [first, second].map(({ target: { number, hash } }) => `#${number} (${hash})`).join(" and ");
    const who = own ? "This node" : voter;
    log.warn(
      target,
      `Detected ${phase} equivocation in the finality worker: ${who} voted twice in round ${round}: for ${votes}`,
    );
    // A node keeps its votes on disk before it sends them: the second one comes from elsewhere.
    if (own && !ownTold) {
      ownTold = true;
      log.error(
        target,
        `Another node has this node's session keys: it votes with the GRANDPA key ${ss58Encode(voter)} of this one. Stop one of them, or give it other keys`,
      );
    }
    try {
      if (own)
        throw new Error(
          "safety invariant has been violated: Refraining from sending equivocation report for our own equivocation.",
        );
      await report(equivocation);
    } catch (error) {
      log.warn(target, `Error reporting ${phase} equivocation: ${messageOf(error)}`);
    }
  };
}
