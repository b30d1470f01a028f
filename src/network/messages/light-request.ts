import { DecodeError, Reader } from "../../codec/io.ts";
import { emptyBytes, type Hex, toHex } from "../../lib/bytes.ts";
import { type FieldReader, readMessage } from "./protobuf.ts";

/**
 * What a light client asks. Rust: `sc_network_light schema api.v1.light Request`.
 * `read` of a child trie names it by its whole place in the top trie (`:child_storage:default:` and its id).
 */
export type LightRequest =
  | { readonly type: "call"; readonly block: Hex; readonly method: string; readonly data: Uint8Array }
  | {
      readonly type: "read";
      readonly block: Hex;
      readonly child?: Uint8Array;
      readonly keys: readonly Uint8Array[];
    };

/** The most keys of one request: a request of 1 MiB holds no more of 16 bytes, which keys of this chain have at least. */
const mostKeys = 65_536;

/** Decodes a request. @throws DecodeError, also for one that asks for nothing */
export function decodeLightRequest(bytes: Uint8Array): LightRequest {
  let request: LightRequest | undefined;
  readMessage(bytes, (field, value) => {
    if (field === 1) request = decodeCall(value.bytes());
    else if (field === 2) request = decodeRead(value.bytes(), false);
    else if (field === 4) request = decodeRead(value.bytes(), true);
  });
  if (request === undefined) throw new DecodeError("a light client's request that asks for nothing", bytes.length);
  return request;
}

function decodeCall(bytes: Uint8Array): LightRequest {
  let block: Hex | undefined;
  let method = "";
  let data = emptyBytes;
  readMessage(bytes, (field, value) => {
    if (field === 2) block = blockHash(value);
    else if (field === 3) method = value.text();
    else if (field === 4) data = value.bytes().slice();
  });
  return { type: "call", block: withBlock(block), method, data };
}

function decodeRead(bytes: Uint8Array, ofChild: boolean): LightRequest {
  let block: Hex | undefined;
  let child = emptyBytes;
  const keys: Uint8Array[] = [];
  const keyField = ofChild ? 6 : 3;
  readMessage(bytes, (field, value) => {
    if (field === 2) block = blockHash(value);
    else if (field === keyField) {
      if (keys.length === mostKeys) throw new DecodeError("too many keys in a request", 0);
      keys.push(value.bytes().slice());
    } else if (field === 3) child = value.bytes().slice();
  });
  return { type: "read", block: withBlock(block), keys, ...(ofChild ? { child } : {}) };
}

const blockHash = (value: FieldReader): Hex => toHex(new Reader(value.bytes()).take(32));

function withBlock(block: Hex | undefined): Hex {
  if (block === undefined) throw new DecodeError("a light client's request without its block", 0);
  return block;
}
