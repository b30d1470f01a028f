/** A binary heap: `pop` gives the item that comes first. */
export interface Heap<T> {
  push(item: T): void;
  pop(): T | undefined;
  /** The item that `pop` would give. */
  first(): T | undefined;
  readonly size: number;
}

export function createHeap<T>(comesFirst: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  const swap = (a: number, b: number): void => {
    [items[a], items[b]] = [items[b] as T, items[a] as T];
  };
  return {
    first: () => items[0],
    get size() {
      return items.length;
    },
    push(item) {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const above = (at - 1) >> 1;
        if (!comesFirst(items[at] as T, items[above] as T)) break;
        swap(at, above);
        at = above;
      }
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      for (let at = 0; ; ) {
        let next = at * 2 + 1;
        if (next >= items.length) break;
        if (next + 1 < items.length && comesFirst(items[next + 1] as T, items[next] as T)) next++;
        if (!comesFirst(items[next] as T, items[at] as T)) break;
        swap(at, next);
        at = next;
      }
      return first;
    },
  };
}
