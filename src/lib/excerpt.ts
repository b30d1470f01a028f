/** A text of at most so many characters, and what it leaves out in a few words. */
export function cutText(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
}

/** Characters before the first difference of two texts that are shown. */
const before = 40;

/**
 * Two texts, each cut to so many characters. Where one is longer, both begin shortly before the place where they differ:
 * their beginnings alone may be the same.
 */
export function cutTexts(a: string, b: string, most: number): [string, string] {
  const longest = Math.max(a.length, b.length);
  if (longest <= most) return [a, b];
  let same = 0;
  while (same < longest && a[same] === b[same]) same++;
  const from = Math.max(0, same - before);
  const cut = (text: string): string =>
    from === 0 || text.length <= most ? cutText(text, most) : `…${cutText(text.slice(from), most)}`;
  return [cut(a), cut(b)];
}

/** Lines as one: a line that ends with a colon goes on, others are parted by semicolons. */
export function oneLine(text: string): string {
  return text
    .trim()
    .replaceAll(/:\s*\n\s*/g, ": ")
    .replaceAll(/\s*\n\s*/g, "; ")
    .replaceAll(/ {2,}/g, " ");
}
