/** Where everything that a node cannot go on with is reported. */
export interface Faults {
  /** The first fault; undefined while there is none. */
  readonly first: Error | undefined;
  /** Reports a fault. Only the first one is told: the others follow from it. */
  report(error: unknown): void;
  /** Tells the first fault, at once when it is there already. */
  onFirst(listener: (fault: Error) => void): void;
}

export function createFaults(): Faults {
  const listeners: ((fault: Error) => void)[] = [];
  let first: Error | undefined;
  return {
    get first() {
      return first;
    },
    report(error) {
      if (first !== undefined) return;
      first = error instanceof Error ? error : new Error(String(error));
      for (const listener of listeners) listener(first);
    },
    onFirst(listener) {
      if (first === undefined) listeners.push(listener);
      else listener(first);
    },
  };
}
