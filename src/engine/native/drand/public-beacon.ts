import type { Infer } from "../../../codec/codec.ts";
import { fromHex } from "../../../lib/bytes.ts";
import type { Pulse } from "../../../runtime/pallets/drand/types.ts";

/** Where drand's quicknet is asked, all at once. Rust: `pallets/drand/src/lib.rs ENDPOINTS`. */
export const endpoints = [
  "https://api.drand.sh",
  "https://api2.drand.sh",
  "https://api3.drand.sh",
  "https://drand.cloudflare.com",
  "https://api.drand.secureweb3.com:6875",
] as const;

/** Names quicknet. Rust: QUICKNET_CHAIN_HASH. */
const chainHash = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";

/** How long an answer may take, ms. Rust: `HttpFetchTimeout`. */
const timeout = 1_000;
/** Longest answer that is read, bytes; pulses have some 300. */
const mostBytes = 10_000;

/** Fetches a text. @throws Error when there is none in time, or the status is not 200. */
export type Fetch = (url: string, signal: AbortSignal) => Promise<string>;

/** Gets a text over HTTP. @throws on any status but 200, a redirect, and a text that is too long. */
export const httpFetch: Fetch = async (url, signal) => {
  const response = await fetch(url, { signal, redirect: "error" });
  if (response.status !== 200) throw new Error(`status ${response.status} from ${url}`);
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > mostBytes) throw new Error(`an answer of more than ${mostBytes} bytes from ${url}`);
  }
  return text;
};

/** The pulse in an answer of drand. Rust: DrandResponseBody. @throws Error when it is none. */
export function readPulse(text: string): Infer<typeof Pulse> {
  const { round, randomness, signature } = JSON.parse(text) as Record<string, unknown>;
  if (typeof round !== "number" || !Number.isSafeInteger(round) || round < 0)
    throw new Error("an answer without round");
  const bytes = (value: unknown, most: number): Uint8Array => {
    if (typeof value === "string" && /^([0-9a-fA-F]{2})*$/.test(value) && value.length <= 2 * most)
      return fromHex(`0x${value}`);
    throw new Error("an answer that is no pulse");
  };
  return { round: BigInt(round), randomness: bytes(randomness, 32), signature: bytes(signature, 144) };
}

/**
 * Asks all endpoints for a round, and takes the first good answer.
 * @throws Error when no endpoint gives one in time. Rust: fetch_and_decode_from_any_endpoint.
 */
export async function fetchPulse(
  round: bigint | "latest",
  fetchText: Fetch,
  stopped: AbortSignal,
): Promise<Infer<typeof Pulse>> {
  const enough = new AbortController();
  const signal = AbortSignal.any([AbortSignal.timeout(timeout), stopped, enough.signal]);
  try {
    return await Promise.any(
      endpoints.map(async (endpoint) => readPulse(await fetchText(`${endpoint}/${chainHash}/public/${round}`, signal))),
    );
  } catch (error) {
    const first = error instanceof AggregateError ? error.errors[0] : error;
    throw new Error(first instanceof Error ? first.message : String(first));
  } finally {
    enough.abort();
  }
}
