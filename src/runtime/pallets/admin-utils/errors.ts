import { defineErrors } from "../../frame/errors.ts";

/** Why calls of AdminUtils fail, by wire index. */
export const errors = defineErrors("AdminUtils", {
  SubnetDoesNotExist: "Subnet does not exist.",
  MaxValidatorsLargerThanMaxUIds: "Max validators larger than max u ids.",
  MaxAllowedUIdsLessThanCurrentUIds: "Max allowed u ids less than current u ids.",
  BondsMovingAverageMaxReached: "Bonds moving average max reached.",
  NegativeSigmoidSteepness: "Negative sigmoid steepness.",
  ValueNotInBounds: "Value not in bounds.",
  MinAllowedUidsGreaterThanCurrentUids: "Min allowed uids greater than current uids.",
  MinAllowedUidsGreaterThanMaxAllowedUids: "Min allowed uids greater than max allowed uids.",
  MaxAllowedUidsLessThanMinAllowedUids: "Max allowed uids less than min allowed uids.",
  MaxAllowedUidsGreaterThanDefaultMaxAllowedUids: "Max allowed uids greater than default max allowed uids.",
  InvalidValue: "Invalid value.",
  NotPermittedOnRootSubnet: "Not permitted on root subnet.",
  POWRegistrationDisabled: "POW registration disabled.",
  Deprecated: "Deprecated.",
});
