import type { Hex } from "../../lib/bytes.ts";
import type { Header } from "../../primitives/header.ts";
import type { Voter } from "../finality.ts";
import type { Place } from "../fork-tree.ts";
import {
  type AuthoritySet,
  addPendingChange,
  applyForcedChanges,
  authoritySet,
  enactsStandardChange,
} from "./authority-set.ts";
import { AuthoritySetError } from "./authority-set-error.ts";
import { findForcedChange, findScheduledChange } from "./digest.ts";
import { keepsJustification } from "./keep-justification.ts";
import { descendentsWith, effectiveNumber, type IsDescendent, type PendingChange } from "./pending-changes.ts";

/** What of a block counts for GRANDPA. */
export interface ImportedBlock {
  readonly place: Place;
  readonly header: Header;
  /** GRANDPA's justification that came with it. */
  readonly justification: Uint8Array | undefined;
}

/** The chain as it is before the import. */
export interface ImportChain {
  readonly finalized: Place;
  has(hash: Hex): boolean;
  /** The block at a height of the best chain. */
  hashAt(number: number): Hex | undefined;
  readonly isDescendent: IsDescendent;
}

/** Voters who take over. Their first round is based on a block that is final. */
export interface NewSet {
  readonly setId: bigint;
  readonly authorities: readonly Voter[];
  readonly base: Place;
}

/** What the voter has to do. Rust: `sc_consensus_grandpa::VoterCommand`. */
export type VoterCommand =
  | { readonly type: "pause"; readonly setId: bigint }
  | { readonly type: "change-set"; readonly newSet: NewSet };

/** What is done about a new block's finality once it is imported. */
export type JustificationStep =
  | { readonly type: "none" }
  /** Peers are to be asked for it, since the block hands over to other voters. */
  | { readonly type: "request" }
  /** The one that came is checked, by the set as the block leaves it. A bad one is asked for again when it is `needed`. */
  | { readonly type: "check"; readonly bytes: Uint8Array; readonly needed: boolean };

/** What the import of a block does to GRANDPA. Nothing is done before the block is written. */
export type ImportPlan =
  /** It is there already: its justification is not looked at. */
  | { readonly type: "known" }
  | { readonly type: "refused"; readonly reason: string }
  /**
   * It lies below the last final block: it is written with its justification. Whether it ended a set: which one is known
   * once the blocks before it are there (`insertChange`).
   */
  | { readonly type: "old"; readonly changesVoters: boolean }
  | {
      readonly type: "new";
      readonly set: AuthoritySet;
      /** Whether the set is to be stored, in the block's own batch; with a blank voter state where another set takes over. */
      readonly store: boolean;
      /** For the voter, in this order, after the import. */
      readonly commands: readonly VoterCommand[];
      /** Whether justifications that peers were asked for are of no use any more. */
      readonly forgetRequests: boolean;
      readonly justification: JustificationStep;
    };

/** The change that a block announces: a forced one before a standard one. Rust: `GrandpaBlockImport::check_new_change`. */
export function announcedChange({ place, header }: Pick<ImportedBlock, "place" | "header">): PendingChange | undefined {
  const forced = findForcedChange(header);
  if (forced !== undefined) {
    const { authorities, delay, medianLastFinalized } = forced;
    return { authorities, delay, announced: place, kind: { type: "forced", medianLastFinalized } };
  }
  const scheduled = findScheduledChange(header);
  return scheduled === undefined ? undefined : { ...scheduled, announced: place, kind: { type: "standard" } };
}

/**
 * What has to be done for GRANDPA when a block is imported. Rust: `GrandpaBlockImport::import_block`.
 * @param unjustified old blocks that are taken without a justification
 */
export function planImport(
  block: ImportedBlock,
  {
    set,
    chain,
    unjustified,
  }: { readonly set: AuthoritySet; readonly chain: ImportChain; readonly unjustified: ReadonlySet<Hex> },
): ImportPlan {
  if (chain.has(block.place.hash)) return { type: "known" };
  try {
    return block.place.number <= chain.finalized.number ? planOld(block, unjustified) : planNew(block, set, chain);
  } catch (error) {
    if (error instanceof AuthoritySetError) return { type: "refused", reason: error.message };
    throw error;
  }
}

function planOld(block: ImportedBlock, unjustified: ReadonlySet<Hex>): ImportPlan {
  if (announcedChange(block) === undefined) return { type: "old", changesVoters: false };
  const { hash, number } = block.place;
  if (block.justification === undefined && !unjustified.has(hash)) {
    return { type: "refused", reason: `the old block ${number} changes the voters and has no justification` };
  }
  return { type: "old", changesVoters: true };
}

function planNew(block: ImportedBlock, before: AuthoritySet, chain: ImportChain): ImportPlan {
  const { place, header } = block;
  const isDescendent = descendentsWith({ hash: place.hash, parentHash: header.parentHash }, chain.isDescendent);
  const change = announcedChange(block);
  const noted = change === undefined ? before : addPendingChange(before, change, isDescendent);
  const pause: readonly VoterCommand[] = change?.kind.type === "forced" ? [{ type: "pause", setId: before.setId }] : [];
  const forced = applyForcedChanges(noted, place, isDescendent);
  if (forced !== undefined) {
    const { set, medianLastFinalized } = forced;
    const base = baseAt(chain, medianLastFinalized);
    if (base === undefined)
      return { type: "refused", reason: `no block ${medianLastFinalized} for the new voters to start at` };
    const newSet = { setId: set.setId, authorities: set.authorities, base };
    const justification = stepOf(block, { needed: false, chain });
    const commands: readonly VoterCommand[] = [...pause, { type: "change-set", newSet }];
    return { type: "new", set, store: true, commands, forgetRequests: true, justification };
  }
  const enacts = enactsStandardChange(noted, place, isDescendent);
  // A change that is not next in line is finalized after the others: its justification is asked for then.
  const given = enacts === false ? { ...block, justification: undefined } : block;
  const justification = stepOf(given, { needed: enacts !== undefined, chain });
  return {
    type: "new",
    set: noted,
    store: change !== undefined,
    commands: pause,
    forgetRequests: false,
    justification,
  };
}

/** The lower of a height and the last final block. */
function baseAt({ finalized, hashAt }: ImportChain, number: number): Place | undefined {
  if (number >= finalized.number) return finalized;
  const hash = hashAt(number);
  return hash === undefined ? undefined : { hash, number };
}

function stepOf(
  { place: { number }, justification: bytes }: ImportedBlock,
  { needed, chain: { finalized } }: { readonly needed: boolean; readonly chain: ImportChain },
): JustificationStep {
  if (bytes === undefined) return { type: needed ? "request" : "none" };
  const wanted = keepsJustification({ finalized: finalized.number, number, changesVoters: needed });
  return wanted ? { type: "check", bytes, needed } : { type: "none" };
}

/**
 * The set after a whole state was taken in, with voters and set id as that state has them. What came before is not known.
 * Rust: `GrandpaBlockImport::import_state`.
 * @returns undefined when its voters cannot vote
 */
export function setOfState(
  place: Place,
  { authorities, setId }: Omit<NewSet, "base">,
): { readonly set: AuthoritySet; readonly command: VoterCommand } | undefined {
  const set = authoritySet(authorities, setId);
  return set && { set, command: { type: "change-set", newSet: { setId, authorities, base: place } } };
}

/**
 * Blocks whose justification peers are to be asked for when a node starts: imported, not final, and handing over to other
 * voters. Rust: `GrandpaBlockImport::on_start`.
 * @param blockAt the block at a height of the best chain, when it descends from the given one or is it
 */
export function justificationsToRequest(
  changes: readonly PendingChange[],
  { finalized, best }: { readonly finalized: number; readonly best: number },
  blockAt: (number: number, above: Place) => Place | undefined,
): Place[] {
  return changes.flatMap((change) => {
    const number = effectiveNumber(change);
    if (change.kind.type !== "standard" || number <= finalized || number > best) return [];
    const block = change.delay === 0 ? change.announced : blockAt(number, change.announced);
    return block === undefined ? [] : [block];
  });
}
