import { AuraPublic } from "../../../primitives/authorities.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** The pallet AdminUtils. */
export const adminUtils = definePallet({
  name: "AdminUtils",
  docs: "What root and owners of subnets may set.",
  module: "pallet_admin_utils::pallet",
  associatedTypes: { AuthorityId: AuraPublic },
  storage,
  calls,
  events,
  errors,
});
