import { describe, expect, it, vi } from "vitest";
import { encode } from "../../codec/codec.ts";
import { vec } from "../../codec/containers.ts";
import { bytes, u64 } from "../../codec/primitives.ts";
import { concatBytes, utf8 } from "../../lib/bytes.ts";
import { Trap } from "../memory.ts";
import { createHostCaller, createTestHost } from "../testing/host-call.ts";
import type { HostHttp, HostOffchain } from "./host.ts";
import { offchainFunctions } from "./offchain.ts";
import { offchainHttpFunctions } from "./offchain-http.ts";

const functions = [...offchainFunctions, ...offchainHttpFunctions];
const nothing = new Uint8Array(0);
const never = Uint8Array.of(0);
const until = concatBytes(Uint8Array.of(1), encode(u64, 1234n));

function withOffchain(parts: Partial<Omit<HostOffchain, "http">>, http: Partial<HostHttp> = {}) {
  const offchain = { ...parts, http } as unknown as HostOffchain;
  return createHostCaller(functions, createTestHost({ offchain }));
}

describe("an offchain worker", () => {
  it("asks its node", () => {
    const setAuthorizedNodes = vi.fn();
    const sleepUntil = vi.fn();
    const call = withOffchain({
      isValidator: () => true,
      timestamp: () => 2n ** 63n + 5n,
      sleepUntil,
      setAuthorizedNodes,
      randomSeed: () => new Uint8Array(32).fill(6),
      submitTransaction: (extrinsic) => extrinsic.length > 0,
      networkState: () => ({ peerId: utf8("peer"), addresses: ["/ip4/1.2.3.4/tcp/1"] }),
    });
    expect(call("offchain_is_validator", 1)).toBe(1);
    expect(BigInt.asUintN(64, call("offchain_timestamp", 1) as bigint)).toBe(2n ** 63n + 5n);
    call("offchain_sleep_until", 1, -1n);
    expect(sleepUntil).toHaveBeenCalledWith(2n ** 64n - 1n);
    expect(call.fixed(32, "offchain_random_seed", 1)).toEqual(new Uint8Array(32).fill(6));
    expect(call.bytes("offchain_submit_transaction", 1, utf8("x"))).toEqual(Uint8Array.of(0));
    expect(call.bytes("offchain_submit_transaction", 1, nothing)).toEqual(Uint8Array.of(1));
    // Bytes within bytes: what the original encodes twice.
    const twice = (text: string): Uint8Array => encode(bytes, encode(bytes, utf8(text)));
    expect(call.bytes("offchain_network_state", 1)).toEqual(
      concatBytes(Uint8Array.of(0), twice("peer"), Uint8Array.of(4), twice("/ip4/1.2.3.4/tcp/1")),
    );
    call("offchain_set_authorized_nodes", 1, encode(vec(bytes), [utf8("a"), utf8("b")]), 1);
    expect(setAuthorizedNodes).toHaveBeenCalledWith([utf8("a"), utf8("b")], true);
  });

  it("keeps values of its own, of two kinds", () => {
    const storage = {
      get: vi.fn((kind: number) => (kind === 0 ? utf8("value") : undefined)),
      set: vi.fn(),
      clear: vi.fn(),
      compareAndSet: vi.fn((_kind: number, _key: Uint8Array, old: Uint8Array | undefined) => old === undefined),
    };
    const call = withOffchain({ storage });
    const [key, value] = [utf8("key"), utf8("value")];
    call("offchain_local_storage_set", 1, 0, key, value);
    call("offchain_local_storage_clear", 1, 1, key);
    expect(storage.set).toHaveBeenCalledWith(0, key, value);
    expect(storage.clear).toHaveBeenCalledWith(1, key);
    expect(call.bytes("offchain_local_storage_get", 1, 0, key)).toEqual(
      concatBytes(Uint8Array.of(1), encode(bytes, value)),
    );
    expect(call.bytes("offchain_local_storage_get", 1, 1, key)).toEqual(Uint8Array.of(0));
    expect(call("offchain_local_storage_compare_and_set", 1, 0, key, never, value)).toBe(1);
    const old = concatBytes(Uint8Array.of(1), encode(bytes, utf8("old")));
    expect(call("offchain_local_storage_compare_and_set", 1, 0, key, old, value)).toBe(0);
    expect(storage.compareAndSet).toHaveBeenLastCalledWith(0, key, utf8("old"), value);
    expect(() => call("offchain_local_storage_get", 1, 2, key)).toThrow("2 is no kind");
  });

  it("makes requests", () => {
    const http: HostHttp = {
      start: (method) => (method === "GET" ? 513 : undefined),
      addHeader: (id) => id === 513,
      writeBody: (_id, chunk, deadline) => (deadline === undefined ? "ok" : chunk.length === 0 ? "io" : "invalid"),
      wait: (ids) => ids.map((id) => [404, "deadline" as const, "io" as const, "invalid" as const][id] ?? 200),
      headers: () => [[utf8("name"), utf8("value")]],
      readBody(_id, into, deadline) {
        if (deadline !== undefined) return "deadline";
        into.set([1, 2, 3]);
        return 3;
      },
    };
    const call = withOffchain({}, http);
    const [get, uri] = [utf8("GET"), utf8("http://x")];
    expect(call.bytes("offchain_http_request_start", 1, get, uri, nothing)).toEqual(Uint8Array.of(0, 1, 2));
    expect(call.bytes("offchain_http_request_start", 1, utf8("POST"), uri, nothing)).toEqual(Uint8Array.of(1));
    expect(() => call("offchain_http_request_start", 1, Uint8Array.of(255), uri, nothing)).toThrow("not valid UTF-8");
    // Only 16 bits of the number count.
    const header = (id: number): Uint8Array => call.bytes("offchain_http_request_add_header", 1, id, get, uri);
    expect(header(0x10000 + 513)).toEqual(Uint8Array.of(0));
    expect(header(1)).toEqual(Uint8Array.of(1));
    const body = (chunk: Uint8Array, deadline: Uint8Array): Uint8Array =>
      call.bytes("offchain_http_request_write_body", 1, 513, chunk, deadline);
    expect(body(get, never)).toEqual(Uint8Array.of(0));
    expect(body(nothing, until)).toEqual(Uint8Array.of(1, 2));
    expect(body(get, until)).toEqual(Uint8Array.of(1, 3));
    const ids = Uint8Array.of(20, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0);
    expect(call.bytes("offchain_http_response_wait", 1, ids, never)).toEqual(
      Uint8Array.of(20, 3, 148, 1, 0, 1, 2, 3, 200, 0),
    );
    expect(call.bytes("offchain_http_response_headers", 1, 513)).toEqual(
      concatBytes(Uint8Array.of(4), encode(bytes, utf8("name")), encode(bytes, utf8("value"))),
    );
    const pointer = call.memory.allocate(4);
    const into = (4n << 32n) | BigInt(pointer);
    expect(call.bytes("offchain_http_response_read_body", 1, 513, into, never)).toEqual(Uint8Array.of(0, 3, 0, 0, 0));
    expect(call.memory.read(pointer, 4)).toEqual(Uint8Array.of(1, 2, 3, 0));
    expect(call.bytes("offchain_http_response_read_body", 1, 513, into, until)).toEqual(Uint8Array.of(1, 1));
  });
});

it("every function of offchain workers traps in other calls", () => {
  const call = createHostCaller(functions);
  for (const { name, takes } of functions) {
    const [, path, version] = /^ext_(.*)_version_(\d)$/.exec(name) as RegExpExecArray;
    // Bytes that are a list, an option and a text at once.
    const values = takes.map(({ wasm }) => (wasm === "i64" ? Uint8Array.of(0) : 0));
    if (path === "offchain_sleep_until") values[0] = 0n as never;
    expect(() => call(path as string, Number(version), ...values)).toThrow(Trap);
    expect(() => call(path as string, Number(version), ...values)).toThrow("not made by an offchain worker");
  }
});
