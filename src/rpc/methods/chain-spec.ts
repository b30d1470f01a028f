import { method } from "../method.ts";

export const chainSpec_v1_chainName = method({
  doc: "The name of the chain.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.spec.name,
});

export const chainSpec_v1_genesisHash = method({
  doc: "The hash of block 0.",
  params: {},
  urgent: true,
  run: (_args, { chain }) => chain.genesisHash,
});

export const chainSpec_v1_properties = method({
  doc: "The properties of the chain specification: address format, decimals and symbol of the token.",
  params: {},
  urgent: true,
  run: (_args, { node }) => node.spec.properties,
});
