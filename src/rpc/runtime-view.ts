import { type ChainApi, RuntimeCallError } from "../chain/api.ts";
import { Reader } from "../codec/io.ts";
import { emptyBytes, type Hex, toHex } from "../lib/bytes.ts";
import { decodeVersion } from "../primitives/runtime-version.ts";
import { RawJson } from "./json.ts";
import { settled, type Work } from "./slices/work.ts";
import { legacyVersionJson, type Version } from "./views/runtime-version.ts";

/** What of a runtime is asked for again and again. Answers are kept for each program, or rules, that gave them. */
export interface RuntimeView {
  /** @throws RuntimeCallError for an unknown block or a discarded state. */
  version(hash: Hex): Work<Version>;
  /** The version as the legacy methods give it. @throws RuntimeCallError */
  versionJson(hash: Hex): Work<RawJson>;
  /** Metadata V14 as hex, without the length that stands before it. @throws RuntimeCallError */
  metadata(hash: Hex): Work<RawJson>;
  /** A runtime call; metadata, large and the same for all blocks of one program, is kept. @throws RuntimeCallError */
  call(hash: Hex, method: string, args: Uint8Array, caller?: object): Work<Uint8Array>;
}

const metadataMethods = new Set(["Metadata_metadata", "Metadata_metadata_at_version", "Metadata_metadata_versions"]);

/** How many answers about metadata are kept of one program: three formats, and who asks for others. */
const kept = 6;

/** @param chain where calls run. */
export function createRuntimeView(chain: ChainApi): RuntimeView {
  /** By what gives the answers: two programs of one chain may have the same version. */
  const answersOf = new WeakMap<object, Map<string, Promise<Uint8Array>>>();
  const texts = new WeakMap<Uint8Array, RawJson>();
  let lastVersion: { bytes: string; version: Version; json: RawJson } | undefined;

  function* versionOf(hash: Hex): Work<NonNullable<typeof lastVersion>> {
    const encoded = yield* settled(chain.call(hash, "Core_version", emptyBytes));
    const bytes = toHex(encoded);
    if (lastVersion?.bytes !== bytes) {
      const version = decodeVersion(encoded);
      lastVersion = { bytes, version, json: new RawJson(JSON.stringify(legacyVersionJson(version))) };
    }
    return lastVersion;
  }

  function* call(hash: Hex, method: string, args: Uint8Array, caller?: object): Work<Uint8Array> {
    if (!metadataMethods.has(method)) return yield* settled(chain.call(hash, method, args, caller));
    const rules = chain.rulesAt(hash);
    if (rules === undefined) return yield* settled(chain.call(hash, method, args, caller));
    const answers = answersOf.get(rules) ?? new Map<string, Promise<Uint8Array>>();
    answersOf.set(rules, answers);
    const name = `${method} ${toHex(args)}`;
    const known = answers.get(name);
    if (known !== undefined) return yield* settled(known);
    // Who asks meanwhile waits for the same answer.
    const answer = chain.call(hash, method, args, caller);
    const oldest = answers.size >= kept ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
    answers.set(name, answer);
    answer.catch(() => answers.delete(name));
    return yield* settled(answer);
  }

  return {
    *version(hash) {
      return (yield* versionOf(hash)).version;
    },
    *versionJson(hash) {
      return (yield* versionOf(hash)).json;
    },
    call,
    *metadata(hash) {
      const opaque = yield* call(hash, "Metadata_metadata", emptyBytes);
      let text = texts.get(opaque);
      if (text === undefined) {
        const from = new Reader(opaque);
        const length = from.length(1);
        if (length !== from.remaining) throw new RuntimeCallError("failed", "metadata of a wrong length");
        text = new RawJson(`"${toHex(from.take(length))}"`);
        texts.set(opaque, text);
      }
      return text;
    },
  };
}
