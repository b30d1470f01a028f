import { ecdsaFromSeed, ecdsaSignHash } from "../../crypto/ecdsa.ts";
import { type KeyPair, keyPairFromSuri, type Scheme } from "../../crypto/keypair.ts";
import type { Keystore } from "../../crypto/keystore.ts";
import { equalBytes, fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { createHttpRequests } from "./http-requests.ts";
import type { OffchainAnswers, OffchainQuestion, OffchainReply } from "./messages.ts";

/** What of a node its program's offchain worker may use. */
export interface OffchainNode {
  readonly keystore: Keystore;
  /** The node's own storage, outside the state. */
  readonly storage: {
    get(key: Uint8Array): Uint8Array | undefined;
    set(key: Uint8Array, value: Uint8Array): void;
    clear(key: Uint8Array): void;
  };
  /** @returns whether the pool took it */
  submit(extrinsic: Uint8Array): Promise<boolean>;
  networkState(): OffchainAnswers["networkState"];
  /** Keeps connections with those peers. @param peers the bytes of their ids */
  authorize(peers: readonly Uint8Array[], onlyThese: boolean): void;
  /** ms since 1970 */
  now(): number;
}

export interface Answering {
  answer(question: OffchainQuestion): Promise<OffchainReply>;
  /** The run is over: what it began and did not end is given up. */
  end(): void;
}

/** Answers what one thread of offchain workers asks. */
export function createAnswering({ keystore, storage, submit, networkState, authorize, now }: OffchainNode): Answering {
  const http = createHttpRequests(now);
  type Answers = { readonly [Q in OffchainQuestion as Q["ask"]]: (question: Q) => Soon<OffchainAnswers[Q["ask"]]> };
  const answers: Answers = {
    submit: ({ extrinsic }) => submit(extrinsic),
    networkState,
    authorize: ({ peers, onlyThese }) => {
      authorize(peers, onlyThese);
      return undefined;
    },
    get: ({ key }) => storage.get(key),
    set: ({ key, value }) => {
      if (value === undefined) storage.clear(key);
      else storage.set(key, value);
      return undefined;
    },
    compareAndSet: ({ key, old, value }) => {
      const now = storage.get(key);
      const isOld = now === undefined || old === undefined ? now === old : equalBytes(now, old);
      if (isOld) storage.set(key, value);
      return isOld;
    },
    publicKeys: ({ algorithm, type }) =>
      keystore
        .publicKeys(type)
        .map(fromHex)
        .filter(({ length }) => length === keyLength(algorithm)),
    generate: ({ algorithm, type, seed }) => fromHex(generate(keystore, algorithm, type, seed)),
    sign: ({ algorithm, type, publicKey, message, isHash }) => {
      const pair = keystore.pair(type, toHex(publicKey), algorithm);
      return pair === undefined ? undefined : fromHex(isHash ? signHash(pair, message) : pair.sign(message));
    },
    httpStart: ({ method, uri }) => http.start(method, uri),
    httpHeader: ({ id, name, value }) => http.addHeader(id, name, value),
    httpWrite: ({ id, chunk, deadline }) => http.writeBody(id, chunk, deadline),
    httpWait: ({ ids, deadline }) => http.wait(ids, deadline),
    httpHeaders: ({ id }) => http.headers(id),
    httpRead: ({ id, most, deadline }) => http.readBody(id, most, deadline),
  };
  return {
    async answer(question) {
      try {
        const answer = answers[question.ask] as (question: OffchainQuestion) => Soon<unknown>;
        return { value: await answer(question) };
      } catch (error) {
        return { trap: messageOf(error) };
      }
    },
    end: http.end,
  };
}

type Soon<T> = T | Promise<T>;

const keyLength = (scheme: Scheme): number => (scheme === "ecdsa" ? 33 : 32);

/** Signs what is a hash already, with a key of ecdsa. */
const signHash = ({ seed }: KeyPair, hash: Uint8Array): Hex => ecdsaSignHash(ecdsaFromSeed(fromHex(seed as Hex)), hash);

/** Of a seed the key is held until the process ends; a new one is kept. Rust: `sc_keystore: local.rs generate_new` */
function generate(keystore: Keystore, scheme: Scheme, type: string, seed: string | undefined): Hex {
  if (seed === undefined) return keystore.generate(type, scheme);
  const pair = keyPairFromSuri(scheme, seed);
  keystore.insertEphemeral(type, pair);
  return pair.publicKey;
}
