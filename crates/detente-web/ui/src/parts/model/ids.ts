// Ids of elements: letters, digits and _, not beginning with a digit.

const RESERVED = new Set(['not', 'and', 'or', 'implies', 'if', 'iff', 'true', 'false']);

/** What is wrong with a new id; nothing where it is good. */
export function wrongId(id: string, taken: Iterable<string>): string | null {
  if (id === '') return 'Give it an id: a short word by which the file names it.';
  if (/^\p{N}/u.test(id)) return 'An id does not begin with a digit.';
  if (!/^[\p{L}\p{N}_]+$/u.test(id)) return 'An id has letters, digits and _ alone; no spaces.';
  if (RESERVED.has(id)) return `“${id}” is a word of conditions and cannot be an id.`;
  for (const other of taken) if (other === id) return `There is “${id}” already.`;
  return null;
}

/** An id like those that are there: after `F3` comes `F4`; otherwise the stem with the first number that is free. */
export function nextId(taken: string[], stem: string): string {
  const used = new Set(taken);
  const numbered = taken.map((id) => /^(.*?)(\d+)$/.exec(id)).filter((parts) => parts !== null);
  const last = numbered.at(-1);
  const base = last?.[1] ?? stem;
  const width = last?.[2]?.length ?? 1;
  let number = last ? Number(last[2]) + 1 : 1;
  for (;;) {
    const id = `${base}${String(number).padStart(width, '0')}`;
    if (!used.has(id)) return id;
    number += 1;
  }
}
