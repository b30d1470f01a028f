import { u32 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { TaoBalance } from "../../types/balances.ts";

/** What is fixed for Proxy. */
export const constants = defineConstants({
  ProxyDepositBase: constant("Deposit of an account that has proxies, rao.", TaoBalance, 60_000_000n),
  ProxyDepositFactor: constant("Deposit for each proxy, rao.", TaoBalance, 33_000_000n),
  MaxProxies: constant("How many proxies an account may have.", u32, 20),
  MaxPending: constant("How many announcements a proxy may have open.", u32, 75),
  AnnouncementDepositBase: constant("Deposit of a proxy that has announcements, rao.", TaoBalance, 36_000_000n),
  AnnouncementDepositFactor: constant("Deposit for each announcement, rao.", TaoBalance, 68_000_000n),
});
