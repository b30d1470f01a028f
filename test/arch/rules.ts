import { isBuildName } from "../../src/primitives/build-name.ts";
import { resolveImport, type SourceFacts } from "./source.ts";

const below = {
  primitives: ["lib", "crypto", "codec", "primitives"],
  chain: ["lib", "crypto", "codec", "primitives", "storage", "consensus"],
};

/** For each folder of src/, the folders it may import; "*" is all. A folder may always import itself. */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  crypto: ["lib"],
  codec: ["lib"],
  primitives: ["lib", "crypto", "codec"],
  // What any runtime's metadata says: its codecs, and values in JSON by its types.
  metadata: below.primitives,
  storage: below.primitives,
  runtime: [...below.primitives, "metadata"],
  consensus: below.primitives,
  chain: below.chain,
  // A chain that stands on a block of another node: its state as a store that asks that node for what is missing.
  fork: [...below.primitives, "storage"],
  // Engines join what knows no other: the rules, and the chain that asks for them.
  engine: [...below.primitives, "storage", "runtime", "chain", "wasm"],
  // What executes a chain's own program: the host that Substrate's runtimes ask, over a state and the node's keys.
  wasm: [...below.primitives, "storage"],
  network: below.primitives,
  // What is downloaded from whom and in which order, as a machine: it knows messages, and no socket.
  sync: [...below.primitives, "consensus", "network"],
  rpc: [...below.primitives, "metadata", "chain", "runtime", "dev"],
  replay: [...below.primitives, "storage", "runtime", "wasm"],
  // A chain as one file: written from a database, read into another one.
  "state-file": [...below.primitives, "storage"],
  // What the owner of a development chain may do: time, state, identity, worlds. It changes the chain through its writer.
  dev: [...below.primitives, "metadata", "storage", "runtime", "consensus", "chain"],
  node: ["*"],
  cli: ["*"],
  // What others' tests import: it starts nodes, as the command line does.
  testing: ["*"],
  "main.ts": ["*"],
};

/** Of some folders another may import only these files. */
const doors: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  engine: { chain: ["api.ts", "engine.ts", "environment.ts"] },
  rpc: { chain: ["api.ts"], dev: ["api.ts"] },
};

/** Global names that a deterministic, synchronous folder must not use. */
const impure = new Set([
  ...["Date", "Math", "Intl", "parseFloat", "Float32Array", "Float64Array"],
  ...["process", "globalThis", "performance", "crypto", "fetch", "Worker", "Atomics"],
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
]);
const pureFolders = ["runtime", "consensus", "sync"];

// src/testing is no test: it is a part of the library.
const isTest = (path: string): boolean => /\.test\.ts$|\/test-support\/|^(?!src\/testing\/).*\/testing\//.test(path);
const folderOf = (path: string): string => path.split("/")[1] ?? "";

/** Imports that the table does not allow, that nobody may make (main.ts), or that name a folder not in the table. */
export function checkLayers(files: readonly SourceFacts[]): string[] {
  return files.flatMap((file) => {
    if (isTest(file.path)) return [];
    const folder = folderOf(file.path);
    const allowed = allowedImports[folder];
    if (allowed === undefined) return [`${file.path}: the folder ${folder} is not in the table of test/arch/rules.ts`];
    return file.imports.flatMap(({ specifier, line }) => {
      const target = resolveImport(file.path, specifier);
      // Networks are data that may lie in a module's place.
      if (target === undefined || /^chainspec\/.*\.json$/.test(target)) return [];
      // Functions that only recordings have lie outside of src/, and replay asks for them.
      if (folder === "replay" && target === "recordings/math-vectors.ts") return [];
      if (!target.startsWith("src/")) return [`${file.path}:${line}: imports ${specifier}, which is outside src/`];
      const to = folderOf(target);
      const fine = to !== "main.ts" && (to === folder || allowed.includes(to) || allowed.includes("*"));
      if (!fine) return [`${file.path}:${line}: ${folder} may not import ${to} (${specifier})`];
      const door = doors[folder]?.[to];
      const within = target.split("/").slice(2).join("/");
      if (door === undefined || door.includes(within)) return [];
      return [`${file.path}:${line}: of ${to}, ${folder} may import only ${door.join(", ")} (${specifier})`];
    });
  });
}

/** Relative imports without their .ts ending, and an index.ts imported from inside its own folder. */
export function checkPaths(files: readonly SourceFacts[]): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap(({ specifier, line }) => {
      const target = resolveImport(file.path, specifier);
      if (target === undefined) return [];
      if (!/\.(ts|json|wasm)$/.test(target)) return [`${file.path}:${line}: ${specifier} lacks its file ending`];
      const border = target.endsWith("/index.ts") ? target.slice(0, -"index.ts".length) : undefined;
      const inside = border !== undefined && !isTest(file.path) && file.path.startsWith(border);
      return inside ? [`${file.path}:${line}: imports the index.ts of its own folder (${specifier})`] : [];
    }),
  );
}

/** One line for each ring of files that import each other's values. */
export function checkRings(files: readonly SourceFacts[]): string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports
        .filter(({ how }) => how === "value")
        .map(({ specifier }) => resolveImport(file.path, specifier))
        .filter((target) => target !== undefined),
    ]),
  );
  const rings: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (path: string): void => {
    const at = trail.indexOf(path);
    if (at >= 0) rings.push(`ring: ${[...trail.slice(at), path].join(" -> ")}`);
    if (at >= 0 || done.has(path)) return;
    trail.push(path);
    for (const target of edges.get(path) ?? []) walk(target);
    trail.pop();
    done.add(path);
  };
  for (const path of edges.keys()) walk(path);
  return rings;
}

/**
 * Functions of the original that only its EVM precompiles, contracts or other pallets' configurations call: the port of those
 * needs them. Of GRANDPA: what an RPC for proofs of finality calls, which the original's node has not.
 */
const forLater: Readonly<Record<string, readonly string[]>> = {
  "src/consensus/grandpa/finality-proof.ts": ["proveFinality", "encodeFinalityProof", "checkFinalityProof"],
  "src/runtime/fixed/float.ts": ["decimalToF32"],
  "src/runtime/fixed/formats.ts": ["U32F32", "U110F18"],
  "src/runtime/fixed/per-things.ts": ["permill", "fromParts", "fromPercent", "leftFromOne"],
  "src/runtime/pallets/balances/accounts.ts": ["reservedBalance"],
  "src/runtime/pallets/balances/currency.ts": ["withdrawCurrency", "depositCreating"],
  "src/runtime/pallets/balances/fungible.ts": ["setBalance"],
  "src/runtime/pallets/balances/locks.ts": ["setLock"],
  "src/runtime/pallets/balances/reserves.ts": ["repatriateReserved"],
  "src/runtime/pallets/subtensor/staking/lock.ts": ["getConviction"],
  "src/runtime/pallets/subtensor/staking/reserves.ts": ["increaseProvidedTaoReserve", "increaseProvidedAlphaReserve"],
  "src/runtime/pallets/subtensor/staking/root-claimable.ts": ["getRootOwedForHotkeyColdkey"],
  "src/runtime/pallets/subtensor/staking/set-children.ts": ["getChildren", "getParents"],
  "src/runtime/pallets/subtensor/staking/total-stake.ts": [
    "getTotalStakeForColdkey",
    "getTotalStakeForColdkeyOnSubnet",
  ],
  "src/runtime/pallets/subtensor/utils/misc.ts": ["isSubnetOwner"],
  "src/runtime/pallets/subtensor/utils/neuron-vectors.ts": ["setValidatorPermitForUid"],
  "src/runtime/pallets/swap/impls.ts": ["initSwap"],
  "src/runtime/pallets/system/accounts.ts": ["accountExists", "incAccountNonce"],
};

/** The other half of what a node does, which tests need to see whether it is done right: encrypting, checking a proof, and the like. */
const forTests: Readonly<Record<string, readonly string[]>> = {
  "src/chain/environment.ts": ["silentLog"],
  "src/cli/program.ts": ["parseArguments"],
  "src/crypto/hashing.ts": ["blake2b64"],
  "src/crypto/shield.ts": ["shield"],
  "src/crypto/verified.ts": ["rememberVerified"],
  "src/rpc/options.ts": ["defaultRpcOptions"],
  "src/runtime/pallets/system/initialize.ts": ["unique"],
  // The owner of a running chain loads a file onto it by these.
  "src/storage/read-only.ts": ["openReadOnly"],
  "src/storage/trie/proof.ts": ["verifyProof"],
  "src/storage/trie/update.ts": ["insert", "remove"],
};

/** What others import from the package: package.json names them. */
const libraryEntries = ["src/testing/index.ts", "src/testing/vitest.ts"];

/**
 * What files of src/ export though no file that is not a test imports it, nor its own file uses it. Scripts, recordings and
 * research count; tests do not.
 */
export function checkUse(files: readonly SourceFacts[], allowed = { ...forLater, ...forTests }): string[] {
  const taken = new Map<string, Set<string>>();
  for (const { path, imports } of files.filter((file) => !isTest(file.path) && !file.path.startsWith("test/")))
    for (const { specifier, taken: names } of imports) {
      const target = resolveImport(path, specifier) ?? "";
      taken.set(target, new Set([...(taken.get(target) ?? []), ...(names === "all" ? ["*"] : names)]));
    }
  return files
    .filter(
      ({ path }) => path.startsWith("src/") && !path.endsWith(".d.ts") && !isTest(path) && !taken.get(path)?.has("*"),
    )
    .filter(({ path }) => !libraryEntries.includes(path))
    .flatMap(({ path, exports, names }) =>
      exports
        .filter(({ text }) => !taken.get(path)?.has(text) && !allowed[path]?.includes(text))
        .filter(({ text }) => names.filter((name) => name.text === text).length < 2)
        .map(({ text, line }) => `${path}:${line}: nothing but tests uses ${text}`),
    );
}

/**
 * Calls whose arguments are a list of a length that the program itself fixes: keys of a storage map, arguments of a routine,
 * names that are written down.
 */
const fixedLists: Readonly<Record<string, readonly string[]>> = {
  "src/crypto/wasm.ts": ["(wasm[name] as Routine)"],
  "src/dev/in-words.ts": ["run"],
  "src/dev/owner-steps.ts": ["run"],
  "src/rpc/storage-query.ts": ["oneOf"],
  "src/runtime/frame/storage-item.ts": ["rawKeys"],
  "src/runtime/metadata/pallets.ts": ["tuple"],
  "src/runtime/pallets/proxy/proxy-filters.ts": ["subtensor"],
  "src/runtime/pallets/subtensor/invariants/keys.ts": ["getStakeForHotkeyAndColdkeyOnSubnet"],
  "src/runtime/pallets/subtensor/invariants/shares.ts": ["storage.AlphaV2.at"],
  "src/runtime/pallets/subtensor/staking/helpers.ts": ["shares.at"],
  "src/wasm/host/batch-verify.ts": ["isGood"],
  "src/wasm/host/function.ts": ["run"],
  "src/wasm/host/misc.ts": ["host.log"],
  "src/wasm/host/trie.ts": ["proven"],
};

/** Lists of any length as arguments: each takes a place on the stack, which ends at about 125,000. */
export function checkSpreads(files: readonly SourceFacts[], allowed = fixedLists): string[] {
  const found = files
    .filter(({ path }) => path.startsWith("src/") && !isTest(path))
    .flatMap(({ path, spreads }) =>
      spreads
        .filter(({ text }) => !allowed[path]?.includes(text))
        .map(({ text, line }) => `${path}:${line}: ${text} is called with a list as its arguments`),
    );
  const needless = Object.entries(allowed).flatMap(([path, callees]) =>
    callees
      .filter((callee) => !files.some((file) => file.path === path && file.spreads.some(({ text }) => text === callee)))
      .map((callee) => `${path}: ${callee} is allowed lists as its arguments, and takes none`),
  );
  return [...found, ...needless];
}

/** Clock, environment, randomness, floats, waiting and `node:` modules where the chain's rules are computed. */
export function checkPurity(files: readonly SourceFacts[]): string[] {
  return files
    .filter((file) => pureFolders.includes(folderOf(file.path)) && !isTest(file.path))
    .flatMap((file) => [
      ...file.imports
        .filter(({ specifier }) => specifier.startsWith("node:"))
        .map(({ specifier, line }) => `${file.path}:${line}: imports ${specifier}`),
      ...file.names
        .filter(({ text }) => impure.has(text))
        .map(({ text, line }) => `${file.path}:${line}: uses ${text}`),
      ...file.numbers
        .filter(({ text }) => !/^0[xob]/i.test(text) && /\.|e-/i.test(text))
        .map(({ text, line }) => `${file.path}:${line}: the fractional literal ${text}`),
      ...file.waits.map((line) => `${file.path}:${line}: async or await`),
    ]);
}

/** The only file of the runtime that knows builds by name. */
const rulesFile = "src/runtime/rules.ts";

/**
 * Where a build is told by its name: the runtime reads the fields of its rules, and everybody else looks the rules up by
 * name and reads those.
 */
export function checkBuilds(files: readonly SourceFacts[]): string[] {
  return files
    .filter(({ path }) => path.startsWith("src/") && !isTest(path) && path !== rulesFile)
    .flatMap(({ path, strings, ruleNames }) => {
      const runtime = folderOf(path) === "runtime";
      const named = strings.filter(({ text }) => isBuildName(text));
      const compared = named.filter(({ comparedWith }) => /(^|\.)(name|rules|config|build)$/.test(comparedWith ?? ""));
      return [
        ...(runtime ? named : compared).map(
          ({ text, line }) => `${path}:${line}: tells a build by its name, "${text}"`,
        ),
        ...(runtime ? ruleNames : []).map((line) => `${path}:${line}: reads the name of the rules`),
      ];
    });
}

/** Fields of the rules that no file of the runtime reads; `name` is for people. */
export function checkRuleFields(fields: readonly string[], sources: ReadonlyMap<string, string>): string[] {
  const texts = [...sources].filter(([path]) => path.startsWith("src/") && !isTest(path) && path !== rulesFile);
  return fields.filter(
    (field) =>
      field !== "name" &&
      !texts.some(([, text]) =>
        new RegExp(`\\brules\\.${field}\\b|\\b${field}\\b[^{}]*\\} = [\\w.]*rules\\b`).test(text),
      ),
  );
}
