import { fileURLToPath } from "node:url";
import { main as compile } from "assemblyscript/asc";
import { programOptions } from "../../scripts/facade.ts";
import { encode } from "../../src/codec/codec.ts";
import { tuple, vec } from "../../src/codec/containers.ts";
import { bytes } from "../../src/codec/primitives.ts";
import { blake2b64 } from "../../src/crypto/hashing.ts";
import { concatBytes, fromKey, type StateKey, utf8 } from "../../src/lib/bytes.ts";
import { facadeConstants, withConstants } from "../../src/node/facade/program.ts";
import { RuntimeVersion } from "../../src/primitives/runtime-version.ts";
import { builds, createRuntime } from "../../src/runtime/index.ts";
import { storage as sudo } from "../../src/runtime/pallets/sudo/storage.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { storage as timestamp } from "../../src/runtime/pallets/timestamp/storage.ts";
import { LastRuntimeUpgradeInfo } from "../../src/runtime/types/frame.ts";
import { customSection } from "../../src/wasm/module/encode.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));
let compiled: Promise<Uint8Array> | undefined;

/** What small-runtime/ compiles to. @throws Error with the compiler's messages */
async function compileProgram(): Promise<Uint8Array> {
  let program: Uint8Array | undefined;
  const { error, stderr } = await compile(
    ["small-runtime/assembly/index.ts", "--baseDir", home, "--outFile", "small.wasm", ...programOptions],
    {
      writeFile: (_name, contents) => {
        program = contents as Uint8Array;
      },
    },
  );
  if (error !== null || program === undefined) throw new Error(`the program does not compile: ${stderr.toString()}`);
  return program;
}

export interface SmallProgram {
  readonly specVersion: number;
  readonly specName?: string;
  /** Which state version its tries have, 1. */
  readonly stateVersion?: number;
  /** What its GenesisBuilder writes. */
  readonly genesis?: readonly (readonly [StateKey, Uint8Array])[];
  /** Whether its version lies in a section of its own; otherwise only `Core_version` tells it. */
  readonly versionSection?: boolean;
}

/**
 * The small runtime for tests as a program: the constants and metadata of the local rules, its own version, and the runtime
 * APIs that it has.
 */
export async function smallProgram({
  specVersion,
  specName = "node-subtensor",
  stateVersion = 1,
  genesis = [],
  versionSection = true,
}: SmallProgram): Promise<Uint8Array> {
  compiled ??= compileProgram();
  const runtime = createRuntime(builds.local);
  const [, , ...others] = facadeConstants(runtime);
  const { rules } = runtime;
  const apis = Object.entries(apiVersions).map(
    ([name, version]) => [blake2b64(utf8(name)), version] as [Uint8Array, number],
  );
  const version = encode(RuntimeVersion, {
    ...{ spec_name: specName, impl_name: "small", authoring_version: 1, spec_version: specVersion },
    ...{ impl_version: 1, apis, transaction_version: rules.transactionVersion, system_version: stateVersion },
  });
  const signed = new DataView(new ArrayBuffer(8));
  signed.setUint32(0, specVersion, true);
  signed.setUint32(4, rules.transactionVersion, true);
  const entries = genesis.map(([key, value]) => [fromKey(key), value] as [Uint8Array, Uint8Array]);
  const constants = [
    ...[version, new Uint8Array(signed.buffer), ...others.map((bytes) => withVersion(bytes, specVersion))],
    ...[system.ParentHash.key, system.Digest.key, system.Events.key, timestamp.Now.key, sudo.Key.key].map(fromKey),
    encode(vec(tuple(bytes, bytes)), entries),
    fromKey(system.LastRuntimeUpgrade.key),
    encode(LastRuntimeUpgradeInfo, { spec_version: specVersion, spec_name: "node-subtensor" }),
    ...texts.map(utf8),
  ];
  const program = withConstants(await compiled, constants);
  return versionSection ? concatBytes(program, customSection("runtime_version", version)) : program;
}

/** What a version begins with in metadata, up to its spec version. */
const versionStart = Buffer.from("\x38node-subtensor\x38node-subtensor\x01\0\0\0", "latin1");

/** Metadata with another spec version: clients read there which one they sign for. Other bytes stay as they are. */
function withVersion(bytes: Uint8Array, specVersion: number): Uint8Array {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(versionStart);
  if (at < 0) return bytes;
  const changed = bytes.slice();
  new DataView(changed.buffer).setUint32(at + versionStart.length, specVersion, true);
  return changed;
}

const apiVersions = {
  Core: 5,
  Metadata: 2,
  BlockBuilder: 6,
  TaggedTransactionQueue: 3,
  OffchainWorkerApi: 2,
  SessionKeys: 1,
  AuraApi: 1,
  GrandpaApi: 3,
  AccountNonceApi: 1,
  GenesisBuilder: 1,
};

/** In the order of assembly/texts.ts. */
const texts = [
  "small",
  "small:count",
  "small:extrinsic",
  "small:open",
  "trap",
  "loop",
  "recurse",
  "exhaust",
  "outside",
  "leave open",
  "close",
  "child",
  "timstap0",
  ":code",
  ":child_storage:default:x",
  "the block is not what its header says",
  "aura",
  "gran",
  "{}",
  "http",
  "small:url",
  "GET",
  "small:status",
  "small:migrated",
];
