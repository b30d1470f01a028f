/**
 * Recorded chains that do not pass yet: the block reached and what is not built there. Written by `npm run vectors`.
 */
export const reached: Readonly<Record<string, string>> = {
  "q-evm": "block 4, EVM.create is not built",
  "r-ink": "block 1, Contracts.upload_code is not built",
  "v-ethereum": "block 1, Ethereum.transact is not built",
};
