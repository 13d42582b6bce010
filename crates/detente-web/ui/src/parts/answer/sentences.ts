// The answer in a few sentences, before the table.

import type { Analysis, ConceptEntry, Sketch } from '../../lib/api';
import { bits, count, list, number } from '../../lib/words';

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Whether the status quo lasts, and how many equilibria there are. */
export function sentences(analysis: Analysis, conflict: Sketch, concepts: ConceptEntry[]): string[] {
  const said: string[] = [];
  const { rows } = analysis;
  const everybody = conflict.decision_makers.length === 2 ? 'both' : 'all';
  const all = (1 << concepts.length) - 1;
  const allConcepts = `all ${numerals[concepts.length] ?? concepts.length} concepts`;
  const names = (of: number) => (of === all ? allConcepts : list(bits(of).map((place) => concepts[place]?.name ?? '')));
  const now = analysis.status_quo === null ? -1 : rows.place.indexOf(analysis.status_quo);
  if (now < 0) said.push('No status quo is given.');
  else {
    const under = rows.equilibrium[now] ?? 0;
    const name = rows.name[now];
    if (under === all) said.push(`The status quo ${name} is stable for ${everybody} under ${allConcepts}.`);
    else {
      if (under) said.push(`The status quo ${name} is an equilibrium under ${names(under)}.`);
      const not = conflict.decision_makers.flatMap((dm, at) => {
        const without = all & ~(rows.stable[at]?.[now] ?? 0);
        return without ? [`for ${dm.name} under ${names(without)}`] : [];
      });
      said.push(`${under ? 'It' : `The status quo ${name}`} is not stable ${list(not)}.`);
    }
  }
  const counts = concepts.map((concept, at) => ({ name: concept.name, n: analysis.equilibria[at] ?? 0 }));
  const groups = new Map<number, string[]>();
  for (const { name, n } of counts) groups.set(n, [...(groups.get(n) ?? []), name]);
  const equilibria = [...groups].map(([n, of]) => `${n === 0 ? 'none' : number(n)} under ${list(of)}`);
  const of = count(analysis.states, 'state', 'states');
  if (groups.size === 1) {
    const n = counts[0]?.n ?? 0;
    said.push(n === 0 ? `None of the ${of} is an equilibrium under any concept.` : `${number(n)} of ${of} ${n === 1 ? 'is an equilibrium' : 'are equilibria'}, under every concept.`);
  } else said.push(`Of ${of}, these are equilibria: ${list(equilibria)}.`);
  return said;
}
