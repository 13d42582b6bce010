// Edits of forms. Each call of `change` is one step of undo.

import type { Edit, Json, Step } from '../../lib/api';
import { bench } from '../../lib/workbench.svelte';

export const set = (at: Step[], value: Json): Edit => ({ at, what: { do: 'set', value } });
export const remove = (at: Step[]): Edit => ({ at, what: { do: 'remove' } });
export const insert = (at: Step[], value: Json): Edit => ({ at, what: { do: 'insert', value } });
export const move = (at: Step[], to: number): Edit => ({ at, what: { do: 'move', to } });
export const rename = (at: Step[], key: string): Edit => ({ at, what: { do: 'rename', key } });

let last: Promise<unknown> = Promise.resolve();

/**
 * Makes edits, one step of undo. They may be worked out when those before them are done, so that quick repetitions (a key held down) act on what is there then and not on what was
 * there when the key went down.
 */
export function change(done: string | (() => string), edits: Edit[] | (() => Edit[])): Promise<boolean> {
  const next = last.then(() => {
    const now = typeof edits === 'function' ? edits() : edits;
    return now.length ? bench.edit(typeof done === 'function' ? done() : done, now) : false;
  });
  last = next.catch(() => undefined);
  return next;
}

/** An item at the end of a list that may not be there yet. */
export function append(list: Step[], length: number | undefined, value: Json): Edit {
  return length === undefined ? set(list, [value]) : insert([...list, length], value);
}

/** An item out of a list, and the list with it where nothing is left. */
export function takeOut(list: Step[], length: number, index: number): Edit {
  return length === 1 ? remove(list) : remove([...list, index]);
}
