import type { Work } from "./work.ts";

export interface ClientLimits {
  /** Requests that may be under way. */
  readonly underWay: number;
  /** Bytes of requests that may be under way; one alone may be longer. */
  readonly underWayBytes: number;
  /** Bytes of requests that may wait before no further one should be taken. */
  readonly waitingBytes: number;
}

/** Bytes that wait on all clients together. When they are many, each client may have few. */
export interface AllWaiting {
  bytes: number;
}

/** What a request takes besides its bytes. */
const overhead = 512;
/** Bytes that may wait on all clients together, and on one when more do. */
const [mostWaiting, littleWaiting] = [256 * 1024 * 1024, 64 * 1024];

/** The work of one client. */
export interface Client {
  /**
   * Takes a request. Requests start in the order in which they came; while one waits for a promise the next begins.
   * @param bytes how much memory it holds until it is done.
   * @param begin begins it: what is done then, or the work that goes on with it.
   */
  request(bytes: number, begin: () => Work<void> | void): void;
  /** The same for a request that waits for none of the others. */
  urgent(bytes: number, begin: () => Work<void> | void): void;
  /** Work beside the requests, which they do not wait for. Gives what ends it. */
  background(work: Work<void>): () => void;
  /** No further request should be taken now. */
  readonly full: boolean;
  /** Begins no further request until it is released: the answers so far are not read. */
  hold(held: boolean): void;
  /** Ends all work. What waits for a promise goes on once more when that is settled, to put its things in order. */
  close(): void;
}

/** A client as the scheduler sees it: it has its turn, and says whether there is more to do. */
export interface Member {
  /** Works until then, or until nothing is left to do; gives the time. */
  run(until: number): number;
  readonly hasWork: boolean;
  usedSince: number;
  used: number;
  queued: boolean;
}

interface Task {
  readonly work: Work<void>;
  readonly bytes: number;
  /** Goes on with the work. */
  step: () => IteratorResult<Promise<unknown> | undefined, void>;
  /** Was ended while it ran or waited. */
  ended: boolean;
}

interface Waiting {
  readonly bytes: number;
  readonly begin: () => Work<void> | void;
}

interface ClientInput {
  readonly limits: ClientLimits;
  readonly all: AllWaiting;
  roomAgain(): void;
  enqueue(member: Member): void;
  now(): number;
  broken(error: unknown): void;
}

/** The work of a client that has its turns from a scheduler. */
export function createClient({ limits, all, roomAgain, enqueue, now, broken }: ClientInput): Client {
  const waiting: Waiting[] = [];
  const urgent: Waiting[] = [];
  /** Requests that began and can go on; the first is the one that runs. */
  const begun: Task[] = [];
  const beside: Task[] = [];
  let waitingBytes = 0;
  /** Requests that wait for a promise. */
  let parked = 0;
  /** Bytes of requests that began. */
  let heldBytes = 0;
  let besideNext = false;
  let wasFull = false;
  let closed = false;
  let held = false;

  const mayBegin = (): boolean =>
    !held && waiting.length > 0 && parked < limits.underWay && (parked === 0 || heldBytes < limits.underWayBytes);
  const isFull = (): boolean => waitingBytes >= (all.bytes > mostWaiting ? littleWaiting : limits.waitingBytes);
  const count = (bytes: number): void => {
    waitingBytes += bytes;
    all.bytes += bytes;
    wasFull ||= isFull();
    if (!wasFull || isFull()) return;
    wasFull = false;
    roomAgain();
  };
  const take = (queue: Waiting[]): Waiting => {
    const next = queue.shift() as Waiting;
    count(-next.bytes - overhead);
    return next;
  };
  const put = (queue: Waiting[], next: Waiting): void => {
    if (closed) return;
    queue.push(next);
    count(next.bytes + overhead);
    enqueue(member);
  };

  const taskOf = (work: Work<void>, bytes: number): Task => ({ work, bytes, step: () => work.next(), ended: false });
  /** Begins a request; one that is done at once is no task. */
  const begin = ({ bytes, begin: start }: Waiting): void => {
    try {
      const work = start();
      if (work === undefined) return;
      if (closed) return void work.return();
      heldBytes += bytes;
      begun.push(taskOf(work, bytes));
    } catch (error) {
      broken(error);
    }
  };
  /** One step of the first task of a queue. */
  const advance = (queue: Task[]): void => {
    const task = queue.shift() as Task;
    let result: IteratorResult<Promise<unknown> | undefined, void>;
    try {
      result = task.step();
    } catch (error) {
      heldBytes -= task.bytes;
      return broken(error);
    }
    if (result.done || closed || task.ended) {
      heldBytes -= task.bytes;
      task.work.return();
    } else if (result.value !== undefined) {
      park(task, queue, result.value);
    } else {
      task.step = () => task.work.next();
      // A request keeps its place, what runs beside takes turns.
      if (queue === begun) begun.unshift(task);
      else beside.push(task);
    }
  };
  const park = (task: Task, queue: Task[], promise: Promise<unknown>): void => {
    if (queue === begun) parked++;
    const goOn = (step: Task["step"]): void => {
      if (queue === begun) parked--;
      if (task.ended || (closed && queue === beside)) return void task.work.return();
      task.step = step;
      queue.push(task);
      if (closed) advance(queue);
      else enqueue(member);
    };
    promise.then(
      (value) => goOn(() => task.work.next(value)),
      (error) => goOn(() => task.work.throw(error)),
    );
  };

  const member: Member = {
    usedSince: Number.NEGATIVE_INFINITY,
    used: 0,
    queued: false,
    get hasWork() {
      return !closed && (begun.length > 0 || beside.length > 0 || mayBegin() || (urgent.length > 0 && !held));
    },
    run(until) {
      let time = until;
      do {
        besideNext = !besideNext;
        const requests = begun.length > 0 || mayBegin();
        if (urgent.length > 0 && !held) begin(take(urgent));
        else if (beside.length > 0 && (besideNext || !requests)) advance(beside);
        else if (begun.length > 0) advance(begun);
        else if (requests) begin(take(waiting));
        time = now();
      } while (time < until && member.hasWork);
      return time;
    },
  };

  return {
    request: (bytes, begins) => put(waiting, { bytes, begin: begins }),
    urgent: (bytes, begins) => put(urgent, { bytes, begin: begins }),
    background(work) {
      const task = taskOf(work, 0);
      if (closed) task.ended = true;
      else beside.push(task);
      enqueue(member);
      return () => {
        task.ended = true;
        const at = beside.indexOf(task);
        if (at >= 0) beside.splice(at, 1)[0]?.work.return();
      };
    },
    get full() {
      return isFull();
    },
    hold(now) {
      held = now;
      if (!now) enqueue(member);
    },
    close() {
      closed = true;
      waiting.length = 0;
      urgent.length = 0;
      all.bytes -= waitingBytes;
      waitingBytes = 0;
      for (const task of [...begun.splice(0), ...beside.splice(0)]) task.work.return();
    },
  };
}
