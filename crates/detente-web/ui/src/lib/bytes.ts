// Places in a text: the browser counts UTF-16 units, ledgers count bytes of UTF-8.

/** How many bytes of UTF-8 a unit of UTF-16 stands for; the second of a pair stands for none, since the first stands for all four. */
function width(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  if (unit >= 0xd800 && unit < 0xdc00) return 4;
  return unit >= 0xdc00 && unit < 0xe000 ? 0 : 3;
}

/** The bytes before a place that is given in units. */
export function bytesBefore(text: string, units: number): number {
  let bytes = 0;
  for (let at = 0; at < units && at < text.length; at += 1) bytes += width(text.charCodeAt(at));
  return bytes;
}

/** The units before a place that is given in bytes; nothing where it lies beyond the text or within a character. */
export function unitsBefore(text: string, bytes: number): number | null {
  let left = bytes;
  let at = 0;
  while (left > 0 && at < text.length) {
    left -= width(text.charCodeAt(at));
    at += 1;
    // The rest of a pair.
    if (at < text.length && width(text.charCodeAt(at)) === 0) at += 1;
  }
  return left === 0 ? at : null;
}

/** A part of a text, in units. */
export interface Span {
  start: number;
  end: number;
}

const inPair = (text: string, at: number) => at > 0 && at < text.length && width(text.charCodeAt(at)) === 0;

/** The same part without blanks around it, and never with half a character; nothing where nothing is left. */
export function trimmed(text: string, span: Span): Span | null {
  let { start, end } = span;
  if (inPair(text, start)) start -= 1;
  if (inPair(text, end)) end += 1;
  const part = text.slice(start, end);
  const lead = part.length - part.trimStart().length;
  if (lead === part.length) return null;
  return { start: start + lead, end: end - (part.length - part.trimEnd().length) };
}

const MOST = 80;

/** A short fragment of a part, of one line, as it stands there. */
export function fragment(part: string): string {
  const line = part.split(/[\r\n]+/).map((one) => one.trim()).find((one) => one !== '') ?? '';
  if (line.length <= MOST) return line;
  const cut = line.slice(0, MOST + 1);
  const space = cut.search(/\s\S*$/);
  const short = space > MOST / 2 ? cut.slice(0, space) : line.slice(0, inPair(line, MOST) ? MOST - 1 : MOST);
  return short.trimEnd();
}
