import { method } from "../method.ts";

export const rpc_methods = method({
  doc: "The names of all methods, aliases among them.",
  params: {},
  urgent: true,
  run: (_args, { methodNames }) => ({ methods: methodNames }),
});
