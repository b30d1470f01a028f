import { accountFrom, type GenesisSection, integerFrom, listFrom } from "../../frame/genesis-config.ts";
import { panicUnless } from "../../frame/panic.ts";
import type { WriteState } from "../../frame/state.ts";
import { storage } from "./storage.ts";

/** Answers to `pallet_grandpa::GenesisConfig::build`: `{ authorities }`, a list of [key, weight]. */
export function genesis(state: WriteState, config: GenesisSection): void {
  storage.CurrentSetId.set(state, 0n);
  const authorities = listFrom(config.authorities).map((pair): [`0x${string}`, bigint] => {
    const [key, weight] = listFrom(pair);
    return [accountFrom(key), integerFrom(weight)];
  });
  panicUnless(authorities.length <= 32, "Grandpa: `Config::MaxAuthorities` is smaller than the number of genesis authorities");
  if (authorities.length > 0) storage.Authorities.set(state, authorities);
  storage.SetIdSession.at(0n).set(state, 0);
}
