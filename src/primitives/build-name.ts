/** The builds of the original, by the names that recordings have: no feature, pow-faucet alone, pow-faucet and fast-runtime. */
export const buildNames = ["production", "pow-faucet", "local"] as const;

export type BuildName = (typeof buildNames)[number];

/** Whether a value is the name of a build. */
export function isBuildName(value: unknown): value is BuildName {
  return buildNames.some((name) => name === value);
}
