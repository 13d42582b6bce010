// What a change changed: verdicts on states, compared by what the states are and not by their numbers, which shift.

import type { Analysis, Sketch } from './api';

/** A conflict and what follows from it. */
export interface Seen {
  analysis: Analysis;
  conflict: Sketch;
}

/** What changed. */
export interface Changes {
  /** For the place of a state: the concepts, as bits, under which it became or ceased to be an equilibrium. */
  equilibria: ReadonlyMap<number, number>;
  /** For `place:dm`: the concepts, as bits, under which the state became or ceased to be stable for the decision maker. */
  stable: ReadonlyMap<string, number>;
  /** The places of states that were not there before. */
  appeared: ReadonlySet<number>;
  /** How many states there were that are no more. */
  vanished: number;
  /** A sentence; empty where nothing changed. */
  says: string;
}

/** Nothing changed. */
export const none: Changes = { equilibria: new Map(), stable: new Map(), appeared: new Set(), vanished: 0, says: '' };

/** What a state is, whatever its number. */
function keys(seen: Seen): string[] {
  const { rows } = seen.analysis;
  if (seen.conflict.named) return rows.name;
  return rows.row;
}

/** What changed from `before` to `after`. */
export function changes(before: Seen, after: Seen): Changes {
  const sameOptions =
    before.conflict.options.map((option) => option.name).join() === after.conflict.options.map((option) => option.name).join();
  const sameDms =
    before.conflict.decision_makers.map((dm) => dm.id).join() === after.conflict.decision_makers.map((dm) => dm.id).join();
  if (!sameOptions || !sameDms || before.conflict.named !== after.conflict.named) return none;
  const old = new Map(keys(before).map((key, index) => [key, index]));
  const equilibria = new Map<number, number>();
  const stable = new Map<string, number>();
  const appeared = new Set<number>();
  let kept = 0;
  const { rows } = after.analysis;
  keys(after).forEach((key, index) => {
    const place = rows.place[index] ?? 0;
    const was = old.get(key);
    if (was === undefined) {
      appeared.add(place);
      return;
    }
    kept += 1;
    const differs = (before.analysis.rows.equilibrium[was] ?? 0) ^ (rows.equilibrium[index] ?? 0);
    if (differs) equilibria.set(place, differs);
    rows.stable.forEach((bits, dm) => {
      const own = (before.analysis.rows.stable[dm]?.[was] ?? 0) ^ (bits[index] ?? 0);
      if (own) stable.set(`${place}:${dm}`, own);
    });
  });
  const whole = before.analysis.rows.place.length === before.analysis.states && rows.place.length === after.analysis.states;
  const vanished = whole ? old.size - kept : 0;
  const parts: string[] = [];
  if (equilibria.size) parts.push(`${equilibria.size} ${equilibria.size === 1 ? 'state is' : 'states are'} an equilibrium under other concepts than before`);
  const verdicts = [...stable.values()].reduce((sum, bits) => sum + count(bits), 0);
  if (verdicts) parts.push(`${verdicts} ${verdicts === 1 ? 'verdict' : 'verdicts'} of single decision makers changed`);
  if (whole && appeared.size) parts.push(`${appeared.size} ${appeared.size === 1 ? 'state became' : 'states became'} feasible`);
  if (vanished) parts.push(`${vanished} ${vanished === 1 ? 'state is' : 'states are'} feasible no more`);
  return { equilibria, stable, appeared: whole ? appeared : new Set(), vanished, says: parts.join('; ') };
}

/** How many bits are set. */
export function count(bits: number): number {
  let left = bits;
  let n = 0;
  while (left) {
    left &= left - 1;
    n += 1;
  }
  return n;
}
