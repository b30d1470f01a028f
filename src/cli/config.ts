import { readFileSync } from "node:fs";
import { type DevName, devNames } from "../crypto/dev-accounts.ts";
import { usualEngine } from "../engine/chain-engines.ts";
import { hasOfflineBeacon } from "../engine/native/drand/offline-beacon.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { agreedBuilds, buildWitnesses, optionBuild } from "../node/build-choice.ts";
import { genesisOptions, loadChainSpec } from "../node/chain-specs.ts";
import type { NodeConfig, RpcConfig, TelemetryEndpoint } from "../node/config.ts";
import type { PreparedFork } from "../node/fork/prepared-fork.ts";
import { basePath, dataPaths, temporaryBasePath } from "../node/paths.ts";
import { readCode } from "../node/runtime-files/runtime-bytes.ts";
import { notTelemetry, telemetryUrl as telemetryUrlOf } from "../node/telemetry/endpoint.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import { networkConfig } from "./network-config.ts";
import type { Values } from "./option.ts";
import { devKeyFlags } from "./options/node.ts";
import type { RunValues } from "./options/run.ts";
import type { logOptions } from "./options/shared.ts";
import { say } from "./say.ts";
import { stateFiles } from "./state-files-config.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const mebibyte = 1024 * 1024;

const localOrigins = [
  ...["http://localhost:*", "http://127.0.0.1:*", "https://localhost:*", "https://127.0.0.1:*"],
  "https://polkadot.js.org",
];

/** The development key that a flag names. `--dev` alone has One's: the only authority of the dev chain. */
function devKeyOf(values: RunValues): DevName | undefined {
  const flag = devKeyFlags.find((name) => values[name]);
  if (flag !== undefined) return (flag.charAt(0).toUpperCase() + flag.slice(1)) as DevName;
  return values.dev ? "One" : undefined;
}

function nodeName(values: RunValues, devKey: DevName | undefined, random: () => string): string {
  const name = values.name ?? devKey ?? `node-${random()}`;
  const why =
    (name === "" && "it is empty") ||
    ([...name].length >= 64 && "it is longer than 63 characters") ||
    (/[\\.@]/.test(name) && "it holds '.', '@' or a backslash") ||
    (/^https?:/.test(name) && "it is a URL");
  if (why) throw new UserError(`--name '${name}' cannot be used: ${why}`);
  return name;
}

function rpcConfig(values: RunValues, authority: boolean): RpcConfig {
  if (values.rpcExternal && authority && !values.unsafeRpcExternal && values.rpcMethods !== "unsafe") {
    throw new UserError(
      "--rpc-external lets everybody call a validator: give --unsafe-rpc-external or --rpc-methods unsafe if it is meant",
    );
  }
  const origins = values.rpcCors?.split(",").map((origin) => origin.trim());
  const all =
    origins === undefined
      ? values.dev || values.fork !== undefined
      : origins.some((origin) => origin === "all" || origin === "*");
  return {
    port: values.rpcPort,
    external: values.rpcExternal || values.unsafeRpcExternal,
    methods: values.rpcMethods,
    cors: all ? undefined : (origins ?? localOrigins),
    maxConnections: values.rpcMaxConnections,
    maxSubscriptionsPerConnection: values.rpcMaxSubscriptionsPerConnection,
    maxRequestSize: values.rpcMaxRequestSize * mebibyte,
    maxResponseSize: values.rpcMaxResponseSize * mebibyte,
    messageBuffer: values.rpcMessageBufferCapacityPerConnection,
    maxBatch: values.rpcDisableBatchRequests ? 0 : values.rpcMaxBatchRequestLen,
    rateLimit:
      values.rpcRateLimit === undefined
        ? undefined
        : {
            calls: values.rpcRateLimit,
            exempt: values.rpcRateLimitWhitelistedIps,
            trustProxyHeaders: values.rpcRateLimitTrustProxyHeaders,
          },
  };
}

/** The log as the log options have it, after the filters of RUST_LOG. */
export function logConfig(values: Values<typeof logOptions>, environment: Environment): NodeConfig["log"] {
  return {
    filters: [environment.RUST_LOG ?? "", values.log.join(",")].flatMap((patterns) =>
      patterns === "" ? [] : patterns.split(","),
    ),
    detailed: values.detailedLogOutput,
    color: !values.disableLogColor,
    format: values.logFormat,
    reloading: values.enableLogReloading,
  };
}

/** The servers that options name, or else the specification. Rust: `sc_cli RunCmd::telemetry_endpoints`. */
function telemetryOf({ telemetryUrl }: RunValues, spec: ChainSpec): TelemetryEndpoint[] {
  const asked = telemetryUrl.map((text) => text.split(" ") as [string, string]);
  return (asked.length > 0 ? asked : (spec.telemetryEndpoints ?? [])).map(([address, verbosity]) => {
    const url = telemetryUrlOf(address);
    if (url === undefined) throw new UserError(notTelemetry(address));
    return { url, verbosity: Number(verbosity) };
  });
}

/** Whether the chain's owner may do with it as he likes. @throws UserError where others depend on it */
function ownerRpc({ dev, devRpc, fork, mockSignatures }: RunValues, spec: ChainSpec, authority: boolean): boolean {
  const owned = dev || devRpc || fork !== undefined;
  if (devRpc && spec.chainType === "Live")
    throw new UserError(`--dev-rpc: the chain ${spec.id} is a live one, which nobody owns: fork it, or start another`);
  if (devRpc && !authority)
    throw new UserError(
      "--dev-rpc: a node that makes no blocks has nothing to command: give --validator, a development key or --dev",
    );
  if (mockSignatures && !owned)
    throw new UserError("--mock-signatures lets anybody act as anybody: it needs --dev-rpc, --dev or --fork");
  return owned && spec.chainType !== "Live";
}

/** The time for which an invalid transaction is refused, ms. Rust: `sc-transaction-pool TransactionPoolOptions::new_with_params`. */
function banTime({ txBanSeconds, dev, fork }: RunValues): number {
  return (txBanSeconds ?? (dev || fork !== undefined ? 0 : 30 * 60)) * 1000;
}

/** The password of the keystore's secrets. Asking for it needs a terminal, which the caller brings. */
export function keystorePassword(
  values: Pick<RunValues, "password" | "passwordFilename" | "passwordInteractive">,
  ask: () => string,
): string | undefined {
  if (values.passwordInteractive) return ask();
  if (values.passwordFilename === undefined) return values.password;
  try {
    // The original takes the whole content: with a line end at its end other keys come out than without.
    return readFileSync(values.passwordFilename, "utf8");
  } catch (error) {
    throw new UserError(`--password-filename ${values.passwordFilename} cannot be read: ${messageOf(error)}`);
  }
}

/** With `--engine auto` a program that is given becomes the genesis's; otherwise it only executes beside a placeholder. */
export function genesisChoice<V extends Pick<RunValues, "engine" | "runtime">>(values: V): V {
  return values.engine === "auto" ? values : { ...values, runtime: undefined };
}

/** Whose rules execute blocks, and the program that `--runtime` gives for that. */
export function engineChoice({ engine: choice, runtime }: Pick<RunValues, "engine" | "runtime">): NodeConfig["engine"] {
  const program = choice === "auto" || runtime === undefined ? undefined : readCode(runtime);
  return { ...usualEngine, choice, program };
}

/** Whether the data lies in a directory that is removed at the end. */
export function isTemporary({ tmp, dev, fork, basePath }: RunValues): boolean {
  return tmp || ((dev || fork !== undefined) && basePath === undefined);
}

interface ConfigParts {
  readonly environment: Environment;
  random(): string;
  /** Asks for the password of the keystore. */
  ask(): string;
  /** What `--fork` came to. */
  readonly prepared?: PreparedFork | undefined;
}

/**
 * What the options mean, taken together: the implications of --dev, the development keys, the defaults that depend on others.
 * @throws UserError for an unknown chain, a specification that does not parse, a name or combination that is refused.
 */
export function nodeConfig(values: RunValues, { environment, random, ask, prepared }: ConfigParts): NodeConfig {
  const chosen = genesisChoice(values);
  const forks = prepared !== undefined;
  if (forks && chosen.runtime !== undefined)
    throw new UserError(
      "--runtime makes a genesis, which a fork has already: leave it out, or say by --engine what it is for",
      2,
    );
  const spec =
    prepared?.spec ?? loadChainSpec(chosen, environment, (line) => say("warn", line, values.logFormat === "json"));
  const build = optionBuild(values);
  agreedBuilds(buildWitnesses(spec, build));
  const devKey = devKeyOf(values);
  const authority = values.validator || devKey !== undefined || forks;
  // Rust: `node/src/service.rs`: `always` makes no full node run them.
  const offchain = authority && !forks && values.offchainWorker !== "never";
  const rpc = rpcConfig(values, values.validator);
  const name = nodeName(values, devKey, random);
  const password = keystorePassword(values, ask);
  const files = stateFiles(values, prepared?.fork);
  const temporary = isTemporary(values);
  const base = temporary ? temporaryBasePath(random()) : basePath(values.basePath, environment);
  return {
    spec,
    build,
    genesisOptions: genesisOptions(chosen),
    fork: prepared?.fork,
    forkSudo: devNames.find((one) => one.toLowerCase() === values.forkSudo),
    forkNetuid: forks ? values.forkNetuid : undefined,
    forkPrefetch: forks && values.forkPrefetch.length > 0 ? values.forkPrefetch : undefined,
    paths: dataPaths(base, spec.id, values.keystorePath),
    temporary,
    name,
    authority,
    devKey,
    forceAuthoring: values.forceAuthoring || values.dev,
    tryState: values.tryState,
    engine: {
      ...engineChoice(values),
      cacheSize: values.runtimeCacheSize,
      mockSignatures: values.mockSignatures,
    },
    grandpa: !values.noGrandpa,
    sealing: values.sealing ?? (forks ? "instant" : undefined),
    runtimeOverrides: values.wasmRuntimeOverrides,
    offchain,
    // Where the genesis has the offline beacon, whoever sends pulses is it.
    drand: !offchain ? "none" : hasOfflineBeacon(spec) ? "offline" : values.drand,
    ownerRpc: ownerRpc(values, spec, authority),
    rpc,
    network: networkConfig(values, spec, authority),
    prometheus: values.noPrometheus ? undefined : { port: values.prometheusPort, external: values.prometheusExternal },
    telemetry: values.noTelemetry ? [] : telemetryOf(values, spec),
    pool: { limit: values.poolLimit, bytes: values.poolKbytes * 1024, banTime: banTime(values) },
    pruning: { state: values.statePruning, blocks: values.blocksPruning },
    keystorePassword: password,
    ...(files === undefined ? {} : { stateFiles: files }),
    log: logConfig(values, environment),
  };
}
