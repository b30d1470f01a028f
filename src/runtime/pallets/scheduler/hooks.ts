import { NotBuilt } from "../../frame/not-built.ts";
import type { Hooks } from "../../frame/pallet.ts";
import { addWeight, benchmarked, mulWeight, type Weight, weight } from "../../frame/weight.ts";
import { storage } from "./storage.ts";

const agendasBase = benchmarked(1_335_000n, 1489n, 1, 1);

/** Weight of going through an agenda of so many tasks, without theirs. Answers to `service_agenda_base`. */
export function agendaBase(tasks: number): Weight {
  return addWeight(benchmarked(2_409_000n, 110_487n, 1, 1), mulWeight(weight(486_046n), tasks));
}

/**
 * Answers to the hooks of `pallet_scheduler` for blocks that nothing is scheduled for.
 * @throws NotBuilt when something is.
 */
export const hooks: Hooks = {
  onInitialize(state, block) {
    const agenda = storage.Agenda.at(block);
    if (storage.IncompleteSince.exists(state) || agenda.get(state).some((task) => task !== undefined))
      throw new NotBuilt("Scheduler with tasks in its agenda");
    agenda.remove(state);
    return addWeight(agendasBase, agendaBase(0));
  },
};
