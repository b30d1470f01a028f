import { messageOf } from "../../lib/user-error.ts";

/** Why a dial failed, in words for whoever named the peer. The library joins the errors of several addresses in one, which says nothing. */
export function dialReason(error: unknown): string {
  const { errors } = error as { readonly errors?: readonly unknown[] };
  if (errors !== undefined && errors.length > 0) return [...new Set(errors.map(dialReason))].join("; ");
  const text = messageOf(error);
  const other = /identity key (\S+) does not match expected/.exec(text)?.[1];
  if (other !== undefined) return `another peer answers there, ${other}`;
  if (text.includes("ECONNREFUSED")) return "nothing listens there";
  return (text.split("\n")[0] as string).slice(0, 200);
}
