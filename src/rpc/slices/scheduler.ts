import { type AllWaiting, type Client, type ClientLimits, createClient, type Member } from "./client.ts";
import type { Turn } from "./work.ts";

/**
 * Gives all clients their turns. Work runs in slices of a few milliseconds; between two of them everything else of the
 * process has its own: timers (so blocks), the network, the disk. Within a slice the clients take turns, those first who
 * used little time lately: one that asks for much slows itself down and not the others.
 */
export interface Scheduler {
  readonly turn: Turn;
  /** A new client: one connection. @param roomAgain is told when it may be read from again. */
  client(limits: ClientLimits, roomAgain: () => void): Client;
}

export interface SchedulerOptions {
  /** The time in ms, from any start. */
  now(): number;
  /** Runs something after other work of the process had its turn. */
  later(action: () => void): void;
  /** Told of work that threw. */
  broken(error: unknown): void;
  /** How long a slice lasts, and a client's turn in it, ms. */
  readonly slice: number;
  readonly share: number;
}

/** Who used more than `most` ms within the last `span` ms comes after those who did not. */
const little = { most: 2, span: 100 };

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { now, later, slice, share, broken } = options;
  const quick: Member[] = [];
  const slow: Member[] = [];
  const all: AllWaiting = { bytes: 0 };
  let planned = false;
  let turnEnd = 0;

  const enqueue = (member: Member, time: number): void => {
    if (member.queued || !member.hasWork) return;
    member.queued = true;
    if (time - member.usedSince > little.span) {
      member.usedSince = time;
      member.used = 0;
    }
    (member.used > little.most ? slow : quick).push(member);
    if (planned) return;
    planned = true;
    later(runSlice);
  };
  /** Gives a client its turn; gives the time when that ended. */
  const runMember = (member: Member, start: number, sliceEnd: number): number => {
    member.queued = false;
    turnEnd = Math.min(start + share, sliceEnd);
    const end = member.run(turnEnd);
    member.used += end - start;
    enqueue(member, end);
    return end;
  };
  const runSlice = (): void => {
    let time = now();
    const end = time + slice;
    // At least one of those that used much, however many others there are.
    let member = slow.shift() ?? quick.shift();
    for (; member !== undefined; member = quick.shift() ?? slow.shift()) {
      time = runMember(member, time, end);
      if (time >= end) break;
    }
    planned = quick.length > 0 || slow.length > 0;
    if (planned) later(runSlice);
  };

  return {
    turn: { over: () => now() >= turnEnd },
    client: (limits, roomAgain) =>
      createClient({ limits, all, roomAgain, enqueue: (member) => enqueue(member, now()), now, broken }),
  };
}
