// What is highlighted in the picture: sequences of moves, each move with the number of its step.

import type { Course, Way } from '../../lib/api';

/** What a step is: of a way, or in the reasons of a verdict. */
export type Part = 'step' | 'improvement' | 'sanction' | 'reply' | 'escape' | 'refused';

/** A step that is highlighted. States are named. */
export interface Step {
  by: number;
  from: string;
  to: string;
  part: Part;
}

/** What is highlighted. */
export interface Shown {
  /** What it is, as the rest of a sentence: "why s1 is stable for China under Nash". */
  says: string;
  /** Where it begins. */
  from: string;
  threads: Step[][];
  /** How many more threads there are than are told. */
  more: number;
  /** The way that it is, if it is one. */
  way: Way | null;
}

/** What a step is, in words. */
export const parts: Record<Part, string> = {
  step: 'a step of the way',
  improvement: 'the improvement',
  sanction: 'the sanction',
  reply: 'an answer that sanctions nothing',
  escape: 'how it moves on from there',
  refused: 'possible, and not preferred to staying',
};

/** A move that is highlighted, with its numbers. */
export interface Mark {
  /** `1`, or `A1` where there are several threads that do not share it. */
  labels: string[];
  part: Part;
}

export const key = (by: number, from: string, to: string) => `${by} ${from} ${to}`;

/** The highlighted moves by mover and states. Threads have letters where there are several; a move with which all of them begin has its number alone. */
export function marks(threads: Step[][]): Map<string, Mark> {
  const found = new Map<string, Mark>();
  const common = threads[0]?.findIndex((step, at) => !threads.every((thread) => thread[at] && key(thread[at].by, thread[at].from, thread[at].to) === key(step.by, step.from, step.to))) ?? 0;
  const shared = threads.length < 2 ? Number.POSITIVE_INFINITY : common < 0 ? (threads[0]?.length ?? 0) : common;
  threads.forEach((thread, index) => {
    thread.forEach((step, at) => {
      const label = at < shared ? `${at + 1}` : `${letter(index)}${at + 1}`;
      const known = found.get(key(step.by, step.from, step.to));
      if (!known) found.set(key(step.by, step.from, step.to), { labels: [label], part: step.part });
      else if (!known.labels.includes(label)) known.labels.push(label);
    });
  });
  return found;
}

/** A, B, C … */
export function letter(index: number): string {
  return String.fromCharCode(65 + (index % 26));
}

function steps(from: string, moves: { by: number; to: string; part: Part }[]): Step[] {
  let here = from;
  return moves.map(({ by, to, part }) => {
    const step = { by, from: here, to, part };
    here = to;
    return step;
  });
}

/** A picture is asked for with so many states on its ways at most. */
const MOST = 256;

/** The reasons of a verdict; one thread of them, or all. */
export function ofCourse(course: Course, only: number | null, says: string): Shown {
  const threads = course.threads.map((thread) => steps(course.from, thread.moves.map((move) => ({ ...move, part: move.part as Part }))));
  const one = only === null ? null : threads[only];
  if (one) return { says, from: course.from, threads: [one], more: 0, way: null };
  let states = 0;
  const fit = threads.filter((thread, at) => (states += thread.length + 1) <= MOST || at === 0);
  return { says, from: course.from, threads: fit, more: course.more + threads.length - fit.length, way: null };
}

/** A way. */
export function ofWay(way: Way, from: string, says: string): Shown {
  return { says, from, threads: [steps(from, (way.steps ?? []).map(({ by, to }) => ({ by, to, part: 'step' as const })))], more: 0, way };
}
