// The status quo in whichever form the file has it: the options that are on, a row, or the name of a state.

import type { Analysis, Edit, Json, Sketch } from '../../lib/api';
import { insert, remove, set } from './edits';
import { fullName } from './names';
import type { JsonObject } from '../../lib/api';

/** What is known of states by name, for forms that name one. */
export interface Known {
  conflict: Sketch | null;
  analysis: Analysis | null;
}

/** Whether an option is on at the status quo of the file; nothing where that is not known. */
export function isOn(root: JsonObject, name: string, place: number, known: Known): boolean | null {
  const value = root['status_quo'];
  if (Array.isArray(value)) return value.some((one) => typeof one === 'string' && fullName(root, one) === name);
  const row = typeof value === 'string' && /^[YN-]+$/.test(value) ? value : typeof value === 'string' ? known.conflict?.status_quo : null;
  const letter = row?.[place];
  return letter === 'Y' ? true : letter === 'N' ? false : null;
}

/** Edits that switch an option at the status quo. */
export function switched(root: JsonObject, name: string, place: number, on: boolean, known: Known): Edit[] {
  const value: Json | undefined = root['status_quo'];
  if (value === undefined) return [set(['status_quo'], on ? [name] : [])];
  if (Array.isArray(value)) {
    const there = value.flatMap((one, index) => (typeof one === 'string' && fullName(root, one) === name ? [index] : []));
    if (on) return there.length ? [] : [insert(['status_quo', value.length], name)];
    return there.reverse().map((index) => remove(['status_quo', index]));
  }
  if (typeof value !== 'string') return [];
  const isRow = /^[YN-]+$/.test(value);
  const row = isRow ? value : known.conflict?.status_quo;
  if (!row) return [];
  const next = row.slice(0, place) + (on ? 'Y' : 'N') + row.slice(place + 1);
  if (isRow) return [set(['status_quo'], next)];
  // The state that has these options now, by its name; where there is none, the options themselves, and the file says what is wrong with them.
  const rows = known.analysis?.rows;
  const found = rows?.row.findIndex((other) => fits(other, next)) ?? -1;
  const named = found >= 0 ? rows?.name[found] : undefined;
  if (named !== undefined) return [set(['status_quo'], named)];
  const options = known.conflict?.options ?? [];
  return [set(['status_quo'], options.filter((_, index) => next[index] === 'Y').map((option) => option.name))];
}

/** Whether two rows have a combination in common; `-` is either. */
function fits(row: string, other: string): boolean {
  if (row.length !== other.length) return false;
  for (let index = 0; index < row.length; index += 1) {
    if (row[index] !== other[index] && row[index] !== '-' && other[index] !== '-') return false;
  }
  return true;
}
