// Which names are those of states, so that they can be opened wherever they occur.

import { bench } from './workbench.svelte';

class States {
  #names = $derived(new Map((bench.analysis?.rows.name ?? []).map((name, index) => [name, index])));

  /** Whether this is the name of a state in view. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The index of a state among the rows, by name. */
  index(name: string): number | undefined {
    return this.#names.get(name);
  }
}

export const states = new States();
