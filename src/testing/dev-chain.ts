import { type Alone, type ChainParts, createHelpers, type Helpers } from "./helpers.ts";
import { createOwner, type Owner } from "./owner.ts";
import { createReading, type Reading } from "./reading.ts";
import { createRpc, type Rpc } from "./rpc.ts";
import { createTurns } from "./turns.ts";

/** A development chain that a test has for itself. */
export interface DevChain extends Owner, Reading, Helpers {
  readonly rpc: Rpc;
  /** The ws:// address of its JSON-RPC; undefined where it listens nowhere. */
  readonly url: string | undefined;
  /** The http:// address of the same. */
  readonly httpUrl: string | undefined;
  /** The process id of a chain with a process of its own. */
  readonly pid: number | undefined;
  /** Ends it in order; what is under way fails. */
  stop(): Promise<void>;
}

/** What a chain for tests is reached by. */
export interface Reached {
  /** Gives the text of the answer to a request. */
  ask(request: string): Promise<string>;
  readonly port: number | undefined;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export function createDevChain({ ask, port, pid, stop }: Reached): DevChain {
  const { rpc, alone } = createTurns(createRpc(ask));
  const parts = (by: Rpc): ChainParts => ({ rpc: by, owner: createOwner(by), reading: createReading(by) });
  const shared = parts(rpc);
  /** Made once: reading asks for the metadata. */
  let own: ChainParts | undefined;
  const { owner, reading } = shared;
  const aloneWith: Alone = (task) =>
    alone((by) => {
      own ??= parts(by);
      return task(own);
    });
  const place = port === undefined ? undefined : `127.0.0.1:${port}`;
  let stopped: Promise<void> | undefined;
  return {
    ...{ ...owner, ...reading, ...createHelpers(shared, aloneWith), rpc, pid },
    url: place && `ws://${place}`,
    httpUrl: place && `http://${place}`,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
