import { decode } from "../codec/codec.ts";
import { DecodeError } from "../codec/io.ts";
import { forgetVerified, setElsewhere } from "../crypto/verified.ts";
import { fromHex, type Hex, isHex, toHex } from "../lib/bytes.ts";
import { show } from "../lib/show.ts";
import { buildNames, isBuildName } from "../primitives/build-name.ts";
import { apiMethod, callRuntimeApi } from "../runtime/executive/call-api.ts";
import { BadBlock } from "../runtime/executive/execute-block.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { RuntimePanic } from "../runtime/frame/panic.ts";
import { builds, createRuntime } from "../runtime/index.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import { FormatError } from "./chain-file.ts";
import { describedBytes } from "./described-bytes.ts";
import { genesisOf } from "./genesis.ts";

/** Runtime API calls one after the other on one state, with the original's answers. */
interface DifferenceFile {
  readonly genesis: string;
  readonly runtime: Runtime;
  readonly calls: readonly { readonly method: string; readonly args: Uint8Array }[];
  /** An answer each: bytes, or why the call ended without one. */
  readonly expected: readonly (Hex | { readonly trap: string })[];
}

/** What came of one call: its answer, or why it has none. */
type Outcome = DifferenceFile["expected"][number];

/** The bytes that stand for a good signature in these files. */
const standIn = `0x${"5a".repeat(64)}`;

/** Whether a parsed file holds runtime API calls with answers. */
export function isDifferenceFile(json: unknown): boolean {
  return typeof json === "object" && json !== null && "calls" in json && "expected" in json;
}

function parseSetup(setup: unknown): Pick<DifferenceFile, "genesis" | "runtime"> {
  const [, genesis] = /\bgenesis (\w+)/.exec(String(setup)) ?? [];
  const [, rules] = /([\w-]+) rules\b/.exec(String(setup)) ?? [];
  if (genesis === undefined || !isBuildName(rules))
    throw new FormatError("setup", `"genesis NAME, ${buildNames.join(" or ")} rules"`);
  return { genesis, runtime: createRuntime(builds[rules], { orderedRoot }) };
}

/** @throws FormatError */
function parseDifferenceFile(json: unknown): DifferenceFile {
  const { setup, calls, expected } = json as Readonly<Record<string, unknown>>;
  if (!Array.isArray(calls)) throw new FormatError("calls", "a list");
  if (!Array.isArray(expected) || expected.length > calls.length)
    throw new FormatError("expected", "a list of an answer for each call");
  return {
    ...parseSetup(setup),
    calls: calls.map(({ method, args }: Readonly<Record<string, unknown>>, i) => ({
      method: String(method),
      args: describedBytes(args, `calls[${i}].args`),
    })),
    expected: expected.map((answer: unknown, i) => {
      if (isHex(answer)) return answer.toLowerCase() as Hex;
      if (typeof answer === "string" && answer.startsWith("TRAP")) return { trap: answer };
      throw new FormatError(`expected[${i}]`, "hexadecimal with 0x, or TRAP with its reason");
    }),
  };
}

/** Runs a call; of one that ends without an answer nothing stays. @throws what is no end of the rules */
function run(
  overlay: Parameters<typeof callRuntimeApi>[0],
  runtime: Runtime,
  method: string,
  args: Uint8Array,
): Outcome {
  overlay.begin();
  try {
    const answer = toHex(callRuntimeApi(overlay, runtime, method, args));
    overlay.commit();
    return answer;
  } catch (error) {
    overlay.rollback();
    if (error instanceof DecodeError || error instanceof RuntimePanic || error instanceof BadBlock)
      return { trap: error.message };
    throw error;
  }
}

function describe(runtime: Runtime, method: string, outcome: Outcome): string {
  if (typeof outcome !== "string") return `none (${outcome.trap})`;
  const output = apiMethod(runtime, method)?.output;
  try {
    return output === undefined
      ? outcome
      : `${outcome.slice(0, 200)} ${show(decode(output, fromHex(outcome), runtime.outer))}`;
  } catch {
    return outcome;
  }
}

/** What came of a file: how many answers were compared, and what the first other one is. */
export interface DifferenceOutcome {
  readonly checked: number;
  readonly failure?: { readonly what: string; readonly details: readonly string[] };
}

/**
 * Makes the calls of a file on one state and compares each answer, or that there is none. A signature of 64 times `5a` is
 * good there, and nowhere else. @throws FormatError
 */
export function replayDifferences(json: unknown): DifferenceOutcome {
  const { genesis, runtime, calls, expected } = parseDifferenceFile(json);
  const overlay = genesisOf(genesis, runtime).state.overlay();
  setElsewhere((key) => (key.includes(standIn) && !key.startsWith("ecdsa") ? true : undefined));
  try {
    for (const [i, { method, args }] of calls.entries()) {
      const ours = run(overlay, runtime, method, args);
      const theirs = expected[i];
      const same = typeof theirs === "string" ? ours === theirs : theirs === undefined || typeof ours !== "string";
      if (theirs === undefined || same) continue;
      const details = [
        `    ours:     ${describe(runtime, method, ours)}`,
        `    recorded: ${describe(runtime, method, theirs)}`,
      ];
      return { checked: i, failure: { what: `call ${i}, ${method}`, details } };
    }
    return { checked: expected.length };
  } finally {
    setElsewhere(() => undefined);
    // What stood for a good signature must not count as one in the next file.
    forgetVerified();
  }
}
