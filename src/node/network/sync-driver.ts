import { createStoredAncestry } from "../../chain/ancestry.ts";
import type { HeaderView } from "../../chain/api.ts";
import type { Chain } from "../../chain/chain.ts";
import { grandpaEngine } from "../../chain/finality/finality.ts";
import { ImportError } from "../../chain/import-error.ts";
import { QueueClosed } from "../../chain/queue.ts";
import type { Place } from "../../consensus/fork-tree.ts";
import { pendingChanges } from "../../consensus/grandpa/authority-set.ts";
import { justificationsToRequest } from "../../consensus/grandpa/import-rules.ts";
import { toHex } from "../../lib/bytes.ts";
import { createSteadyTime } from "../../lib/steady-time.ts";
import { type Network, type PeerId, RequestError } from "../../network/network.ts";
import { requestBytes } from "../../sync/request-bytes.ts";
import { type Sync, type SyncInput, syncTick } from "../../sync/sync.ts";
import type { ImportResult, SyncAction, SyncRequest } from "../../sync/types.ts";
import { importBlocks, importHistory } from "./import-blocks.ts";
import { createStateImports, type StateUses } from "./state-imports.ts";

const target = "sync";

type Asked = Extract<SyncAction, { type: "import-justifications" }>;

/** What was given to the import; blocks that came whole are counted too. */
export interface ImportCounts {
  /** Blocks whose import is not done. */
  queued: number;
  blocks: number;
  justifications: number;
}

/** Does what the sync wants, and tells it what came of it. */
export interface SyncDriver {
  feed(input: SyncInput): void;
  /** Blocks that wait to be imported, and what was given to the import since the start. */
  readonly counts: ImportCounts;
  stop(): void;
}

/**
 * @param network asked only once the driver is fed
 * @param uses what goes with a downloaded state
 * @param spread gives a new best block whole to peers; undefined when none takes it so
 */
export function createSyncDriver(
  chain: Chain,
  network: () => Network,
  sync: Sync,
  uses: StateUses,
  spread: (block: HeaderView) => Promise<readonly PeerId[]> | undefined = () => undefined,
): SyncDriver {
  const { environment, api } = chain;
  const { log } = environment;
  // What failed is tried again after a time: a clock that is set back must not make it wait as much longer.
  const now = createSteadyTime(() => environment.now());
  /** Requests whose answer is still of interest. */
  const open = new Set<number>();
  const counts: ImportCounts = { queued: 0, blocks: 0, justifications: 0 };
  let stopped = false;
  let cancelTick = (): void => {};
  /** Lists of blocks are imported one after the other. */
  let imports: Promise<void> = Promise.resolve();
  /** Blocks that came while the node catches up: nobody is told of them. */
  const quiet = new Set<string>();

  const feed = (input: SyncInput): void => {
    if (stopped) return;
    if (input.type === "announcement")
      log.trace(target, () => `${input.peer} announces a block in ${input.message.length} bytes`);
    for (const action of sync.handle(input, now())) perform(action);
  };

  const ask = (id: number, peer: string, request: SyncRequest): void => {
    open.add(id);
    log.debug(target, () => `asks ${peer}: ${show(request)} (${id})`);
    const settle = async (input: SyncInput): Promise<void> => {
      if (request.protocol === "state") await states.settled();
      if (open.delete(id)) feed(input);
    };
    network()
      .request(peer, request.protocol, requestBytes(request))
      .then(
        (bytes) => {
          log.debug(target, () => `${peer} answers in ${bytes.length} bytes (${id})`);
          return settle({ type: "answer", id, bytes });
        },
        (error: unknown) => {
          const failure = failureOf(error);
          log.debug(target, () => `${peer} gives no answer: ${failure} (${id})`);
          return settle({ type: "failure", id, failure });
        },
      );
  };

  /** Does something after what was to be imported before, and tells the sync what came of it. */
  const inOrder = (work: () => Promise<readonly ImportResult[]>): void => {
    imports = imports.then(async () => {
      if (stopped) return;
      try {
        feed({ type: "imported", results: await work() });
      } catch (error) {
        // Every other error is a fault: the queue has told it, and the node ends.
        if (!(error instanceof QueueClosed)) stopped = true;
      }
    });
  };
  const importList = ({ origin, blocks }: Extract<SyncAction, { type: "import" }>): void => {
    counts.queued += blocks.length;
    counts.blocks += blocks.length;
    inOrder(async () => {
      if (origin === "initial") for (const { hash } of blocks) quiet.add(hash);
      try {
        return await importBlocks(chain, blocks);
      } finally {
        counts.queued -= blocks.length;
        for (const { hash } of blocks) quiet.delete(hash);
      }
    });
  };
  const states = createStateImports(chain, uses, () => {
    stopped = true;
  });

  /** A justification that peers were asked for: it makes its block final when it is good. */
  const importJustifications = async ({ peer, block, justifications }: Asked): Promise<void> => {
    counts.justifications++;
    const bytes = justifications.find(([engine]) => engine === grandpaEngine)?.[1];
    const { finality } = chain;
    const good = bytes !== undefined && typeof finality?.check(bytes, block) === "object";
    let success = false;
    try {
      if (good) await chain.writer.finalize(block.hash, { by: "justification", justification: bytes });
      // The block may be made final by a vote just now: its voters are the current set no more then.
      else await chain.writer.run(async () => {});
      success = good || (chain.finalized().number >= block.number && chain.database.isCanonical(block.hash));
    } catch (error) {
      if (!(error instanceof ImportError)) return;
      environment.log.debug("sync", `#${block.number} is not made final: ${error.message}`);
    }
    feed({ type: "justification-imported", peer, block, success });
  };

  const perform = (action: SyncAction): void => {
    switch (action.type) {
      case "request":
        return ask(action.id, action.peer, action.request);
      case "cancel":
        return void open.delete(action.id);
      case "import":
        return importList(action);
      case "import-history":
        return inOrder(() => importHistory(chain, action.blocks));
      case "state-part":
        return states.put(action.parts);
      case "import-state": {
        const { block } = action;
        const { hash, number } = block;
        return inOrder(async () => [{ hash, number, origin: undefined, outcome: await states.finish(block) }]);
      }
      case "import-justifications":
        return void importJustifications(action);
      case "report":
        log.debug(target, () => `${action.peer} is reported: ${action.change.reason} (${action.change.value})`);
        return network().report(action.peer, action.change);
      case "disconnect":
        log.debug(target, () => `${action.peer} is sent away`);
        return network().disconnect(action.peer);
      case "announce":
        return void network().notify(action.peer, "block-announces", action.message);
    }
  };

  const stopImported = api.events.onImported(({ hash, isNewBest }) => {
    const header = api.header(hash);
    if (header === undefined) return;
    if (isNewBest) feed({ type: "new-best", block: { hash, number: header.number } });
    if (quiet.has(hash)) return;
    const best = hash === api.bestHash();
    const announce = (): void => feed({ type: "announce", hash, header: header.encoded, best });
    const spreading = best ? spread(header) : undefined;
    if (spreading === undefined) return announce();
    void spreading.then((peers) => {
      feed({ type: "peers-have", hash, peers });
      announce();
    });
  });
  const stopFinalized = api.events.onFinalized(({ hashes }) => {
    const hash = hashes.at(-1);
    const number = hash === undefined ? undefined : api.header(hash)?.number;
    if (hash !== undefined && number !== undefined) feed({ type: "finalized", block: { hash, number } });
  });
  const tick = (): void => {
    feed({ type: "tick" });
    if (!stopped) cancelTick = environment.after(syncTick, tick);
  };
  tick();
  // Blocks whose voters hand over, imported before this start and not final yet.
  for (const block of blocksToJustify(chain)) feed({ type: "want-justification", block });

  return {
    feed,
    counts,
    stop() {
      stopped = true;
      cancelTick();
      stopImported();
      stopFinalized();
    },
  };
}

/** What a peer is asked for, in one line. */
function show(request: SyncRequest): string {
  const text = JSON.stringify(request, (_name, value: unknown) => {
    if (typeof value === "bigint") return String(value);
    return value instanceof Uint8Array ? toHex(value) : value;
  });
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}

function failureOf(error: unknown): RequestError["failure"] {
  if (error instanceof RequestError) return error.failure;
  throw error;
}

/** Rust: `GrandpaBlockImport::on_start`. */
function blocksToJustify({ finality, database, finalized, best }: Chain): readonly Place[] {
  if (finality === undefined) return [];
  const { isDescendant } = createStoredAncestry(database);
  const heights = { finalized: finalized().number, best: best().number };
  return justificationsToRequest(pendingChanges(finality.current()), heights, (number, above) => {
    const hash = database.hashAt(number);
    return hash !== undefined && (hash === above.hash || isDescendant(above.hash, hash)) ? { hash, number } : undefined;
  });
}
