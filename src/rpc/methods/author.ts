import { decode } from "../../codec/codec.ts";
import { option, tuple, vec } from "../../codec/containers.ts";
import { Writer } from "../../codec/io.ts";
import { bytes, fixedBytes } from "../../codec/primitives.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { fromUtf8, toHex } from "../../lib/bytes.ts";
import { messageOf } from "../../lib/user-error.ts";
import { authorError, badFormat, notBuilt } from "../errors.ts";
import { hexTexts, listParts, textOf } from "../json-parts.ts";
import { method, subscription } from "../method.ts";
import { opaqueOr } from "../opaque-extrinsic.ts";
import type { KeystorePort, NodePort } from "../ports.ts";
import { callRuntime } from "../runtime-call.ts";
import { runtimeErrorText } from "../runtime-errors.ts";
import { either, fields, hash, hexBytes, listOf, text } from "../schema.ts";
import { mapped } from "../slices/work.ts";
import { statusSender } from "../transaction-status.ts";

export const author_submitExtrinsic = method({
  doc: "Gives an extrinsic to the transaction pool; answers with its hash.",
  params: { extrinsic: hexBytes },
  run: (args, { chain }) =>
    chain.pool.submit(opaqueOr(args.extrinsic, ({ message }) => authorError(`Client error: ${message}`))),
});

export const author_pendingExtrinsics = method({
  doc: "The extrinsics that wait for a block and could be taken now.",
  params: {},
  run: (_args, context) => {
    const { pool } = context.chain;
    return textOf(listParts(hexTexts(pool.pending().slice(0, pool.status().ready))), context);
  },
});

const wellFormed = (bytes: Uint8Array): Uint8Array => opaqueOr(bytes, ({ message }) => badFormat(message));

const removal = either<{ hash: `0x${string}` } | { extrinsic: Uint8Array }>(
  fields({ hash }),
  fields({ extrinsic: hexBytes }),
);

export const author_removeExtrinsic = method({
  doc: "Takes extrinsics, and those that depend on them, out of the pool; answers with the hashes of what went.",
  params: { bytesOrHash: listOf(removal) },
  unsafe: true,
  *run(args, { chain, turn }) {
    const hashes = yield* mapped(args.bytesOrHash, turn, (item) =>
      "hash" in item ? item.hash : blake2Hex(wellFormed(item.extrinsic)),
    );
    return chain.pool.remove(hashes);
  },
});

export const author_submitAndWatchExtrinsic = subscription({
  doc: "Gives an extrinsic to the transaction pool and tells what becomes of it.",
  params: { bytes: hexBytes },
  notification: "author_extrinsicUpdate",
  unsubscribe: "author_unwatchExtrinsic",
  start: async (args, { chain }, sink) => {
    const { unwatch } = await chain.pool.submitAndWatch(wellFormed(args.bytes), statusSender(sink));
    return unwatch;
  },
});

function keystoreOf(node: NodePort): KeystorePort {
  if (node.keystore === undefined) throw notBuilt("a keystore: this node runs without one");
  return node.keystore;
}

function checkKeyType(keyType: string): void {
  if (Buffer.byteLength(keyType) !== 4) throw authorError("Invalid key type ID format (should be of length four)");
}

export const author_insertKey = method({
  doc: "Puts a secret into the keystore; one that does not make the public key is refused.",
  params: { keyType: text, suri: text, publicKey: hexBytes },
  unsafe: true,
  run: (args, { node }) => {
    const keystore = keystoreOf(node);
    checkKeyType(args.keyType);
    try {
      keystore.insert(args.keyType, args.suri, args.publicKey);
    } catch (error) {
      throw authorError(messageOf(error));
    }
    return null;
  },
});

export const author_rotateKeys = method({
  doc: "Makes new session keys by the rules of the best block; answers with the public ones.",
  params: {},
  unsafe: true,
  run: async (_args, { node }) => {
    try {
      return toHex(await keystoreOf(node).rotate());
    } catch (error) {
      throw authorError(`Client error: ${messageOf(error)}`);
    }
  },
});

export const author_hasKey = method({
  doc: "Whether the keystore has the secret of a public key.",
  params: { publicKey: hexBytes, keyType: text },
  unsafe: true,
  run: (args, { node }) => {
    checkKeyType(args.keyType);
    return keystoreOf(node).has(args.publicKey, args.keyType);
  },
});

const sessionKeyList = option(vec(tuple(bytes, fixedBytes(4))));

export const author_hasSessionKeys = method({
  doc: "Whether the keystore has the secrets of all the session keys in this encoding of their public ones.",
  params: { sessionKeys: hexBytes },
  unsafe: true,
  *run(args, context) {
    const keystore = keystoreOf(context.node);
    const block = context.chain.bestHash();
    const call = "SessionKeys_decode_session_keys";
    const encoded = new Writer();
    bytes.encode(args.sessionKeys, encoded);
    let answer: Uint8Array;
    try {
      answer = yield* callRuntime(context, block, call, encoded.finish());
    } catch (error) {
      throw authorError(`Client error: ${runtimeErrorText(error, { hash: block, method: call, viaApi: true })}`);
    }
    const keys = decode(sessionKeyList, answer);
    if (keys === undefined) throw authorError("Session keys are not encoded correctly");
    return keys.every(([publicKey, keyType]) => keystore.has(publicKey, fromUtf8(keyType)));
  },
});
