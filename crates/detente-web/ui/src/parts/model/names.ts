// Names in conditions: which there are, what they mean, how they are replaced, and who mentions them.

import type { Edit, JsonObject, Step } from '../../lib/api';
import { remove, rename, set } from './edits';
import { long, object, text } from './file.svelte';
import { type Kind, type Use, uses, where } from './uses';

const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)?/gu;

/** Something that can be put into a condition. */
export interface Name {
  /** What is inserted. */
  name: string;
  /** What it means. */
  says: string;
}

/** All options in order, as `dm.option` with what they say. */
export function options(root: JsonObject): { dm: string; id: string; name: string; says: string }[] {
  return Object.entries(object(root['decision_makers'])).flatMap(([dm, maker]) =>
    Object.entries(object(object(maker)['options'])).map(([id, option]) => ({ dm, id, name: `${dm}.${id}`, says: text(long(option, 'text')['text']) ?? '' })),
  );
}

/** What can stand in a condition: the own options of a decision maker come first, by their ids alone. */
export function names(root: JsonObject, own: string | null): Name[] {
  const all = options(root);
  const mine = all.filter((option) => option.dm === own).map((option) => ({ name: option.id, says: option.says }));
  const others = all.filter((option) => option.dm !== own).map((option) => ({ name: option.name, says: option.says }));
  const outcomes = Object.entries(object(root['outcomes'])).map(([name, outcome]) => ({ name, says: text(object(outcome)['text']) ?? `outcome: ${text(long(outcome, 'when')['when']) ?? ''}` }));
  return [...mine, ...others, ...outcomes];
}

/** The words of conditions. */
export const words: Name[] = [
  { name: 'not', says: 'the opposite' },
  { name: 'and', says: 'both' },
  { name: 'or', says: 'at least one' },
  { name: 'implies', says: 'A implies B: not A without B' },
  { name: 'if', says: 'A if B: B implies A' },
  { name: 'iff', says: 'both or neither' },
];

/** What name of an option a word in a condition stands for; nothing where it stands for none, or for several. */
function meant(root: JsonObject, word: string, own: string | null): string | null {
  const all = options(root);
  if (word.includes('.')) return all.some((option) => option.name === word) ? word : null;
  const mine = all.find((option) => option.dm === own && option.id === word);
  if (mine) return mine.name;
  if (word in object(root['outcomes'])) return null;
  const of = all.filter((option) => option.id === word);
  return of.length === 1 ? (of[0]?.name ?? null) : null;
}

/** What a name is the name of. */
export type Of = 'option' | 'maker' | 'element' | 'outcome' | 'state' | 'claim' | 'variant' | 'source';

/** The text of a use with one name in the place of another; nothing where the name is not in it. */
function replaced(root: JsonObject, use: Use, of: Of, from: string, to: string): string | null {
  const swap = (pattern: RegExp, one: (word: string) => string | null): string | null => {
    let hit = false;
    const result = use.text.replace(pattern, (word) => {
      const other = one(word);
      if (other === null) return word;
      hit = true;
      return other;
    });
    return hit ? result : null;
  };
  const whole = use.text === from ? to : null;
  const bare = (name: string) => name.slice(name.indexOf('.') + 1);
  switch (of) {
    case 'option':
      if (use.kind === 'own_option') return `${use.own}.${use.text}` === from ? bare(to) : null;
      if (use.kind !== 'condition' && use.kind !== 'option') return null;
      return swap(NAME, (word) => (meant(root, word, use.own) === from ? (word.includes('.') ? to : bare(to)) : null));
    case 'maker':
      if (use.kind === 'maker') return whole;
      if (use.kind !== 'condition' && use.kind !== 'option') return null;
      return swap(NAME, (word) => (word.startsWith(`${from}.`) ? `${to}${word.slice(from.length)}` : null));
    case 'element':
      if (use.kind === 'element') return whole;
      return use.kind === 'place' ? swap(/[\p{L}\p{N}_]+$/u, (word) => (word === from ? to : null)) : null;
    case 'outcome':
      return use.kind === 'condition' ? swap(NAME, (word) => (word === from ? to : null)) : null;
    case 'state':
      if (use.kind === 'state') return whole;
      return use.kind === 'ranking' ? swap(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => (word === from ? to : null)) : null;
    default:
      return use.kind === of ? whole : null;
  }
}

/** Who mentions a name, in words, each once; what is below `within` does not count, nor what is of other kinds. */
export function mentions(root: JsonObject, of: Of, name: string, within: Step[] = [], kinds: Kind[] | null = null): string[] {
  const found = new Set<string>();
  for (const use of uses(root)) {
    if (kinds && !kinds.includes(use.kind)) continue;
    if (within.length && within.every((step, index) => use.at[index] === step)) continue;
    if (replaced(root, use, of, name, name) !== null) found.add(where(root, use.at));
  }
  return [...found];
}

/** Edits that put another name in the place of one wherever it is mentioned. The element itself is not among them. */
export function renaming(root: JsonObject, of: Of, from: string, to: string): Edit[] {
  const edits: Edit[] = [];
  const keys: Edit[] = [];
  for (const use of uses(root)) {
    const result = replaced(root, use, of, from, to);
    if (result === null || result === use.text) continue;
    if (use.key) keys.push(rename(use.at, result));
    else edits.push(set(use.at, result));
  }
  // Keys come last and the deepest first, so that no place below one has another name by then.
  return [...edits, ...keys.sort((a, b) => b.at.length - a.at.length)];
}

/** Edits that take an option out of lists of the options that are on, and of tables by option; conditions are left for somebody to decide. */
export function withoutOption(root: JsonObject, name: string): Edit[] {
  const lists = uses(root).filter((use) => (use.kind === 'option' || use.kind === 'own_option') && replaced(root, use, 'option', name, name) !== null);
  // From the end, so that the numbers of those before stay right.
  return lists.reverse().map((use) => remove(use.at));
}

/** Ids of statements by decision maker, those of the file and those that come from their places. */
export function statementIds(root: JsonObject): { id: string; says: string }[] {
  return Object.entries(object(root['decision_makers'])).flatMap(([dm, maker]) => {
    const list = object(maker)['prefers'];
    return (Array.isArray(list) ? list : []).map((item, index) => {
      const table = long(item, 'that');
      return { id: text(table['id']) ?? `${dm}.${index + 1}`, says: `${dm}: ${text(table['that']) ?? ''}` };
    });
  });
}

/** Ids of rules that have one. */
export function ruleIds(root: JsonObject): { id: string; says: string }[] {
  const list = root['infeasible'];
  return (Array.isArray(list) ? list : []).flatMap((item) => {
    const id = text(object(item)['id']);
    return id === undefined ? [] : [{ id, says: `rule: ${text(object(item)['when']) ?? ''}` }];
  });
}

/** Ids of claims. */
export function claimIds(root: JsonObject): { id: string; says: string }[] {
  return Object.entries(object(root['claims'])).map(([id, claim]) => ({ id, says: text(object(claim)['quote']) ?? text(object(claim)['reading']) ?? '' }));
}

/** Ids of decision makers. */
export function makerIds(root: JsonObject): { id: string; says: string }[] {
  return Object.entries(object(root['decision_makers'])).map(([id, maker]) => ({ id, says: text(object(maker)['name']) ?? id }));
}

/** The condition that says the opposite. */
export function negated(condition: string): string {
  const inner = condition.trim();
  const rest = /^(?:not\s+|!\s*)(.*)$/su.exec(inner)?.[1];
  const atom = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)?$/u;
  if (rest !== undefined && (atom.test(rest) || enclosed(rest))) return enclosed(rest) ? rest.slice(1, -1).trim() : rest;
  return atom.test(inner) || enclosed(inner) ? `not ${inner}` : `not (${inner})`;
}

/** Whether one pair of parentheses holds all of it. */
function enclosed(condition: string): boolean {
  if (!condition.startsWith('(')) return false;
  let depth = 0;
  for (let index = 0; index < condition.length; index += 1) {
    if (condition[index] === '(') depth += 1;
    if (condition[index] === ')') depth -= 1;
    if (depth === 0) return index === condition.length - 1;
  }
  return false;
}

/** The names of options in a list, with those of nobody left as they are. */
export function fullNames(root: JsonObject, list: string[], own: string | null = null): string[] {
  return list.map((word) => meant(root, word, own) ?? word);
}

/** The option that a word means, in full. */
export function fullName(root: JsonObject, word: string, own: string | null = null): string {
  return meant(root, word, own) ?? word;
}
