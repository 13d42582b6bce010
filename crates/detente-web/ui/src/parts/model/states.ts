// States by name: those of the file where it names them, otherwise those of the analysis.

import { bench } from '../../lib/workbench.svelte';
import { file, object, text } from './file.svelte';

const MOST = 500;

/** The names of states with what they are, for a choice; the first ones where they are many. */
export function stateIds(): { id: string; says: string }[] {
  const named = Object.entries(file.table(['states']));
  if (named.length) return named.map(([id, state]) => ({ id, says: text(object(state)['text']) ?? (typeof state === 'string' ? state : (text(object(state)['at']) ?? '')) }));
  const rows = bench.variant === null && !bench.stale ? bench.analysis?.rows : undefined;
  return (rows?.name ?? []).slice(0, MOST).map((id, index) => ({ id, says: rows?.text[index] ?? rows?.row[index] ?? '' }));
}
