import type { Recipes } from "../attempt.ts";
import { faucetRecipes } from "../faucet-work.ts";
import { adminRecipes } from "./admin.ts";
import { agentRecipes } from "./agents.ts";
import { beaconRecipes } from "./beacon.ts";
import { crowdloanRecipes } from "./crowdloans.ts";
import { evmRecipes } from "./evm.ts";
import { orderRecipes } from "./orders.ts";
import { otherRecipes } from "./others.ts";
import { planRecipes } from "./plans.ts";
import { stakingRecipes } from "./staking.ts";
import { subnetRecipes } from "./subnets.ts";
import { weightRecipes } from "./weights.ts";

/** The recipes of all calls that need one, by `Pallet.call`. */
export const recipes: Recipes = {
  ...adminRecipes,
  ...planRecipes,
  ...otherRecipes,
  ...orderRecipes,
  ...crowdloanRecipes,
  ...evmRecipes,
  ...faucetRecipes,
  ...agentRecipes,
  ...beaconRecipes,
  ...stakingRecipes,
  ...subnetRecipes,
  ...weightRecipes,
};
