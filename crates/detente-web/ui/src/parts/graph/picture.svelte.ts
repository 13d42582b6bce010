// The picture of the moves: what it is asked to show, what the server placed, and what is looked at in it.

import type { GraphRequest, Picture, PictureLine, Show, Way } from '../../lib/api';
import { bench } from '../../lib/workbench.svelte';
import { Failure, long } from '../../lib/server';

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
  /** A way that is shown. */
  way = $state.raw<Way | null>(null);
  #wayFrom = $state<string | null>(null);
  /** The text that the way is one of: in another one its states may have other names. */
  #wayText = $state<string | null>(null);
  picture = $state.raw<Picture | null>(null);
  problem = $state<string | null>(null);
  busy = $state(false);
  #running: AbortController | null = null;

  /** The states of the way that is shown. */
  names = $derived.by(() => {
    const current = this.#wayText === `${bench.variant ?? ''}\n${bench.good?.text ?? ''}`;
    return current && this.way?.steps && this.#wayFrom ? [this.#wayFrom, ...this.way.steps.map((step) => step.to)] : [];
  });

  /** Shows a way, or none. */
  showWay(way: Way | null, from: string | null): void {
    this.way = way;
    this.#wayFrom = from;
    this.#wayText = `${bench.variant ?? ''}\n${bench.good?.text ?? ''}`;
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

  /** Whether a move is a step of the way that is shown. */
  onWay(line: PictureLine, picture: Picture): 'forth' | 'back' | null {
    const steps = this.names.length ? (this.way?.steps ?? []) : [];
    const [from, to] = [picture.nodes[line.from]?.name, picture.nodes[line.to]?.name];
    for (let at = 0; at < steps.length; at += 1) {
      if (steps[at]?.by !== line.mover) continue;
      if (this.names[at] === from && this.names[at + 1] === to) return 'forth';
      if (line.back && this.names[at] === to && this.names[at + 1] === from) return 'back';
    }
    return null;
  }

  /** What is asked of the server, with the centre that the address names. */
  request(from: string | null): GraphRequest | null {
    if (!bench.good || !bench.analysis) return null;
    const dms = bench.conflict?.decision_makers ?? [];
    const movers = dms.filter((dm) => !this.without.includes(dm.id)).map((dm) => dm.id);
    return { text: bench.good.text, variant: bench.variant, from, show: this.show, movers: movers.length === dms.length ? [] : movers, way: this.names, limit: this.limit };
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
