import { withoutSeal } from "../consensus/aura.ts";
import type { Voter } from "../consensus/finality.ts";
import type { Place } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import { createFaults, type Faults } from "../lib/faults.ts";
import { type BlockRules, noBlockRules } from "../primitives/block-rules.ts";
import { decodeHeader, type Header } from "../primitives/header.ts";
import type { Database } from "../storage/database.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { ChainApi } from "./api.ts";
import { BrokenState } from "./broken-state.ts";
import { createChainApi } from "./chain-api.ts";
import type { Engine, Engines, EnginesElsewhere } from "./engine.ts";
import type { Environment } from "./environment.ts";
import { createTeller } from "./events.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import type { Finality } from "./finality/finality.ts";
import { createHead } from "./head.ts";
import { type ChainMeasures, createChainMeasures, measureImports, measureValidations } from "./measures.ts";
import type { PoolOptions } from "./pool/parts.ts";
import { createPool, type Pool } from "./pool/pool.ts";
import { createTaskQueue, type TaskQueue } from "./queue.ts";
import { isRefusal } from "./refusals.ts";
import { createRest } from "./rest.ts";
import { startRevalidation } from "./revalidation.ts";
import { type ApiCall, accountNonce, grandpaAuthorities, grandpaSetId } from "./runtime-apis.ts";
import type { RuntimeAt } from "./runtime-at.ts";
import { checkSealsAhead } from "./seals-ahead.ts";
import { type VerifyContext, verifyBlock } from "./verify-block.ts";
import { type ChainWriter, createWriter } from "./writer.ts";

export interface ChainOptions {
  /** Where the rules come from. */
  readonly engines: Engines;
  /** For what takes long; absent: everything is asked of the engines here. */
  readonly elsewhere?: EnginesElsewhere | undefined;
  /** Holds a genesis block. */
  readonly database: Database;
  readonly environment: Environment;
  readonly pool?: PoolOptions;
  /** Whether this node makes blocks. */
  readonly authors: boolean;
  readonly seals: VerifyContext["seals"];
  /** Whether a block's time is compared with the clock. */
  readonly checkClock: boolean;
  readonly blockRules?: BlockRules;
  /** GRANDPA; absent for a chain without voters, or one whose finality is not GRANDPA's. */
  readonly finality?: Finality | undefined;
  /** Whether a new best block is final at once, by who votes after it. Absent: none is. */
  finalizesBest?(voters: readonly Voter[]): boolean;
  /** Writes extrinsics anew after decoding; undefined when they cannot be decoded. */
  rewriteBody?(body: readonly Uint8Array[]): Promise<readonly Uint8Array[] | undefined>;
  /** Whether every invariant of the state is checked before a block is stored. */
  readonly tryState?: boolean;
  /** Told of what the chain cannot go on after: a write that failed, a block that breaks the state, an error nobody expected. */
  readonly faults?: Faults;
}

/** The chain with the side that changes it. What others may use is `api`. */
export interface Chain {
  readonly api: ChainApi;
  readonly pool: Pool;
  readonly database: Database;
  readonly environment: Environment;
  readonly writer: ChainWriter;
  readonly finality: Finality | undefined;
  readonly measures: ChainMeasures;
  /** Tasks of the writer: given to it, and begun. */
  readonly tasks: TaskQueue["counts"];
  best(): Place;
  finalized(): Place;
  header(hash: Hex): Header | undefined;
  /** Undefined when the state is not kept. */
  runtimeAt(hash: Hex): RuntimeAt | undefined;
  /** Waits for what is under way, then closes the database. */
  close(): Promise<void>;
}

/** Puts the chain together over a database. */
export function createChain(options: ChainOptions): Chain {
  const { database, environment, engines, elsewhere, blockRules = noBlockRules } = options;
  const faults = options.faults ?? createFaults();
  const queue = createTaskQueue((error) => {
    if (!isRefusal(error)) faults.report(error);
  });
  faults.onFirst(queue.abandon);
  const teller = createTeller(environment.log);
  const measures = createChainMeasures();
  const importing = measureImports(measures.imports, environment.monotonic ?? environment.now);
  const head = createHead({ database, teller, pool: () => pool });

  const header = (hash: Hex): Header | undefined => {
    const bytes = database.header(hash);
    return bytes === undefined ? undefined : decodeHeader(bytes);
  };
  const runtimeAt = (hash: Hex): RuntimeAt | undefined => {
    const state = database.stateAt(hash);
    if (state === undefined) return undefined;
    const engine = engines.engineAt(hash, state);
    const overlay = (): TrieOverlay => database.overlayAt(hash) as TrieOverlay;
    return { engine, state, overlay, ask: (method, args) => engine.call(overlay(), method, args) };
  };

  const pool = createPool(
    {
      head: head.best,
      validate: measureValidations(measures.pool, async (extrinsic, at, source) => {
        const there = await elsewhere?.validateTransaction(extrinsic, source, at);
        if (there !== undefined) return there;
        const found = runtimeAt(at.hash);
        if (found === undefined) return { type: "failed", why: `no state of block ${at.hash}` };
        const validity = await found.engine.validateTransaction(found.overlay(), extrinsic, source, at);
        const defect = validity.type === "failed" ? validity.defect : undefined;
        const why = defect instanceof Error ? defect.stack : defect;
        if (why !== undefined) environment.log.error("txpool", `[${extrinsic.hash}] cannot be validated: ${why}`);
        return validity;
      }),
      measures: measures.pool,
      rulesAt: (hash) => runtimeAt(hash)?.engine,
      nonceOf: async (account, at) => accountNonce((method, args) => api.call(at.hash, method, args), account),
      authors: options.authors,
      now: environment.now,
      after: environment.after,
      log: environment.log,
      rest: () => createRest(environment),
    },
    options.pool,
  );

  const writer = importing.writer(
    createWriter({
      ...{ database, queue, blockRules },
      rest: () => createRest(environment),
      async verifier(blocks, rest) {
        await checkSealsAhead(blocks, runtimeAt(database.best().hash)?.ask);
        return importing.verify(async (block) => {
          await rest();
          return verifyBlock(block, {
            blockRules,
            seals: options.seals,
            now: options.checkClock ? environment.now() : undefined,
            headerOf: header,
            stateOf(hash) {
              const number = database.numberOf(hash) ?? 0;
              const finalized = database.finalized();
              const isOpen = number > finalized.number || hash === finalized.hash;
              return isOpen ? (runtimeAt(hash) ?? "discarded") : "final";
            },
            rest,
          });
        });
      },
      async isFinal({ hash, overlay }) {
        if (options.finalizesBest === undefined) return false;
        return options.finalizesBest(await votersAfter(engines.engineAt(hash, overlay), overlay));
      },
      ...(options.rewriteBody === undefined ? {} : { rewriteBody: options.rewriteBody }),
      async votersOf(hash, overlay) {
        const engine = engines.engineAt(hash, overlay);
        const ask: ApiCall = (method, args) => engine.call(overlay, method, args);
        return { authorities: await grandpaAuthorities(ask), setId: await grandpaSetId(ask) };
      },
      async tryState(block) {
        const broken = options.tryState ? await brokenBy(block, runtimeAt(block.parentHash)) : undefined;
        if (broken !== undefined) throw broken;
      },
      finality: options.finality,
      hide: head.hide,
      show: head.show,
    }),
  );

  const api = createChainApi({ database, head, runtimeAt, elsewhere, pool, events: teller.events });
  const revalidation = startRevalidation({ pool, environment, events: teller.events, onFatal: faults.report });

  return {
    api,
    pool,
    database,
    environment,
    writer,
    finality: options.finality,
    measures,
    tasks: queue.counts,
    best: head.best,
    finalized: head.finalized,
    header,
    runtimeAt,
    async close() {
      revalidation.stop();
      pool.close();
      await queue.close();
      await elsewhere?.stop();
      await database.close();
    },
  };
}

/** Who votes after a block that is not stored yet; its overlay stays as it is. */
async function votersAfter(engine: Engine, overlay: TrieOverlay): Promise<readonly Voter[]> {
  overlay.begin();
  try {
    return await grandpaAuthorities((method, args) => engine.call(overlay, method, args));
  } finally {
    overlay.rollback();
  }
}

/** What a block breaks of what must hold in every state, if anything. */
async function brokenBy(block: ExecutedBlock, before: RuntimeAt | undefined): Promise<BrokenState | undefined> {
  if (before?.engine.tryState === undefined) return undefined;
  const { header } = withoutSeal(decodeHeader(block.header));
  const tried = { before: before.overlay(), after: block.overlay, header, body: block.body };
  const found = await before.engine.tryState(tried);
  return found.length === 0 ? undefined : new BrokenState(block, found);
}
