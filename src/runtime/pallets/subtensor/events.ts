import { defineEvents } from "../../frame/events.ts";
import { claimAndLockEvents } from "./events/claims-and-locks.ts";
import { keyAndCommitEvents } from "./events/keys-and-commits.ts";
import { settingEvents } from "./events/settings.ts";
import { stakeAndLeaseEvents } from "./events/stakes-and-leases.ts";

/** What SubtensorModule tells of. An event's index is its place: new ones stand at the end. */
export const events = defineEvents("SubtensorModule", {
  ...settingEvents,
  ...keyAndCommitEvents,
  ...stakeAndLeaseEvents,
  ...claimAndLockEvents,
});
