/** The one clock of a simulation: what is to happen, in order of its time, and in order of its call where times are equal. */
export interface Schedule {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once after that many whole ms; gives what calls it off. */
  after(milliseconds: number, call: () => void): () => void;
  /** Lets time pass until a moment, and all that happens in it. */
  runUntil(moment: number): Promise<void>;
  /** How much has happened so far. */
  readonly events: number;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  call: (() => void) | undefined;
}

/** Calls when no promise can go on any more. Nothing in a simulation waits for anything outside of it. */
const settled = (call: () => void): void => void resolved.then(() => process.nextTick(call));

/** Ticks that follow each other let no promise go on between them: each is asked for by a promise. */
const resolved = Promise.resolve();

export function createSchedule(start: number): Schedule {
  const heap: Entry[] = [];
  let now = start;
  let order = 0;
  let events = 0;
  return {
    now: () => now,
    after(milliseconds, call) {
      const entry: Entry = { at: now + Math.max(0, Math.ceil(milliseconds)), order: order++, call };
      push(heap, entry);
      return () => {
        entry.call = undefined;
      };
    },
    runUntil: (moment) =>
      new Promise((resolve, reject) => {
        const next = (): void => {
          const entry = take(heap, moment);
          if (entry?.call === undefined) {
            now = moment;
            return resolve();
          }
          now = entry.at;
          events++;
          try {
            entry.call();
          } catch (error) {
            return reject(error);
          }
          settled(next);
        };
        settled(next);
      }),
    get events() {
      return events;
    },
  };
}

/** Takes out what comes next up to a moment; undefined when there is nothing. */
function take(heap: Entry[], moment: number): Entry | undefined {
  for (let next = heap[0]; next !== undefined && next.at <= moment; next = heap[0]) {
    pop(heap);
    if (next.call !== undefined) return next;
  }
  return undefined;
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as Entry;
    if (!isBefore(entry, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop() as Entry;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1] as Entry, heap[below] as Entry)) below++;
    const child = heap[below] as Entry;
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
}
