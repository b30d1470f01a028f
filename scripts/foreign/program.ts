import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Hex } from "../../src/lib/bytes.ts";

/** What a foreign peer tells of itself, one JSON object a line: `event` names its kind. */
export interface ForeignEvent {
  readonly event: string;
  /** When it was read, ms. */
  readonly at: number;
  readonly [key: string]: unknown;
}

/** A peer that is a program of somebody else's: it takes commands as JSON lines, and answers and tells events as such. */
export interface ForeignProgram {
  readonly process: ChildProcessWithoutNullStreams;
  readonly events: readonly ForeignEvent[];
  /** What it printed beside events: its log. */
  log(): string;
  /** One command; gives the reply. @throws Error when none comes in time, or it ends before */
  ask<T>(command: Readonly<Record<string, unknown>>, within?: number): Promise<T>;
  /** Waits for an event that `is` takes, from the one with this index on. @throws Error when none comes in time */
  event(what: string, within: number, is: (event: ForeignEvent) => boolean, from?: number): Promise<ForeignEvent>;
  stop(): Promise<void>;
}

/** Starts a foreign peer. @param options its first line */
export function startForeignProgram(
  command: string,
  options: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>> = {},
): ForeignProgram {
  const child = spawn(command, [], { env: { ...process.env, ...env } });
  const events: ForeignEvent[] = [];
  const replies = new Map<number, (reply: unknown) => void>();
  const failures = new Set<(error: Error) => void>();
  let log = "";
  let nextId = 0;
  child.stderr.on("data", (data: Buffer) => (log += data.toString("utf8")));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const said = JSON.parse(line) as Record<string, unknown>;
    if (typeof said.event === "string") return void events.push({ ...said, event: said.event, at: Date.now() });
    const id = Number(said.id);
    replies.get(id)?.(said.reply);
    replies.delete(id);
  });
  // What it is told after its end is lost.
  child.stdin.on("error", () => {});
  const fail = (error: Error): void => {
    for (const reject of failures) reject(error);
  };
  child.once("error", fail);
  child.once("exit", (code, signal) => fail(new Error(`${command} ended with ${code ?? signal}:\n${log}`)));
  const write = (value: unknown): void => void child.stdin.write(`${JSON.stringify(value)}\n`);
  write(options);

  return {
    process: child,
    events,
    log: () => log,
    ask: <T>(command: Readonly<Record<string, unknown>>, within = 60_000) =>
      new Promise<T>((resolve, reject) => {
        const id = nextId++;
        const timer = setTimeout(
          () => reject(new Error(`no reply to ${String(command.do)} within ${within} ms`)),
          within,
        );
        const settle = (): void => {
          clearTimeout(timer);
          failures.delete(reject);
        };
        failures.add(reject);
        replies.set(id, (reply) => {
          settle();
          resolve(reply as T);
        });
        write({ id, ...command });
      }),
    async event(what, within, is, from = 0) {
      for (const end = Date.now() + within; Date.now() < end; ) {
        const found = events.slice(from).find(is);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`not within ${within} ms: ${what}`);
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

/** How a foreign peer sees another one. */
export interface PeerStatus {
  readonly peer: string;
  /** Whether the streams are open, both ways. */
  readonly announces: boolean;
  readonly transactions: boolean;
  readonly grandpa: boolean;
}

/** What a foreign peer says of itself. */
export interface ForeignStatus {
  readonly best: number;
  readonly finalized: number;
  readonly finalizedHash: Hex;
  /** What others sent that does not hold: seals, roots, signatures, odd forms. */
  readonly faults: readonly string[];
  /** What it did so far, for the eye. */
  readonly counts: Readonly<Record<string, number>>;
  readonly peers: readonly PeerStatus[];
}

export const statusOf = (peer: ForeignProgram): Promise<ForeignStatus> => peer.ask<ForeignStatus>({ do: "status" });

/** Whether all three streams with a peer are open. */
export const streamsOpen = ({ announces, transactions, grandpa }: PeerStatus): boolean =>
  announces && transactions && grandpa;

/** Connects, and waits until all streams with each are open both ways; gives how long it took, ms. */
export async function openStreams(
  peer: ForeignProgram,
  addresses: readonly string[],
  within = 30_000,
): Promise<number> {
  const from = Date.now();
  for (const address of addresses)
    for (let tries = 1; ; tries++) {
      const outcome = await peer.ask<string>({ do: "connect", address });
      if (outcome === "connected") break;
      // The peer dials from the port that it listens on, which this machine may have in use towards the same address.
      if (tries === 3 || !outcome.includes("AddrInUse")) throw new Error(`${address}: ${outcome}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  for (const address of addresses)
    for (const end = Date.now() + within; ; ) {
      const { peers } = await statusOf(peer);
      if (peers.some((one) => address.endsWith(one.peer) && streamsOpen(one))) break;
      if (Date.now() > end) throw new Error(`not all streams with ${address} opened within ${within} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  return Date.now() - from;
}
