import { type Codec, decode, encode } from "../../src/codec/codec.ts";
import { DecodeError, Writer } from "../../src/codec/io.ts";
import { concatBytes, equalBytes, toHex } from "../../src/lib/bytes.ts";
import { callRuntimeApi } from "../../src/runtime/executive/call-api.ts";
import { BadBlock } from "../../src/runtime/executive/execute-block.ts";
import { bareExtrinsic } from "../../src/runtime/executive/extrinsic.ts";
import { NotBuilt } from "../../src/runtime/frame/not-built.ts";
import { RuntimePanic } from "../../src/runtime/frame/panic.ts";
import type { ApiMethod } from "../../src/runtime/frame/runtime-api.ts";
import { Header } from "../../src/runtime/types/substrate.ts";
import { Defect, extrinsicOf, type FuzzChain, type OpenBlock } from "./chain.ts";
import { count } from "./coverage.ts";
import type { Random } from "./random.ts";
import { anyValue } from "./values.ts";
import { rich, type World } from "./world.ts";

/** Methods that answer the same on every state, and take long to write it. */
const constant: ReadonlySet<string> = new Set(["Metadata_metadata", "Metadata_metadata_at_version"]);

type Asked = readonly [name: string, method: ApiMethod];

const askable = ({ runtime }: FuzzChain): Asked[] =>
  runtime.apis.flatMap(({ name: api, methods }) =>
    Object.entries(methods).flatMap(([name, method]): Asked[] =>
      method.run === undefined || constant.has(`${api}_${name}`) ? [] : [[`${api}_${name}`, method]],
    ),
  );

/** Where a method is asked: on the last state of the chain, before the block under construction. */
interface Asking {
  readonly chain: FuzzChain;
  readonly block: OpenBlock;
  readonly w: World;
  readonly r: Random;
}

/** An extrinsic as a field takes it, of a call that may well be made now. */
function anyExtrinsic({ chain, block, w, r }: Asking): Uint8Array {
  const call = w.innerCall(r);
  return r.chance(10) ? bareExtrinsic(call, chain.runtime) : extrinsicOf(block, chain.runtime, call, r.pick(rich));
}

function someExtrinsics(asking: Asking): Uint8Array {
  const to = new Writer();
  const length = asking.r.below(4);
  to.compact(length);
  for (let left = length; left > 0; left--) to.raw(anyExtrinsic(asking));
  return to.finish();
}

/** Bytes of one argument; undefined where none were found. Extrinsics decode: others end the call before anything is done. */
function argument(asking: Asking, field: string, codec: Codec<unknown>): Uint8Array | undefined {
  const { chain, w, r } = asking;
  if (/^(uxt|extrinsic|tx)$/.test(field)) return anyExtrinsic(asking);
  if (field === "xts") return someExtrinsics(asking);
  const any = anyValue(w, r, field === "block" ? Header : codec, field);
  if (any === undefined) return undefined;
  if (field === "block") return concatBytes(encode(Header, any.value as never), someExtrinsics(asking));
  return encode(codec, any.value, chain.runtime.outer);
}

/** What came of one method: an answer that reads back the same, or what the original has too. */
function ask(chain: FuzzChain, [name, method]: Asked, args: Uint8Array, spoilt: boolean): void {
  const { coverage } = chain.watch;
  count(coverage.apis, name);
  try {
    const answer = callRuntimeApi(chain.state.overlay(), chain.runtime, name, args);
    const again = encode(method.output, decode(method.output, answer, chain.runtime.outer), chain.runtime.outer);
    if (!equalBytes(again, answer)) throw new Defect("the answer encodes differently after decoding");
  } catch (error) {
    if (error instanceof NotBuilt || (error instanceof DecodeError && spoilt)) return;
    if (error instanceof RuntimePanic || error instanceof BadBlock)
      return count(coverage.apiPanics, `${name}: ${error.message}`);
    const { name: kind, message, stack } = error as Error;
    throw new Defect(`${name}(${toHex(args).slice(0, 600)}) ended with ${kind}: ${message}\n${stack}`);
  }
}

/**
 * Asks some runtime API methods on the chain's last state, with any arguments, at times with ones that do not decode.
 * @throws Defect for anything but an answer that reads back, or a panic that the original has too; and when the state changed.
 */
export function askApis(asking: Asking, times: number): void {
  const { chain, r } = asking;
  const root = chain.state.root();
  const methods = askable(chain);
  for (let left = times; left > 0; left--) {
    const [name, method] = r.pick(methods);
    const parts = Object.entries(method.inputs).map(([field, codec]) => argument(asking, field, codec));
    if (parts.includes(undefined)) continue;
    const args = concatBytes(...(parts as Uint8Array[]));
    const spoilt = r.chance(5);
    ask(
      chain,
      [name, method],
      spoilt ? concatBytes(args.subarray(0, r.below(args.length + 1)), r.bytes(2)) : args,
      spoilt,
    );
  }
  if (!equalBytes(chain.state.root(), root)) throw new Defect("asking a runtime API changed the state");
}
