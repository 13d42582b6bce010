// Rows of Y, N and - with a letter for each option, in order: when options come, go or move, all rows of the file change with them.

import type { Edit, Json, JsonObject, Step } from '../../lib/api';
import { set } from './edits';
import { object } from './file.svelte';

const ROW = /^[YN-]+$/;

function* rows(root: JsonObject): Generator<{ at: Step[]; row: string }> {
  function* one(at: Step[], value: Json | undefined): Generator<{ at: Step[]; row: string }> {
    if (typeof value === 'string' && ROW.test(value)) yield { at, row: value };
  }
  function* entries(at: Step[], value: Json | undefined): Generator<[Step[], JsonObject, Json]> {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) yield [[...at, index], object(item), item];
    else for (const [key, item] of Object.entries(object(value))) yield [[...at, key], object(item), item];
  }
  yield* one(['status_quo'], root['status_quo']);
  for (const [at, table, value] of entries(['states'], root['states'])) {
    yield* one(at, value);
    yield* one([...at, 'at'], table['at']);
  }
  for (const [at, table] of entries(['variants'], root['variants'])) yield* one([...at, 'status_quo'], table['status_quo']);
  for (const [at, table] of entries(['unknowns'], root['unknowns'])) {
    for (const [below, alternative] of entries([...at, 'or'], table['or'])) yield* one([...below, 'status_quo'], alternative['status_quo']);
  }
  for (const [at, table] of entries(['propositions'], root['propositions'])) {
    for (const key of ['at', 'from', 'better', 'worse']) yield* one([...at, 'ask', key], object(table['ask'])[key]);
  }
  for (const [at, table] of entries(['published'], root['published'])) {
    for (const key of ['equilibria', 'includes', 'stable']) {
      for (const [below, , value] of entries([...at, key], table[key])) yield* one(below, value);
    }
  }
}

/** Edits for rows when the options are, in the new order, those that had these places; `null` for a new one, which is off. Rows of another length are left alone: they are wrong already. */
export function reordered(root: JsonObject, before: number, order: (number | null)[]): Edit[] {
  const edits: Edit[] = [];
  for (const { at, row } of rows(root)) {
    if (row.length !== before) continue;
    const next = order.map((place) => (place === null ? 'N' : row[place])).join('');
    if (next !== row) edits.push(set(at, next));
  }
  return edits;
}
