import { accountFrom, type GenesisConfig, integerFrom, listFrom, sectionOf } from "../../frame/genesis-config.ts";
import { panicUnless } from "../../frame/panic.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_grandpa::GenesisConfig::build`: `{ authorities }`, a list of [key, weight]. */
export function genesis(state: WriteState, config: GenesisConfig): void {
  const section = sectionOf(config, "grandpa");
  storage.CurrentSetId.set(state, 0n);
  const authorities = listFrom(section.authorities).map((pair): [`0x${string}`, bigint] => {
    const [key, weight] = listFrom(pair);
    return [accountFrom(key), integerFrom(weight)];
  });
  panicUnless(
    authorities.length <= 32,
    "Grandpa: `Config::MaxAuthorities` is smaller than the number of genesis authorities",
  );
  if (authorities.length > 0) storage.Authorities.set(state, authorities);
  storage.SetIdSession.at(0n).set(state, 0);
}
