import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ss58Decode, ss58Encode } from "../crypto/ss58.ts";
import { withOfflineBeacon } from "../engine/native/drand/offline-beacon.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { readJson } from "../lib/json-tree.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { type ChainSpec, parseChainSpec } from "../primitives/chain-spec.ts";
import { withLightClientFacade } from "./build-choice.ts";
import { readLargeChainSpec } from "./large-spec-file.ts";
import { readCode } from "./runtime-files/runtime-bytes.ts";

/** The chains that are known by name: chainspec/<name>.json. */
const namedChains = ["dev", "local"] as const;

/** Names that the original knows and this client has no genesis for. */
const elsewhere = ["finney", "test_finney", "devnet"];

const choices =
  "--dev or --chain dev (one authority), --chain local (three authorities), --chain FILE (a specification)";

/** `:code` */
const codeKeyHex: Hex = "0x3a636f6465";

/** Extra funds of a development chain's genesis, 1,000,000 TAO in rao. */
const walletFunds = 1_000_000_000_000_000;

/** A file of more bytes is read as a stream: its text, and a map of what it says, would take several times as much memory. */
const largeFile = 128 * 1024 * 1024;

/**
 * Reads a specification file.
 * @throws UserError that names the file and what is wrong in it.
 */
function readChainSpec(path: string): ChainSpec {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largeFile) return readLargeChainSpec(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UserError(`the chain specification ${path} cannot be read: ${messageOf(error)}`);
  }
  try {
    return parseChainSpec(readJson(bytes));
  } catch (error) {
    throw new UserError(`the chain specification ${path} does not parse: ${messageOf(error)}`);
  }
}

/** A named chain exists in every build: its `:code` is the placeholder of the one that makes it. */
function forEveryBuild(spec: ChainSpec): ChainSpec {
  return spec.genesis.type === "raw" ? spec : { ...spec, genesis: { ...spec.genesis, code: undefined } };
}

function withWallet(spec: ChainSpec, address: string): ChainSpec {
  const account = ss58Decode(address);
  if (account === undefined) {
    throw new UserError(`BT_DEFAULT_TOKEN_WALLET is not an SS58 address: '${address}'; mend or unset it`);
  }
  if (spec.genesis.type !== "plain") return spec;
  const { balances } = spec.genesis.config.balances as { balances: [string, number][] };
  const entry: [string, number] = [ss58Encode(account), walletFunds];
  const known = balances.some(([owner]) => ss58Decode(owner) === account);
  const funded = known ? balances.map((old) => (ss58Decode(old[0]) === account ? entry : old)) : [...balances, entry];
  const config = { ...spec.genesis.config, balances: { balances: funded } };
  return { ...spec, genesis: { ...spec.genesis, config } };
}

/** What the command line says of the chain. */
export interface ChosenChain {
  readonly chain: string | undefined;
  readonly dev: boolean;
  /** "offline": with the offline beacon in its genesis. */
  readonly drand: "public" | "offline";
  /** With a program in its genesis that light clients execute. */
  readonly lightClientFacade?: boolean;
  /** A file with the program that the genesis begins with. */
  readonly runtime?: string | undefined;
  /** Under a build of this project's rules. */
  readonly fastRuntime?: boolean;
  readonly powFaucet?: boolean;
}

/** The options, as they were given, that make the genesis of a chain another one than its specification alone. */
export function genesisOptions(chosen: ChosenChain): string[] {
  return [
    ...(chosen.fastRuntime ? ["--fast-runtime"] : []),
    ...(chosen.powFaucet ? ["--pow-faucet"] : []),
    ...(chosen.drand === "offline" ? ["--drand offline"] : []),
    ...(chosen.lightClientFacade ? ["--light-client-facade"] : []),
    ...(chosen.runtime === undefined ? [] : [`--runtime ${chosen.runtime}`]),
  ];
}

/** @throws UserError where an option belongs to this project's rules, and a program executes the chain from its genesis on */
function refuseOptionsOfRules(chosen: ChosenChain): void {
  const [first] = genesisOptions({ ...chosen, runtime: undefined });
  if (chosen.runtime === undefined || first === undefined) return;
  throw new UserError(
    `${first} is about this project's rules, and with --runtime ${chosen.runtime} the program's rules hold from the genesis on: leave one of the two away (a node takes both with --engine both or program, where the program executes beside those rules)`,
    2,
  );
}

/**
 * The chain that the command line names.
 * @param environment BT_DEFAULT_TOKEN_WALLET (SS58) gets 1,000,000 TAO in the genesis of the named chains.
 * @param warn told in one line of members of a file that this client does not know.
 */
export function loadChainSpec(
  chosen: ChosenChain,
  environment: Readonly<Record<string, string | undefined>>,
  warn: (line: string) => void = () => {},
): ChainSpec {
  const { chain, drand, lightClientFacade = false, runtime } = chosen;
  refuseOptionsOfRules(chosen);
  const spec = findChainSpec(chosen, environment);
  if (spec.unknown.length > 0)
    warn(
      `The chain specification ${chain} has members that this node does not know and ignores: ${spec.unknown.join(", ")}`,
    );
  const beaconed = drand === "offline" ? withOfflineBeacon(spec) : spec;
  if (runtime !== undefined) {
    const made = withProgram(beaconed, readCode(runtime));
    const replaced = spec.genesis.type === "raw" ? spec.genesis.top.get(codeKeyHex) : undefined;
    if (replaced !== undefined && made.genesis.type === "raw" && made.genesis.top.get(codeKeyHex) !== replaced)
      warn(
        `--runtime ${runtime} takes the place of the program in the raw specification ${chain}: this is another chain than the one that it describes, with another genesis hash`,
      );
    return made;
  }
  return lightClientFacade ? withLightClientFacade(beaconed) : beaconed;
}

/** The same chain with a program in `:code`, which gives it another genesis: where that is a plain one, the program makes it. */
function withProgram(spec: ChainSpec, code: Uint8Array): ChainSpec {
  const { genesis } = spec;
  if (genesis.type === "plain") return { ...spec, genesis: { ...genesis, code: toHex(code) } };
  return { ...spec, genesis: { ...genesis, top: new Map([...genesis.top, [codeKeyHex, toHex(code)]]) } };
}

function findChainSpec(
  { chain, dev }: { chain: string | undefined; dev: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): ChainSpec {
  const wanted = chain ?? (dev ? "dev" : undefined);
  if (wanted === undefined || wanted === "") throw new UserError(`which chain? ${choices}`);
  if (namedChains.some((name) => name === wanted)) {
    const spec = forEveryBuild(
      readChainSpec(fileURLToPath(new URL(`../../chainspec/${wanted}.json`, import.meta.url))),
    );
    const wallet = environment.BT_DEFAULT_TOKEN_WALLET;
    return wallet === undefined || wallet === "" ? spec : withWallet(spec, wallet);
  }
  if (statSync(wanted, { throwIfNoEntry: false }) === undefined) {
    const hint = elsewhere.includes(wanted) ? "give its raw specification file instead" : "no such file";
    throw new UserError(`unknown chain '${wanted}' (${hint}); the choices: ${choices}`);
  }
  return readChainSpec(wanted);
}
