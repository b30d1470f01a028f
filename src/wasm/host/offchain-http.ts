import { enumeration, names } from "../../codec/composites.ts";
import { option, result, tuple, vec } from "../../codec/containers.ts";
import {
  bytes as bytesCodec,
  u16 as u16Codec,
  u32 as u32Codec,
  u64 as u64Codec,
  unit,
} from "../../codec/primitives.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import type { HttpFault } from "./host.ts";
import { answerEncoded, bytes, decoded, text, u16, viewed } from "./marshal.ts";
import { offchainOf } from "./offchain.ts";

/** Rust: `sp_core: offchain/mod.rs HttpError` */
const Fault = names<HttpFault>("sp_core::offchain::HttpError", { deadline: 1, io: 2, invalid: 3 });

/** Rust: `sp_core: offchain/mod.rs HttpRequestStatus` */
const Status = enumeration("sp_core::offchain::HttpRequestStatus", {
  deadline: "unit",
  io: "unit",
  invalid: "unit",
  Finished: u16Codec,
});

/** ms since 1970; none waits for ever. */
const deadline = decoded(option(u64Codec));

const isFault = (value: unknown): value is HttpFault => value === "deadline" || value === "io" || value === "invalid";

/** Requests of an offchain worker. Rust: `sp_io: lib.rs Offchain` */
export const offchainHttpFunctions: readonly HostFunction[] = [
  /** Begins a request: the number it is known by. Rust: `sp_io: lib.rs offchain::http_request_start` */
  hostFunction(
    "offchain_http_request_start",
    1,
    [text, text, bytes],
    answerEncoded(result(u16Codec, unit)),
    (host, method, uri, meta) => {
      const id = offchainOf(host).http.start(method, uri, meta);
      return id === undefined ? { err: undefined } : { ok: id };
    },
  ),
  /** Rust: `sp_io: lib.rs offchain::http_request_add_header` */
  hostFunction(
    "offchain_http_request_add_header",
    1,
    [u16, text, text],
    answerEncoded(result(unit, unit)),
    (host, id, name, value) =>
      offchainOf(host).http.addHeader(id, name, value) ? { ok: undefined } : { err: undefined },
  ),
  /** An empty chunk ends the request. Rust: `sp_io: lib.rs offchain::http_request_write_body` */
  hostFunction(
    "offchain_http_request_write_body",
    1,
    [u16, bytes, deadline],
    answerEncoded(result(unit, Fault)),
    (host, id, chunk, until) => {
      const outcome = offchainOf(host).http.writeBody(id, chunk, until);
      return isFault(outcome) ? { err: outcome } : { ok: undefined };
    },
  ),
  /** One status for each request. Rust: `sp_io: lib.rs offchain::http_response_wait` */
  hostFunction(
    "offchain_http_response_wait",
    1,
    [decoded(vec(u16Codec)), deadline],
    answerEncoded(vec(Status)),
    (host, ids, until) =>
      offchainOf(host)
        .http.wait(ids, until)
        .map((status) => (isFault(status) ? { type: status } : { type: "Finished" as const, value: status })),
  ),
  /** Names and values. Rust: `sp_io: lib.rs offchain::http_response_headers` */
  hostFunction(
    "offchain_http_response_headers",
    1,
    [u16],
    answerEncoded(vec(tuple(bytesCodec, bytesCodec))),
    (host, id) =>
      offchainOf(host)
        .http.headers(id)
        .map(([name, value]) => [name, value]),
  ),
  /** The next bytes into the program's buffer: how many. Rust: `sp_io: lib.rs offchain::http_response_read_body` */
  hostFunction(
    "offchain_http_response_read_body",
    1,
    [u16, viewed, deadline],
    answerEncoded(result(u32Codec, Fault)),
    (host, id, into, until) => {
      const outcome = offchainOf(host).http.readBody(id, into, until);
      return isFault(outcome) ? { err: outcome } : { ok: outcome };
    },
  ),
];
