import { names } from "../../../codec/composites.ts";

export const ExitReason = names("pallet_safe_mode::pallet::ExitReason", ["Timeout", "Force"]);

export const HoldReason = names("pallet_safe_mode::pallet::HoldReason", ["EnterOrExtend"]);
