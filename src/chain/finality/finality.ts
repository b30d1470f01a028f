import type { Voter } from "../../consensus/finality.ts";
import type { Place } from "../../consensus/fork-tree.ts";
import type { AuthoritySet } from "../../consensus/grandpa/authority-set.ts";
import { type FinalizedBy, planFinality } from "../../consensus/grandpa/finalize-rules.ts";
import {
  type ImportChain,
  type NewSet,
  planImport,
  setOfState,
  type VoterCommand,
} from "../../consensus/grandpa/import-rules.ts";
import { decodeAndVerify, type JustificationFault } from "../../consensus/grandpa/justification.ts";
import { descendentsWith } from "../../consensus/grandpa/pending-changes.ts";
import { encodeAuthoritySet, encodeVoterState } from "../../consensus/grandpa/persistence.ts";
import { insertChanges } from "../../consensus/grandpa/set-changes.ts";
import type { VerifySignature } from "../../consensus/grandpa/signatures.ts";
import type { Justification as Proof, VoterSetState } from "../../consensus/grandpa/types.ts";
import { createVoterSet } from "../../consensus/grandpa/voter-set.ts";
import { liveState } from "../../consensus/grandpa/voter-state.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { Block, Justification } from "../../primitives/block.ts";
import { decodeHeader } from "../../primitives/header.ts";
import { ImportError } from "../import-error.ts";
import { loneJustification, type SignVote } from "./lone-voter.ts";

/** The engine's id in justifications. */
export const grandpaEngine = "FRNK";

/** Names of the records beside the chain. */
export const records = {
  set: "grandpa authority set",
  voter: "grandpa voter",
  best: "grandpa best justification",
} as const;

type Extra = ReadonlyMap<string, Uint8Array | undefined>;

/** What the import of a block means for finality: written with the block, and done once the disk has it. */
export interface Importing {
  readonly extra: Extra;
  /** A justification came with the block and proves it final. */
  readonly proof: Justification | undefined;
  /** Justifications that are kept with it. */
  readonly justifications: readonly Justification[];
  readonly needsJustification: boolean;
  readonly badJustification: boolean;
  readonly clearsJustificationRequests: boolean;
  /** It lies below the last final block, and ended a set of voters. */
  readonly isLateChange: boolean;
  readonly set: AuthoritySet;
  readonly commands: readonly VoterCommand[];
}

/** What a block's finality means: written with it, and done once the disk has it. */
export interface Finalizing {
  readonly extra: Extra;
  /** The justification is kept with the block. */
  readonly justification: Justification | undefined;
  readonly set: AuthoritySet;
  readonly commands: readonly VoterCommand[];
}

/** A block to be made final, and what proves it. */
export interface ToFinalize {
  readonly block: Place;
  readonly by: FinalizedBy;
  /** GRANDPA's proof; absent where a node decides alone. */
  readonly proof?: Uint8Array | undefined;
  /** The import that the block is part of, and its parent. */
  readonly importing?: Importing | undefined;
  readonly parentHash?: Hex | undefined;
}

/** Who votes, who will, and what follows from a block's import and finality. The chain's writer asks it, one block at a time. */
export interface Finality {
  /** The set as it was told last. */
  current(): AuthoritySet;
  /** Of the current set, as it was stored last. */
  voterState(): VoterSetState;
  /** @throws ImportError for a block that GRANDPA's rules refuse */
  importing(block: Block): Importing;
  /** Undefined for a block that is final already. @throws ImportError */
  finalizing(block: ToFinalize): Finalizing | undefined;
  /**
   * What a whole state means that was taken in: its voters are the set, and what came before is not known.
   * @throws ImportError when they cannot vote
   */
  ofState(block: Place, voters: { readonly authorities: readonly Voter[]; readonly setId: bigint }): Finalizing;
  /** What is to be stored once all blocks under a downloaded state are there. @param blocks those that ended a set */
  withPast(blocks: readonly number[]): Pick<Finalizing, "extra" | "set" | "commands">;
  /** It was handed to the disk: what is imported next builds on it. */
  done(change: Pick<Importing | Finalizing, "set" | "commands">): void;
  /** The disk has what was done. Tells the voter. */
  tell(): void;
  /** The voter's state is on disk. */
  stored(state: VoterSetState): void;
  /** Whether bytes prove a block final by the current set. */
  check(bytes: Uint8Array, block: Place): Proof | JustificationFault;
  onCommand(listener: (command: VoterCommand) => void): () => void;
}

export interface FinalityOptions {
  readonly set: AuthoritySet;
  readonly voterState: VoterSetState;
  readonly chain: { finalized(): Place } & Omit<ImportChain, "finalized">;
  /** Old blocks that are taken without a justification. */
  readonly unjustified: ReadonlySet<Hex>;
  readonly verify: VerifySignature;
  /** Makes the proof of a block that this node finalizes alone. */
  readonly sign?: SignVote | undefined;
}

/** GRANDPA's part of a chain. Rust: `sc_consensus_grandpa::import::GrandpaBlockImport` and `environment::finalize_block`. */
export function createFinality(options: FinalityOptions): Finality {
  const { chain, unjustified, verify, sign } = options;
  const listeners = new Set<(command: VoterCommand) => void>();
  /** Of the last write that was called; `told` of the last one that is on disk. */
  let { set, voterState } = options;
  let told = set;
  let untold: VoterCommand[] = [];

  const view = (): ImportChain => ({ ...chain, finalized: chain.finalized() });
  const check = (by: AuthoritySet, bytes: Uint8Array, block: Place): Proof | JustificationFault => {
    const voters = createVoterSet(by.authorities);
    return voters === undefined ? "commit" : decodeAndVerify(bytes, block, { setId: by.setId, voters, verify });
  };
  const ownProof = ({ authorities, setId }: AuthoritySet, block: Place): Uint8Array | undefined => {
    const [voter] = authorities;
    return sign === undefined || voter === undefined || authorities.length > 1
      ? undefined
      : loneJustification(block, setId, voter[0], sign);
  };
  const refused = (number: number, reason: string): ImportError => new ImportError("finality", number, reason);

  return {
    current: () => told,
    voterState: () => voterState,
    importing({ hash, number, header, justifications = [] }) {
      const given = justifications.find(([engine]) => engine === grandpaEngine)?.[1];
      const block = { place: { hash, number }, header: decodeHeader(header), justification: given };
      const plan = planImport(block, { set, chain: view(), unjustified });
      if (plan.type === "refused") throw refused(number, plan.reason);
      if (plan.type === "known") return { ...nothing, set };
      if (plan.type === "old") {
        const kept: readonly Justification[] = given === undefined ? [] : [[grandpaEngine, given]];
        return { ...nothing, justifications: kept, isLateChange: plan.changesVoters, set };
      }
      const { justification: step } = plan;
      const good = step.type === "check" && typeof check(plan.set, step.bytes, block.place) === "object";
      const proof: Justification | undefined = step.type === "check" && good ? [grandpaEngine, step.bytes] : undefined;
      return {
        extra: plan.store ? stored(plan.set, newSetOf(plan.commands)) : new Map(),
        proof,
        justifications: proof === undefined ? [] : [proof],
        needsJustification: step.type === "request" || (step.type === "check" && !good && step.needed),
        // One that nobody needs may be of voters who follow, on a peer where more is final.
        badJustification: step.type === "check" && !good && step.needed,
        clearsJustificationRequests: plan.forgetRequests,
        isLateChange: false,
        set: plan.set,
        commands: plan.commands,
      };
    },
    finalizing({ block, by, proof: given, importing, parentHash }) {
      const { hash } = block;
      const known = view();
      const isDescendent =
        parentHash === undefined ? known.isDescendent : descendentsWith({ hash, parentHash }, known.isDescendent);
      const plan = planFinality(block, by, { set: importing?.set ?? set, chain: { ...known, isDescendent } });
      if (plan.type === "final") return undefined;
      if (plan.type === "refused") throw refused(block.number, plan.reason);
      const proof = given ?? (plan.keepJustification ? ownProof(importing?.set ?? set, block) : undefined);
      const extra = new Map(plan.store ? stored(plan.set, plan.newSet) : []);
      if (proof !== undefined) extra.set(records.best, proof);
      return {
        extra,
        justification: plan.keepJustification && proof !== undefined ? [grandpaEngine, proof] : undefined,
        set: plan.set,
        commands: plan.newSet === undefined ? [] : [{ type: "change-set", newSet: plan.newSet }],
      };
    },
    ofState(block, voters) {
      const taken = setOfState(block, voters);
      if (taken === undefined) throw refused(block.number, "the voters of its state cannot vote");
      const { command } = taken;
      const newSet = command.type === "change-set" ? command.newSet : undefined;
      const extra = new Map<string, Uint8Array | undefined>(stored(taken.set, newSet));
      // A block that was justified before lies below it.
      extra.set(records.best, undefined);
      return { extra, justification: undefined, set: taken.set, commands: [command] };
    },
    withPast(blocks) {
      const filled = { ...set, past: insertChanges(set.past, blocks) };
      return { extra: stored(filled, undefined), set: filled, commands: [] };
    },
    done(change) {
      set = change.set;
      for (const command of change.commands) untold.push(command);
    },
    tell() {
      const commands = untold;
      untold = [];
      told = set;
      for (const command of commands) {
        if (command.type === "change-set") voterState = blankState(command.newSet);
        for (const listener of [...listeners]) listener(command);
      }
    },
    stored(state) {
      voterState = state;
    },
    check: (bytes, block) => check(set, bytes, block),
    onCommand(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const nothing: Omit<Importing, "set"> = {
  ...{ extra: new Map(), proof: undefined, justifications: [], commands: [] },
  ...{ needsJustification: false, badJustification: false, clearsJustificationRequests: false },
  isLateChange: false,
};

const newSetOf = (commands: readonly VoterCommand[]): NewSet | undefined =>
  commands.flatMap((command) => (command.type === "change-set" ? [command.newSet] : [])).at(-1);

/** The state of a voter whose set begins. */
export function blankState({ setId, authorities, base }: NewSet): VoterSetState {
  return liveState({ setId, voters: authorities.map(([key]) => key), base });
}

/** The records of a set, and of a voter that begins with it. */
function stored(set: AuthoritySet, newSet: NewSet | undefined): Map<string, Uint8Array> {
  const extra = new Map([[records.set as string, encodeAuthoritySet(set)]]);
  if (newSet !== undefined) extra.set(records.voter, encodeVoterState(blankState(newSet)));
  return extra;
}
