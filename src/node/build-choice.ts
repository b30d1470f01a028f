import { buildOfProgram } from "../engine/our-code.ts";
import { fromHex, type Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { type BuildName, buildNames } from "../primitives/build-name.ts";
import type { ChainSpec } from "../primitives/chain-spec.ts";
import { builds } from "../runtime/rules.ts";

/** Something that says which build a chain runs under: in words, the builds that it leaves, and what to do if it is wrong. */
export interface Witness {
  readonly says: string;
  readonly builds: readonly BuildName[];
  readonly remedy: string;
}

/** The option that chooses a build; that of production is one of the `dev` command. */
const flags: Readonly<Record<BuildName, string>> = {
  production: "--production-rules",
  "pow-faucet": "--pow-faucet",
  local: "--fast-runtime",
};

/** The build that the options of the command line name. */
export function optionBuild(values: { fastRuntime: boolean; powFaucet: boolean }): BuildName | undefined {
  if (values.fastRuntime) return "local";
  return values.powFaucet ? "pow-faucet" : undefined;
}

/**
 * What an option and a specification say about the build. The specification may name it, and its `:code` tells more
 * where it is a placeholder of this client.
 */
export function buildWitnesses(spec: ChainSpec, option: BuildName | undefined): Witness[] {
  const remedy = "use the option that the specification was made with, or make another with build-spec";
  const witnesses: Witness[] = [];
  if (option !== undefined)
    witnesses.push({ says: `${flags[option]} stands for the ${option} rules`, builds: [option], remedy });
  if (spec.rules !== undefined)
    witnesses.push({
      says: `the chain specification names the ${spec.rules} rules (subtensorTs.rules)`,
      builds: [spec.rules],
      remedy,
    });
  const code = codeOf(spec);
  const coded = code === undefined ? [] : codedBuilds(code);
  if (coded.length > 0)
    witnesses.push({
      says: `the :code of the chain specification, ${code?.length === 10 ? code : "a program for light clients"}, stands for the ${coded.join(" or ")} rules`,
      builds: coded,
      remedy,
    });
  return witnesses;
}

/** `:code` in hexadecimal, as a raw specification keys it. */
const codeKey = "0x3a636f6465";

/** The builds that a `:code` stands for, when it is a placeholder or the light clients' program. */
function codedBuilds(code: Hex): readonly BuildName[] {
  const program = buildOfProgram(fromHex(code));
  return buildNames.filter((name) => builds[name].code === code || name === program);
}

/**
 * The same chain with a program in its genesis that light clients execute, which gives it another hash.
 * @throws UserError for a chain that has a program
 */
export function withLightClientFacade(spec: ChainSpec): ChainSpec {
  const code = codeOf(spec);
  const isOurs = code === undefined || codedBuilds(code).length > 0;
  if (isOurs) return { ...spec, lightClientFacade: true };
  throw new UserError(`--light-client-facade is not for the chain ${spec.name}: its genesis has a program in :code`, 2);
}

/** Whether the `:code` of a specification is the light clients' program. */
export function hasLightClientFacade(spec: ChainSpec): boolean {
  const code = codeOf(spec);
  return code !== undefined && buildOfProgram(fromHex(code)) !== undefined;
}

/** Whether the `:code` of a specification is a program that is none of this client's. */
export function hasOwnProgram(spec: ChainSpec): boolean {
  const code = codeOf(spec);
  return code !== undefined && codedBuilds(code).length === 0;
}

function codeOf({ genesis }: ChainSpec): Hex | undefined {
  return genesis.type === "raw" ? genesis.top.get(codeKey) : genesis.code;
}

/** What a database that was made under a build says. */
export function databaseWitness(path: string, build: BuildName): Witness {
  return {
    says: `the database ${path} was made under the ${build} rules`,
    builds: [build],
    remedy: "give another --base-path, or the option and the --chain that the database was made with",
  };
}

/**
 * The builds that all witnesses leave, the likeliest first.
 * @param usual what runs when nobody says anything
 * @throws UserError that names the two that contradict each other.
 */
export function agreedBuilds(
  witnesses: readonly Witness[],
  usual: BuildName = "production",
): readonly [BuildName, ...BuildName[]] {
  let left: readonly BuildName[] = [usual, ...buildNames.filter((name) => name !== usual)];
  for (const [index, witness] of witnesses.entries()) {
    const next = left.filter((name) => witness.builds.includes(name));
    if (next.length === 0) {
      const other = witnesses
        .slice(0, index)
        .find(({ builds: own }) => !own.some((name) => witness.builds.includes(name)));
      throw new UserError(`${other?.says}, but ${witness.says}: ${witness.remedy}`);
    }
    left = next;
  }
  return left as [BuildName, ...BuildName[]];
}
