import { randomBytes } from "node:crypto";
import type { HostKeystore, HostOffchain } from "../../wasm/host/host.ts";
import type { AskNode } from "./ask-node.ts";

/** The keys of the node, for a program on another thread. */
export function askedKeystore(ask: AskNode): HostKeystore {
  return {
    publicKeys: (algorithm, type) => ask({ ask: "publicKeys", algorithm, type }),
    generate: (algorithm, type, seed) => ask({ ask: "generate", algorithm, type, seed }),
    // Copies: what is a view of the program's memory would take all of it along.
    sign: (algorithm, type, publicKey, message, isHash) =>
      ask({ ask: "sign", algorithm, type, publicKey: publicKey.slice(), message: message.slice(), isHash }),
  };
}

/** The kind of storage that outlives reorganisations; the original has no other. */
const persistent = 0;

/**
 * What a program's offchain worker may do, on a thread of its own, where it may wait.
 * Rust: `sc_offchain: api.rs Api`, `sc_client_api`'s offchain storage
 */
export function askedOffchain(ask: AskNode, isValidator: boolean): HostOffchain {
  const still = new Int32Array(new SharedArrayBuffer(4));
  return {
    isValidator: () => isValidator,
    networkState: () => ask({ ask: "networkState" }),
    setAuthorizedNodes: (peers, onlyThese) => ask({ ask: "authorize", peers, onlyThese }),
    timestamp: () => BigInt(Date.now()),
    sleepUntil(deadline) {
      const time = Number(deadline) - Date.now();
      if (time > 0) Atomics.wait(still, 0, 0, time);
    },
    randomSeed: () => Uint8Array.from(randomBytes(32)),
    submitTransaction: (extrinsic) => ask({ ask: "submit", extrinsic: extrinsic.slice() }),
    storage: {
      get: (kind, key) => (kind === persistent ? ask({ ask: "get", key: key.slice() }) : undefined),
      set(kind, key, value) {
        if (kind === persistent) ask({ ask: "set", key: key.slice(), value: value.slice() });
      },
      clear(kind, key) {
        if (kind === persistent) ask({ ask: "set", key: key.slice(), value: undefined });
      },
      compareAndSet: (kind, key, old, value) =>
        kind === persistent && ask({ ask: "compareAndSet", key: key.slice(), old: old?.slice(), value: value.slice() }),
    },
    http: {
      start: (method, uri) => ask({ ask: "httpStart", method, uri }),
      addHeader: (id, name, value) => ask({ ask: "httpHeader", id, name, value }),
      writeBody: (id, chunk, deadline) => ask({ ask: "httpWrite", id, chunk: chunk.slice(), deadline }),
      wait: (ids, deadline) => ask({ ask: "httpWait", ids, deadline }),
      headers: (id) => ask({ ask: "httpHeaders", id }),
      readBody(id, into, deadline) {
        const read = ask({ ask: "httpRead", id, most: into.length, deadline });
        if (typeof read === "string") return read;
        into.set(read);
        return read.length;
      },
    },
  };
}
