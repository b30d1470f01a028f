import { type Attempt, address, callOf } from "./attempt.ts";
import type { Random } from "./random.ts";
import { rich, type World } from "./world.ts";

/**
 * A call that is checked before it may be in a block, by a way on which it is not: in a batch the guards answer with an
 * error, and for Root in somebody's name there are none.
 */
export function passGuards(r: Random, { call, from }: Attempt): Attempt {
  if (from === "root" || from === "none") return { call, from };
  if (r.chance(50)) return { call: callOf("Utility", "batch_all", { calls: [call] }), from };
  const as_origin = { type: "Signed", who: from };
  return { call: callOf("Utility", "dispatch_as_fallible", { as_origin, call }), from: "root" };
}

/** The same call by another way: inside a batch, a proxy, a multisig, the scheduler ... The signer stays who it acts for. */
export function wrap(w: World, r: Random, { call, from }: Attempt): Attempt {
  const utility = (name: string, args: Record<string, unknown>): Attempt => ({
    call: callOf("Utility", name, args),
    from,
  });
  switch (r.below(11)) {
    case 0:
      return utility(r.pick(["batch", "batch_all", "force_batch"]), { calls: [call, w.innerCall(r)] });
    case 1:
      return utility("batch_all", { calls: [w.innerCall(r), call] });
    case 2:
      return utility("with_weight", { call, weight: { ref_time: 1_000_000n, proof_size: 0n } });
    case 3:
      return utility("if_else", { main: w.innerCall(r), fallback: call });
    case 4:
      return utility("as_derivative", { index: r.below(3), call });
    case 5: {
      if (from === "none") return { call, from };
      const as_origin = from === "root" ? { type: "Root" } : { type: "Signed", who: from };
      const name = r.chance(50) ? "dispatch_as" : "dispatch_as_fallible";
      return { call: callOf("Utility", name, { as_origin, call }), from: "root" };
    }
    case 6: {
      if (from === "none" || from === "root") return { call, from };
      const args = { real: address(from), force_proxy_type: undefined, call };
      return { call: callOf("Proxy", "proxy", args), from: r.pick(rich) };
    }
    case 7: {
      const other_signatories = r.sample(rich, r.between(1, 3)).sort();
      return { call: callOf("Multisig", "as_multi_threshold_1", { other_signatories, call }), from: r.pick(rich) };
    }
    case 8: {
      const when = w.now + r.between(1, 6);
      const maybe_periodic = r.chance(30) ? [r.between(1, 4), r.between(1, 3)] : undefined;
      const args = { when, maybe_periodic, priority: r.below(256), call };
      return { call: callOf("Scheduler", "schedule", args), from: "root" };
    }
    case 9:
      return from === "none"
        ? { call, from }
        : {
            call: callOf("Sudo", "sudo_as", { who: address(from === "root" ? w.sudoKey() : from), call }),
            from: w.sudoKey(),
          };
    default:
      return utility("batch", { calls: [utility("as_derivative", { index: 1, call }).call, call] });
  }
}
