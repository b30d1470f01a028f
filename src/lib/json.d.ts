/** What newer engines add to JSON; the compiler's library does not know it yet. */
interface JSON {
  /** A number or text that stands in a document exactly as it is given. */
  rawJSON(text: string): object;
  /** The reviver is told the text that a primitive value stood for. */
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
}
