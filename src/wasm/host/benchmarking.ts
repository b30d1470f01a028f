import { struct } from "../../codec/composites.ts";
import { option, tuple, vec } from "../../codec/containers.ts";
import { bool, bytes as bytesCodec, u32 } from "../../codec/primitives.ts";
import { Trap } from "../memory.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerEncoded, answerFixed, bytes, decoded, nothing } from "./marshal.ts";

/** Rust: `sp_storage: TrackedStorageKey` */
const TrackedStorageKey = struct("TrackedStorageKey", {
  key: bytesCodec,
  reads: u32,
  writes: u32,
  whitelisted: bool,
});

/** A state of the chain does not count what is read and written. Rust: `sp_state_machine: backend.rs Backend`, its own bodies */
function notMeasured(): never {
  throw new Trap("the state of a chain cannot be measured: benchmarks need a state of their own");
}

/**
 * Functions for programs that are built with benchmarks. Nodes have them so that such a program starts; only the time and
 * the lists of keys have an answer over the state of a chain. Rust: `frame_benchmarking: utils.rs Benchmarking`
 */
export const benchmarkingFunctions: readonly HostFunction[] = [
  /** Nanoseconds since 1970 in 16 bytes, small end first. Rust: `benchmarking::current_time` */
  hostFunction("benchmarking_current_time", 1, [], answerFixed, () => {
    const now = new Uint8Array(16);
    new DataView(now.buffer).setBigUint64(0, BigInt(Date.now()) * 1_000_000n, true);
    return now;
  }),
  /** Rust: `benchmarking::wipe_db` */
  hostFunction("benchmarking_wipe_db", 1, [], nothing, notMeasured),
  /** Rust: `benchmarking::commit_db` */
  hostFunction("benchmarking_commit_db", 1, [], nothing, notMeasured),
  /** Reads and writes, each with those of keys read or written before. Rust: `benchmarking::read_write_count` */
  hostFunction("benchmarking_read_write_count", 1, [], answerEncoded(tuple(u32, u32, u32, u32)), notMeasured),
  /** Rust: `benchmarking::reset_read_write_count` */
  hostFunction("benchmarking_reset_read_write_count", 1, [], nothing, notMeasured),
  /** Keys that do not count: none. Rust: `benchmarking::get_whitelist` */
  hostFunction("benchmarking_get_whitelist", 1, [], answerEncoded(vec(TrackedStorageKey)), () => []),
  /** Rust: `benchmarking::set_whitelist` */
  hostFunction("benchmarking_set_whitelist", 1, [decoded(vec(TrackedStorageKey))], nothing, () => undefined),
  /** Rust: `benchmarking::add_to_whitelist` */
  hostFunction("benchmarking_add_to_whitelist", 1, [decoded(TrackedStorageKey)], nothing, () => undefined),
  /** Rust: `benchmarking::remove_from_whitelist` */
  hostFunction("benchmarking_remove_from_whitelist", 1, [bytes], nothing, () => undefined),
  /** Keys with their reads, writes and whether they do not count. Rust: `benchmarking::get_read_and_written_keys` */
  hostFunction(
    "benchmarking_get_read_and_written_keys",
    1,
    [],
    answerEncoded(vec(tuple(bytesCodec, u32, u32, bool))),
    notMeasured,
  ),
  /** Bytes. Rust: `benchmarking::proof_size` */
  hostFunction("benchmarking_proof_size", 1, [], answerEncoded(option(u32)), notMeasured),
];
