// What there is to choose from in questions.

import { bench } from './workbench.svelte';

/** A choice. */
export interface Option {
  id: string;
  words: string;
}

/** The concepts. */
export function concepts(): Option[] {
  return (bench.start?.concepts ?? []).map((concept) => ({ id: concept.id, words: `${concept.name}: ${concept.title}` }));
}

/** The decision makers, with a choice before them. */
export function dms(first: string): Option[] {
  const all = bench.conflict?.decision_makers ?? [];
  return [{ id: '', words: first }, ...all.map((dm) => ({ id: dm.id, words: dm.name }))];
}

/** What kinds of steps there are. */
export const steps: Option[] = [
  { id: 'best', words: 'best improvements' },
  { id: 'improvements', words: 'improvements' },
  { id: 'moves', words: 'any moves' },
];

/** How long lists of answers may be. */
export const lengths = ['12', '20', '100', '1000'].map((id) => ({ id, words: id }));
