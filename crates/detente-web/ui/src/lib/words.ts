// Small phrases.

/** `1,920`. */
export function number(n: number): string {
  return n.toLocaleString('en');
}

/** `1 state`, `120 states`. */
export function count(n: number, one: string, many: string): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The places of the bits that are set. */
export function bits(of: number): number[] {
  const places: number[] = [];
  for (let place = 0; of >> place; place += 1) if ((of >> place) & 1) places.push(place);
  return places;
}
