// The status quo in whichever form the file has it: the options that are on, a row, or the name of a state.

import type { Analysis, Edit, Json, JsonObject, Sketch } from '../../lib/api';
import { insert, remove, set } from './edits';
import { long, object, text } from './file.svelte';
import { fullName, options } from './names';

/** What is known of states, for forms that name one: nothing while the file has errors. */
export interface Known {
  conflict: Sketch | null;
  analysis: Analysis | null;
}

const ROW = /^[YN-]+$/;

/** States by name, each with its row. */
function* rows(root: JsonObject, known: Known): Generator<{ name: string; row: string }> {
  const named = Object.entries(object(root['states']));
  for (const [name, state] of named) {
    const at = long(state, 'at')['at'];
    if (typeof at === 'string' && ROW.test(at)) yield { name, row: at };
    if (Array.isArray(at)) yield { name, row: row(root, at) };
  }
  const all = known.analysis?.rows;
  if (all) for (const [index, name] of all.name.entries()) yield { name, row: all.row[index] ?? '' };
}

/** The row of a list of the options that are on. */
function row(root: JsonObject, on: Json[]): string {
  const names = new Set(on.flatMap((one) => (typeof one === 'string' ? [fullName(root, one)] : [])));
  return options(root).map((option) => (names.has(option.name) ? 'Y' : 'N')).join('');
}

/** The status quo as a row; nothing where that is not known. */
function now(root: JsonObject, known: Known): string | null {
  return rowOf(root, root['status_quo'], known) ?? (typeof root['status_quo'] === 'string' ? (known.conflict?.status_quo ?? null) : null);
}

/** A state, in whichever form it is given, as a row; nothing where that is not known. */
export function rowOf(root: JsonObject, value: Json | undefined, known: Known): string | null {
  if (Array.isArray(value)) return row(root, value);
  const name = text(value);
  if (name === undefined) return null;
  if (ROW.test(name)) return name;
  for (const state of rows(root, known)) if (state.name === name) return state.row;
  return null;
}

/** Whether an option is on at the status quo of the file; nothing where that is not known. */
export function isOn(root: JsonObject, place: number, known: Known): boolean | null {
  const letter = now(root, known)?.[place];
  return letter === 'Y' ? true : letter === 'N' ? false : null;
}

/** Edits that switch an option at the status quo; nothing where it is a state of which it is not known what is on in it. */
export function switched(root: JsonObject, name: string, place: number, on: boolean, known: Known): Edit[] | null {
  const value = root['status_quo'];
  if (value === undefined) return [set(['status_quo'], on ? [name] : [])];
  if (Array.isArray(value)) {
    const there = value.flatMap((one, index) => (typeof one === 'string' && fullName(root, one) === name ? [index] : []));
    if (on) return there.length ? [] : [insert(['status_quo', value.length], name)];
    return there.reverse().map((index) => remove(['status_quo', index]));
  }
  const row = now(root, known);
  if (row === null) return null;
  const next = row.slice(0, place) + (on ? 'Y' : 'N') + row.slice(place + 1);
  if (typeof value === 'string' && ROW.test(value)) return [set(['status_quo'], next)];
  // The state that has these options, by its name; where there is none, the options themselves, and the file says what is wrong with them.
  for (const state of rows(root, known)) if (fits(state.row, next)) return [set(['status_quo'], state.name)];
  const all = options(root).filter((_, index) => next[index] === 'Y');
  return [set(['status_quo'], all.map((option) => option.name))];
}

/** Whether two rows have a combination in common; `-` is either. */
function fits(row: string, other: string): boolean {
  if (row.length !== other.length) return false;
  for (let index = 0; index < row.length; index += 1) {
    if (row[index] !== other[index] && row[index] !== '-' && other[index] !== '-') return false;
  }
  return true;
}
