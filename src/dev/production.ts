import type { ExecutedBlock } from "../chain/executed-block.ts";
import type { Made, SealingMode } from "../chain/sealing.ts";
import type { SlotClock } from "../chain/slot-clock.ts";

/** How a chain makes blocks by itself; `aura`: one in each slot. */
export type BuildMode = SealingMode | "aura";

/** What makes a chain's blocks, by itself and for its owner. */
export interface Production {
  /** The slots of the blocks. */
  readonly clock: SlotClock;
  mode(): BuildMode;
  /** @throws UserError for a mode that this chain cannot have */
  setMode(mode: BuildMode): void;
  /** Makes a block of the next slot, to be stored by whoever asked. @throws ProposalError, UserError */
  make(what: Made): Promise<ExecutedBlock>;
  /** Whether the owner says what is final; otherwise votes do. */
  readonly ownerFinalizes: boolean;
}
