import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { checkMathFile, isMathFile } from "../../recordings/math-vectors.ts";
import type { Hex } from "../lib/bytes.ts";
import { FormatError, isChainFile, parseChainFile, withoutAnswers } from "./chain-file.ts";
import { isDifferenceFile, replayDifferences } from "./difference-file.ts";
import { checkEpochFile, isEpochFile } from "./epoch-vectors.ts";
import { type ReplayOptions, replayChain } from "./replay-chain.ts";

/** What came of one file: its line, and the lines under a failure. */
export interface FileOutcome {
  readonly passed: boolean;
  readonly line: string;
  readonly details: readonly string[];
  /** Chains: the block reached, and whether what stopped it is something not built. */
  readonly block?: number;
  readonly notBuilt?: boolean;
}

export interface FileOptions extends ReplayOptions {
  readonly blind?: boolean;
}

/** Reads a recording, plain or gzip. @throws FormatError */
export function readRecording(path: string): unknown {
  const bytes = readFileSync(path);
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return JSON.parse((gzip ? gunzipSync(bytes) : bytes).toString("utf8"));
  } catch (error) {
    throw new FormatError("the file", `JSON (${(error as Error).message})`);
  }
}

/** Replays one recorded chain, epoch, file of calculations or file of differences. @throws FormatError */
export function replayFile(name: string, json: unknown, options: FileOptions = {}): FileOutcome {
  if (isChainFile(json)) return replayChainFile(name, json, options);
  if (isDifferenceFile(json)) return replayDifferenceFile(name, json);
  const outcome = isEpochFile(json)
    ? checkEpochFile(json, options.epochEngine)
    : isMathFile(json)
      ? checkMathFile(json, options.epochEngine)
      : undefined;
  if (outcome === undefined)
    throw new FormatError("the file", "a chain, an epoch, calculations or calls with their answers");
  const passed = outcome.differences.length === 0;
  return passed
    ? { passed, line: `PASS ${name}: ${outcome.checked} results`, details: [] }
    : {
        passed,
        line: `FAIL ${name}: ${outcome.differences.length} of ${outcome.checked} results differ`,
        details: outcome.differences.slice(0, 20).map((one) => `  ${one}`),
      };
}

function replayDifferenceFile(name: string, json: unknown): FileOutcome {
  const { checked, failure } = replayDifferences(json);
  return failure === undefined
    ? { passed: true, line: `PASS ${name}: ${checked} runtime API calls`, details: [] }
    : { passed: false, line: `FAIL ${name}: ${failure.what}`, details: failure.details };
}

function replayChainFile(name: string, json: unknown, options: FileOptions): FileOutcome {
  const parsed = parseChainFile(json);
  const hashes: string[] = [];
  const outcome = replayChain(options.blind ? withoutAnswers(parsed) : parsed, {
    ...options,
    onBlock: (number: number, hash: Hex) => {
      if (options.blind) hashes.push(`  ${number} ${hash}`);
      options.onBlock?.(number, hash);
    },
  });
  const calls = outcome.apiCalls > 0 ? `, ${outcome.apiCalls} runtime API calls` : "";
  if (outcome.failure === undefined)
    return { passed: true, line: `PASS ${name}: ${outcome.blocks} blocks${calls}`, details: hashes };
  const { block, what, details, notBuilt } = outcome.failure;
  return {
    passed: false,
    // A panic's words may have several lines.
    line: `FAIL ${name}: block ${block}, ${what.replaceAll(/\s*\n\s*/g, " ")}`,
    details: [...details, ...hashes],
    block,
    notBuilt,
  };
}
