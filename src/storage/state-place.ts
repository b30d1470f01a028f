import type { GuardedKeyValue } from "./kv/guarded-key-value.ts";
import type { StoreChanges } from "./kv/key-value.ts";
import type { StateSpaces } from "./kv/state-spaces.ts";
import { createStateIntake, removeState, type StateIntake } from "./state/state-intake.ts";

/** Takes in whole states at the place of the store that is not in use. */
export interface StatePlace {
  /** Begins with a state. One that was not finished before is removed: a crash leaves the state that is in use. */
  begin(): Promise<StateIntake>;
  /** Brings the state that was taken in into use, with other changes in the same write. The one before is removed by and by. */
  use(changes: StoreChanges): Promise<void>;
  /** Waits until nothing is removed any more. */
  close(): Promise<void>;
}

/**
 * @param store shows the state that is in use
 * @param other shows the other place
 */
export function createStatePlace(spaces: StateSpaces, store: GuardedKeyValue, other: GuardedKeyValue): StatePlace {
  let cleaning: Promise<void> = Promise.resolve();
  let closing = false;

  const note = async (next: Parameters<StateSpaces["take"]>[0], changes: StoreChanges = new Map()): Promise<void> => {
    const written = store.write(new Map([...changes, ...spaces.record(next)]), { sync: true });
    spaces.take(next);
    await written;
  };
  const clean = async (): Promise<void> => {
    const done = await removeState(other, () => !closing);
    if (done) await note({ exchanged: false, otherUsed: false });
  };
  const cleanSoon = (): void => {
    // A store that failed has told of it.
    cleaning = cleaning.then(clean).catch(() => {});
  };
  if (spaces.isOtherUsed()) cleanSoon();

  return {
    async begin() {
      await cleaning;
      if (spaces.isOtherUsed()) await removeState(other, () => true);
      await note({ exchanged: false, otherUsed: true });
      return createStateIntake(other);
    },
    async use(changes) {
      await note({ exchanged: true, otherUsed: true }, changes);
      cleanSoon();
    },
    async close() {
      closing = true;
      await cleaning;
    },
  };
}
