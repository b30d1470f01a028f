import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Proxy. */
export const constants = defineConstants({
  ProxyDepositBase: constant("Deposit of an account that has proxies, rao.", u64, 60_000_000n),
  ProxyDepositFactor: constant("Deposit for each proxy, rao.", u64, 33_000_000n),
  MaxProxies: constant("How many proxies an account may have.", u32, 20),
  MaxPending: constant("How many announcements a proxy may have open.", u32, 75),
  AnnouncementDepositBase: constant("Deposit of a proxy that has announcements, rao.", u64, 36_000_000n),
  AnnouncementDepositFactor: constant("Deposit for each announcement, rao.", u64, 68_000_000n),
});
