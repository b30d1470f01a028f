import { flag, text } from "../option.ts";
import { keyGenerateOptions, secretOptions } from "./commands.ts";

const { scheme, network, outputType } = keyGenerateOptions;

export const messageOptions = {
  message: text("MESSAGE", "The message, as text; standard input when not given."),
  hex: flag("The message is given in hex digits, with or without 0x in front."),
};

export const keySignOptions = {
  suri: text("SURI", "The secret, or a file that holds it; asked for when not given."),
  ...messageOptions,
  scheme,
  ...secretOptions,
};

export const keyVerifyOptions = { ...messageOptions, scheme };

export const keyVanityOptions = {
  pattern: text("PATTERN", "The text that the address contains near its beginning."),
  scheme,
  network,
  outputType,
};
