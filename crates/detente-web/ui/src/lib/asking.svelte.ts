// A question that is being asked: the answer, how far it is, and how to end it. A new question takes the place of the one before.

import type { Answered, Ask } from './api';
import { Failure, type Progress, long } from './server';
import { bench } from './workbench.svelte';

export class Asking {
  answer = $state.raw<Answered | null>(null);
  problem = $state<string | null>(null);
  progress = $state.raw<Progress | null>(null);
  busy = $state(false);
  /** The text that the answer is about. */
  #about = $state('');
  #running: AbortController | null = null;

  /** Whether the conflict has changed since the answer. */
  get stale(): boolean {
    return this.answer !== null && this.#about !== `${bench.variant ?? ''}\n${bench.good?.text ?? ''}`;
  }

  async ask(ask: Ask): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.busy = true;
    this.problem = null;
    const text = bench.good?.text ?? bench.text;
    const about = `${bench.variant ?? ''}\n${text}`;
    try {
      const body = { text, variant: bench.variant, file: bench.file, ask };
      const answer = await long<Answered>('/api/ask', body, running.signal, (progress) => {
        if (this.#running === running) this.progress = progress;
      });
      if (this.#running !== running) return;
      this.answer = answer;
      this.#about = about;
      bench.said = 'The answer is there';
    } catch (error) {
      if (this.#running !== running) return;
      this.answer = null;
      this.problem = error instanceof Failure && error.cancelled ? 'Cancelled.' : error instanceof Error ? error.message : String(error);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.busy = false;
        this.progress = null;
      }
    }
  }

  cancel(): void {
    this.#running?.abort();
  }
}
