import { defineErrors } from "../../frame/errors.ts";

/** Why calls of AdminUtils fail, by wire index. */
export const errors = defineErrors("AdminUtils", {
  SubnetDoesNotExist: "There is no such subnet.",
  MaxValidatorsLargerThanMaxUIds: "There cannot be more validators than uids.",
  MaxAllowedUIdsLessThanCurrentUIds: "The subnet has more uids than that already.",
  BondsMovingAverageMaxReached: "An owner may not set the bonds moving average above 975000.",
  NegativeSigmoidSteepness: "Only root may set a negative steepness.",
  ValueNotInBounds: "The value is outside of its bounds.",
  MinAllowedUidsGreaterThanCurrentUids: "The least number of uids must be below the number in use.",
  MinAllowedUidsGreaterThanMaxAllowedUids: "The least number of uids must be below the highest.",
  MaxAllowedUidsLessThanMinAllowedUids: "The highest number of uids must not be below the least.",
  MaxAllowedUidsGreaterThanDefaultMaxAllowedUids: "A subnet has at most 256 uids.",
  InvalidValue: "The value is not one that this setting takes.",
  NotPermittedOnRootSubnet: "The root subnet does not have this setting.",
  POWRegistrationDisabled: "There is no registration by proof of work any more.",
  Deprecated: "This call is kept for its number only.",
});
