import type { CallValue } from "../../../src/runtime/frame/calls.ts";
import type { Entry } from "../../../src/runtime/frame/storage.ts";
import { storage as proxies } from "../../../src/runtime/pallets/proxy/storage.ts";
import { storage } from "../../../src/runtime/pallets/subtensor/storage.ts";
import { storage as system } from "../../../src/runtime/pallets/system/storage.ts";
import { indexOfMechanism0 } from "../../../src/runtime/types/balances.ts";
import { type Attempt, address, callOf } from "../attempt.ts";
import type { Random } from "../random.ts";
import { accountNamed, rich, type World } from "../world.ts";
import { minerOf, ownedHotkey } from "./common.ts";
import type { Write } from "./pokes.ts";

type Poke = (items: readonly Write[], call: CallValue, from: Attempt["from"]) => Attempt;
type WriteItem = <T>(w: World, item: Entry<T, unknown>, value: T) => Write;

/** Limits that only many calls reach, reached at once: proxies, commits, takes, registrations, an empty purse. */
export function tightLimits(w: World, r: Random, poke: Poke, write: WriteItem): Attempt | undefined {
  const own = ownedHotkey(w, r);
  const miner = minerOf(w, r);
  if (own === undefined || miner === undefined) return undefined;
  const subtensor = (name: string, args: Record<string, unknown>) => callOf("SubtensorModule", name, args);
  const { netuid, hotkey, coldkey } = miner;
  switch (r.below(8)) {
    case 0: {
      const who = r.pick(rich);
      const list = Array.from({ length: 20 }, (_, at) => accountNamed(`proxy ${at}`)).sort();
      const full = list.map((delegate) => ({ delegate, proxy_type: "Any" as const, delay: 0 }));
      const args = { delegate: address(w.fresh(r)), proxy_type: "Any", delay: 0 };
      return poke([write(w, proxies.Proxies.at(who), [full, 0n])], callOf("Proxy", "add_proxy", args), who);
    }
    case 1: {
      const epoch = storage.SubnetEpochIndex.at(netuid).get(w.state);
      const many = Array.from({ length: 10 }, () => [`0x${"ab".repeat(32)}`, epoch, 1n, 0n]);
      const items = [
        write(w, storage.WeightCommits.at(indexOfMechanism0(netuid), hotkey), many as never),
        write(w, storage.CommitRevealWeightsEnabled.at(netuid), true),
        write(w, storage.WeightsSetRateLimit.at(netuid), 0n),
      ];
      return poke(items, subtensor("commit_weights", { netuid, commit_hash: w.anyHash(r) }), hotkey);
    }
    case 2: {
      const items = [
        write(w, storage.TxChildkeyTakeRateLimit, 100_000n),
        write(w, storage.TransactionKeyLastBlock.at(hotkey, netuid, 1), BigInt(w.now)),
      ];
      return poke(items, subtensor("set_childkey_take", { hotkey, netuid, take: 11_000 }), coldkey);
    }
    case 3:
    case 4: {
      const item = r.chance(50) ? storage.RegistrationsThisBlock : storage.RegistrationsThisInterval;
      return poke([write(w, item.at(0), 60_000)], subtensor("root_register", { hotkey: own.hotkey }), own.coldkey);
    }
    case 5: {
      const account = system.Account.at(own.coldkey).get(w.state);
      const empty = { ...account, data: { ...account.data, free: 600n } };
      const args = { hotkey: own.hotkey, new_hotkey: w.fresh(r), netuid: r.chance(50) ? undefined : netuid };
      return poke([write(w, system.Account.at(own.coldkey), empty)], subtensor("swap_hotkey", args), own.coldkey);
    }
    case 6: {
      const [key, lease] = r.some([...storage.SubnetLeases.entries(w.state)]) ?? [];
      if (key === undefined || lease === undefined) return undefined;
      const ended = { ...lease, end_block: 1 };
      const other = r.chance(50) ? own.hotkey : lease.hotkey;
      const call = subtensor("terminate_lease", { lease_id: key[0], hotkey: other });
      return poke([write(w, storage.SubnetLeases.at(key[0]), ended)], call, lease.beneficiary);
    }
    default: {
      const call = callOf("System", "apply_authorized_upgrade", { code: r.bytes(9) });
      return poke([], call, r.pick(rich));
    }
  }
}
