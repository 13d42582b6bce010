// The picture of the moves: what it is asked to show, what the server placed, and what is looked at in it.

import type { GraphRequest, Picture, Show } from '../../lib/api';
import { bench } from '../../lib/workbench.svelte';
import { Failure, long } from '../../lib/server';
import { type Mark, type Shown, key, marks } from './shown';

/** A move in the picture, as it runs. */
export interface Move {
  /** The line that it runs along, by its number. */
  line: number;
  mover: number;
  /** The nodes, by their numbers. */
  from: number;
  to: number;
  improves: boolean;
  words: string;
}

/** The dashes of lines, by decision maker: together with the colour they tell them apart, and alone too. The same as in the report. */
export const DASHES = ['', '7 4', '2 3', '10 3 2 3', '14 5', '5 2 1 2 1 2'];

/** The colour of a decision maker. */
export function colour(mover: number): number {
  return mover % 6;
}

/** The dash of a decision maker. */
export function dash(mover: number): string {
  return DASHES[(mover + Math.floor(mover / 6)) % DASHES.length] ?? '';
}

class Drawing {
  show = $state<Show>('best');
  /** The decision makers whose moves are left out, by id. */
  without = $state.raw<string[]>([]);
  limit = $state(40);
  /** The concept whose equilibria are marked. */
  concept = $state('nash');
  /** What is highlighted, and the text that it is of: in another one its states may have other names. */
  #shown = $state.raw<{ shown: Shown; text: string } | null>(null);
  /** Whether somebody who asked for it elsewhere comes to see it. */
  awaited = false;
  picture = $state.raw<Picture | null>(null);
  problem = $state<string | null>(null);
  busy = $state(false);
  #running: AbortController | null = null;

  /** What is highlighted. */
  get shown(): Shown | null {
    return this.#shown?.text === this.#text ? this.#shown.shown : null;
  }

  get #text(): string {
    return `${bench.variant ?? ''}\n${bench.good?.text ?? ''}`;
  }

  /** Highlights something, or nothing. */
  highlight(shown: Shown | null): void {
    this.#shown = shown && { shown, text: this.#text };
  }

  /** The states that are highlighted, in the order in which they come. */
  names = $derived.by(() => [...new Set(this.shown ? [this.shown.from, ...this.shown.threads.flat().map((step) => step.to)] : [])]);

  /** The highlighted moves with their numbers. */
  marks = $derived.by(() => marks(this.shown?.threads ?? []));

  /** The number of a move that is highlighted, and what it is. */
  mark(picture: Picture, by: number, from: number, to: number): Mark | undefined {
    return this.marks.get(key(by, picture.nodes[from]?.name ?? '', picture.nodes[to]?.name ?? ''));
  }

  /** All moves in the picture, in the order of nodes and decision makers. */
  moves = $derived.by(() => {
    const moves: Move[] = [];
    this.picture?.lines.forEach((one, line) => {
      moves.push({ line, mover: one.mover, from: one.from, to: one.to, improves: one.improves, words: one.words });
      if (one.back) moves.push({ line, mover: one.mover, from: one.to, to: one.from, improves: one.back.improves, words: one.back.words });
    });
    return moves.sort((a, b) => a.from - b.from || a.mover - b.mover || a.to - b.to);
  });

  /** What is asked of the server, with the centre that the address names. */
  request(from: string | null): GraphRequest | null {
    if (!bench.good || !bench.analysis) return null;
    const dms = bench.conflict?.decision_makers ?? [];
    const movers = dms.filter((dm) => !this.without.includes(dm.id)).map((dm) => dm.id);
    return { text: bench.good.text, variant: bench.variant, from, show: this.show, movers: movers.length === dms.length ? [] : movers, ways: this.shown?.threads.map((thread) => [this.shown?.from ?? '', ...thread.map((step) => step.to)]) ?? [], limit: this.limit };
  }

  async fetch(request: GraphRequest): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.busy = true;
    try {
      const picture = await long<Picture>('/api/graph', request, running.signal);
      if (this.#running !== running) return;
      this.picture = picture;
      this.problem = null;
    } catch (error) {
      if (this.#running !== running) return;
      this.problem = error instanceof Failure && error.cancelled ? 'Cancelled.' : error instanceof Error ? error.message : String(error);
    } finally {
      if (this.#running === running) this.busy = false;
    }
  }

  cancel(): void {
    this.#running?.abort();
  }
}

/** The one drawing of this window: what it shows lasts when somebody looks at another view and comes back. */
export const drawing = new Drawing();
