// A game: what was played so far, and what can be done next. The others answer in order, each once, with a best improvement if it has one.

import type { MoveHere, Moves, StateHere } from './api';
import { Failure, long } from './server';
import { bench } from './workbench.svelte';

/** A step that was taken. */
export interface Step {
  move: MoveHere;
  from: StateHere;
}

export class Game {
  /** The decision maker that the player moves for, by place; `null` where the player moves for everybody. */
  own = $state<number | null>(0);
  /** Where the game began. */
  start = $state.raw<StateHere | null>(null);
  steps = $state.raw<Step[]>([]);
  /** What can be done now. */
  here = $state.raw<Moves | null>(null);
  problem = $state<string | null>(null);
  busy = $state(false);
  /** How many steps had been taken before each round: taking back goes back a round. */
  #rounds: number[] = [];

  /** Who moved last. */
  get last(): number | null {
    return this.steps.at(-1)?.move.by ?? null;
  }

  /** The moves that the player can choose from. Nobody moves twice in succession; where the others have had their turn, the player's comes again. */
  get offers(): MoveHere[] {
    const moves = this.here?.moves ?? [];
    if (this.own !== null) return moves.filter((move) => move.by === this.own);
    return moves.filter((move) => move.by !== this.last);
  }

  /** Begins again, at a state or at the status quo. */
  async begin(state?: string): Promise<void> {
    this.steps = [];
    this.#rounds = [];
    this.start = null;
    const moves = await this.#look(state ?? null);
    if (moves) this.start = moves.at;
  }

  async #look(state: string | null): Promise<Moves | null> {
    this.busy = true;
    this.problem = null;
    try {
      this.here = await long<Moves>('/api/moves', { text: bench.good?.text ?? bench.text, variant: bench.variant, state });
      return this.here;
    } catch (error) {
      this.problem = error instanceof Failure ? error.message : String(error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Makes a move; the others answer. */
  async play(move: MoveHere): Promise<void> {
    if (!this.here || this.busy) return;
    this.#rounds.push(this.steps.length);
    await this.#step(move);
    await this.#answers();
  }

  /** Lets the others answer without a move of one's own. */
  async pass(): Promise<void> {
    if (this.own === null || this.busy) return;
    this.#rounds.push(this.steps.length);
    const before = this.steps.length;
    await this.#answers();
    if (this.steps.length === before) bench.said = 'Nobody answers: none of the others has an improvement';
  }

  async #step(move: MoveHere): Promise<boolean> {
    const from = this.here?.at;
    if (!from) return false;
    const moves = await this.#look(move.to.row || move.to.name);
    if (!moves) return false;
    this.steps = [...this.steps, { move, from }];
    return true;
  }

  async #answers(): Promise<void> {
    if (this.own === null) return;
    const dms = bench.conflict?.decision_makers.length ?? 0;
    for (let dm = 0; dm < dms; dm += 1) {
      if (dm === this.own) continue;
      const best = this.here?.moves.find((move) => move.by === dm && move.worth === 'best');
      if (best && !(await this.#step(best))) return;
    }
  }

  /** Takes the last round back. */
  async undo(): Promise<void> {
    const steps = this.#rounds.pop();
    if (steps === undefined) return;
    const state = this.steps[steps]?.from ?? this.start;
    this.steps = this.steps.slice(0, steps);
    if (state) await this.#look(state.row || state.name);
  }

  get canUndo(): boolean {
    return this.steps.length > 0;
  }
}
