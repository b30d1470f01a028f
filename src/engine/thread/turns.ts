/** Waiting work of several, who take turns: one of each, whoever has more waits longer. */
export interface Turns<T> {
  add(caller: object, item: T): void;
  /** Puts an item back that was taken: it is the next. */
  putBack(item: T): void;
  take(): T | undefined;
  readonly size: number;
}

export function createTurns<T>(): Turns<T> {
  const lanes = new Map<object, T[]>();
  const first: T[] = [];
  let size = 0;
  return {
    add(caller, item) {
      const lane = lanes.get(caller);
      if (lane === undefined) lanes.set(caller, [item]);
      else lane.push(item);
      size++;
    },
    putBack(item) {
      first.unshift(item);
      size++;
    },
    take() {
      const back = first.shift();
      const next = back === undefined ? lanes.entries().next().value : undefined;
      if (back !== undefined || next === undefined) {
        if (back !== undefined) size--;
        return back;
      }
      const [caller, lane] = next;
      const item = lane.shift() as T;
      // A map keeps the order in which keys came: who had a turn comes last.
      lanes.delete(caller);
      if (lane.length > 0) lanes.set(caller, lane);
      size--;
      return item;
    },
    get size() {
      return size;
    },
  };
}
