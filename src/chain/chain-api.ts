import { type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { decodeHeader } from "../primitives/header.ts";
import type { StateReader } from "../primitives/state.ts";
import type { Database } from "../storage/database.ts";
import { proofOfReads } from "../storage/recorded-reads.ts";
import type { ParentState } from "../storage/state/parent-state.ts";
import { answerOfTrie, type TrieAnswer, type TrieQuestion } from "../storage/trie-question.ts";
import { type ChainApi, type ChainEvents, type HeaderView, type PoolApi, RuntimeCallError, type Soon } from "./api.ts";
import { EngineError, type EnginesElsewhere } from "./engine.ts";
import type { Head } from "./head.ts";
import type { RuntimeAt } from "./runtime-at.ts";
import { createShownNumbers } from "./shown-numbers.ts";

/** From so many keys on a proof takes long, whatever the block. */
const longProof = 256;

const isLong = ({ of }: TrieQuestion): boolean => "rangeAfter" in of || ("proof" in of && of.proof.length >= longProof);

export interface ChainView {
  readonly database: Database;
  readonly head: Pick<Head, "best" | "finalized" | "isHidden">;
  readonly pool: PoolApi;
  readonly events: ChainEvents;
  runtimeAt(hash: Hex): RuntimeAt | undefined;
  readonly elsewhere?: EnginesElsewhere | undefined;
}

/** What everybody outside sees of the chain: only what is on disk. */
export function createChainApi({ database, head, runtimeAt, elsewhere, pool, events }: ChainView): ChainApi {
  const { best, finalized, isHidden } = head;
  const genesisHash = database.genesisHash;
  if (genesisHash === undefined) throw new RangeError("the database holds no chain");

  const known = (hash: Hex): boolean => !isHidden(hash) && database.header(hash) !== undefined;
  const stateAt = (hash: Hex): ParentState | "unknown" | "discarded" =>
    known(hash) ? (database.stateAt(hash) ?? "discarded") : "unknown";
  /** Decoded for as long as the database keeps the bytes at hand: votes and announcements ask for the same few again and again. */
  const decoded = new WeakMap<Uint8Array, HeaderView>();
  const header = (hash: Hex): HeaderView | undefined => {
    const encoded = isHidden(hash) ? undefined : database.header(hash);
    if (encoded === undefined) return undefined;
    const known = decoded.get(encoded) ?? { hash, encoded, ...decodeHeader(encoded) };
    decoded.set(encoded, known);
    return known;
  };
  const ofTrieHere = (question: TrieQuestion): TrieAnswer | "unknown" | "discarded" =>
    known(question.block) ? (answerOfTrie(database, question) ?? "discarded") : "unknown";
  /** Of final blocks only the last one's trie is kept. */
  const isPast = (hash: Hex): boolean =>
    hash !== finalized().hash && (database.numberOf(hash) ?? 0) <= finalized().number;
  const ofTrie = (question: TrieQuestion, caller: object | undefined): Soon<ReturnType<typeof ofTrieHere>> => {
    const kept = typeof stateAt(question.block) !== "string";
    if (elsewhere === undefined || !kept || !(isPast(question.block) || isLong(question))) return ofTrieHere(question);
    return elsewhere.ofPastTrie(question, caller).then((answer) => answer ?? ofTrieHere(question));
  };
  const onlyOf = (answer: ReturnType<typeof ofTrieHere>) => (typeof answer === "string" ? answer : answer[0]);

  /** Asks the other thread, and the engine here when that gives no answer. @throws RuntimeCallError */
  const askRuntime = async <T>(
    hash: Hex,
    askElsewhere: () => Promise<T | undefined> | undefined,
    askHere: (runtime: RuntimeAt) => Promise<T>,
  ): Promise<T> => {
    const found = (): RuntimeAt => {
      if (!known(hash)) throw new RuntimeCallError("unknown-block", `Api called for an unknown Block: ${hash}`);
      const runtime = runtimeAt(hash);
      if (runtime !== undefined) return runtime;
      throw new RuntimeCallError("discarded", `Api called for an unknown Block: State already discarded for ${hash}`);
    };
    const here = found();
    try {
      const answer = await askElsewhere();
      if (answer !== undefined) return answer;
      // While the other thread was asked the block may have gone.
      return await askHere(elsewhere === undefined ? here : found());
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw new RuntimeCallError(error.kind === "interrupted" ? "failed" : error.kind, error.message);
    }
  };

  return {
    genesisHash,
    bestHash: () => best().hash,
    finalizedHash: () => finalized().hash,
    header,
    body: (hash) => (isHidden(hash) ? undefined : database.body(hash)),
    justifications: (hash) =>
      isHidden(hash)
        ? undefined
        : database.justifications(hash)?.map(([engine, bytes]) => [toHex(utf8(engine)), bytes] as const),
    pin: (hash) => (isHidden(hash) ? () => {} : database.pin(hash)),
    hashOfNumber: createShownNumbers({ database, best, isHidden }),
    unfinalized() {
      const found: Hex[] = [];
      let level: readonly Hex[] = [finalized().hash];
      while (level.length > 0) {
        level = level.flatMap((hash) => database.children(hash)).filter((hash) => !isHidden(hash));
        for (const hash of level) found.push(hash);
      }
      return found;
    },
    stateAt,
    childStateAt(hash, id): StateReader | "unknown" | "discarded" {
      const state = stateAt(hash);
      return typeof state === "string" ? state : state.child(id);
    },
    proof: ({ hash, keys, child, caller }) => ofTrie({ block: hash, child, of: { proof: keys } }, caller),
    stateRange: ({ hash, start, limit, caller }) =>
      ofTrie({ block: hash, child: undefined, of: { rangeAfter: start, limit } }, caller),
    closestMerkleValue({ hash, key, child, caller }) {
      const answer = ofTrie({ block: hash, child, of: { closest: key } }, caller);
      return answer instanceof Promise ? answer.then(onlyOf) : onlyOf(answer);
    },
    call: (hash, method, args, caller) =>
      askRuntime(
        hash,
        () => elsewhere?.call(hash, method, args, caller),
        ({ ask }) => ask(method, args),
      ),
    async callProof(hash, method, args, caller) {
      const { proof } = await askRuntime(
        hash,
        () => elsewhere?.proveCall(hash, method, args, isPast(hash), caller),
        async ({ engine, state }) => ({
          proof: await proofOfReads(state, (overlay) => engine.call(overlay, method, args)),
        }),
      );
      return proof;
    },
    rulesAt: (hash) => (known(hash) ? runtimeAt(hash)?.engine : undefined),
    pool,
    events,
  };
}
