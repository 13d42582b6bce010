// A ranking as text, "s7 > s3 ~ s4", and as levels: what stands between two `>`.

/** States that stand on one level, as they are written: "s4 ~ s8", or "s4 ? s8" where their order is not known. */
export type Level = string;

export function levels(ranking: string): Level[] {
  return ranking
    .split('>')
    .map((level) => level.trim().replace(/\s+/g, ' '))
    .filter((level) => level !== '');
}

export function ranking(levels: Level[]): string {
  return levels.join(' > ');
}

export function states(level: Level): string[] {
  return level.split(/[~?]/).map((state) => state.trim()).filter((state) => state !== '');
}

/** The signs between the states of a level. */
export function signs(level: Level): string[] {
  return level.match(/[~?]/g) ?? [];
}

/** The level at a place goes to another place. */
export function moved(list: Level[], from: number, to: number): Level[] {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, list[from] ?? '');
}

/** A level and the next become one. */
export function tied(list: Level[], at: number): Level[] {
  return list.toSpliced(at, 2, `${list[at]} ~ ${list[at + 1]}`);
}

/** One state of a level gets a level of its own, right below. */
export function untied(list: Level[], at: number, state: number): Level[] {
  const level = list[at] ?? '';
  const all = states(level);
  const between = signs(level);
  const name = all[state];
  if (name === undefined || all.length < 2) return list;
  // Of the two signs beside it, the one before goes with it; of the first state, the one behind.
  const left = all.toSpliced(state, 1);
  const kept = between.toSpliced(Math.max(0, state - 1), 1);
  const rest = left.map((one, index) => (index ? ` ${kept[index - 1] ?? '~'} ${one}` : one)).join('');
  return list.toSpliced(at, 1, rest, name);
}
