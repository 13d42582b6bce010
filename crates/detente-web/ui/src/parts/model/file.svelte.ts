// The file as it stands now, for forms: what is at a place, and what is wrong there. Views show the last good text; forms show the text that is, since places of edits are places in it.

import type { Complaint, Json, JsonObject, Sketch, Step } from '../../lib/api';
import { bench } from '../../lib/workbench.svelte';

class File {
  #root = $derived(bench.reading?.file ?? bench.good?.file ?? {});
  #complaints = $derived.by(() => {
    const map = new Map<string, Complaint[]>();
    for (const complaint of bench.complaints) {
      const key = JSON.stringify(complaint.at);
      map.set(key, [...(map.get(key) ?? []), complaint]);
    }
    return map;
  });

  /** All of it. */
  get root(): JsonObject {
    return this.#root;
  }

  /** Whether forms can change it: not while it is no TOML. */
  get open(): boolean {
    return bench.reading === null || bench.reading.file !== null;
  }

  /** The conflict, if it is that of this very text. */
  get conflict(): Sketch | null {
    return bench.stale ? null : bench.conflict;
  }

  at(path: Step[]): Json | undefined {
    let here: Json | undefined = this.#root;
    for (const step of path) {
      if (here === undefined || here === null || typeof here !== 'object') return undefined;
      here = Array.isArray(here) ? here[step as number] : here[step as string];
    }
    return here;
  }

  /** The table at a place; an empty one where there is none. */
  table(path: Step[]): JsonObject {
    return object(this.at(path));
  }

  list(path: Step[]): Json[] {
    const here = this.at(path);
    return Array.isArray(here) ? here : [];
  }

  text(path: Step[]): string | undefined {
    const here = this.at(path);
    return typeof here === 'string' ? here : undefined;
  }

  /** What is wrong at a place. What stands in a short form, `"talk"` for `{ that = "talk" }`, is complained about at the place of the whole. */
  complaints(path: Step[]): Complaint[] {
    const here = this.#complaints.get(JSON.stringify(path)) ?? [];
    const around = path.slice(0, -1);
    const whole = this.at(around);
    const short = typeof path.at(-1) === 'string' && (typeof whole === 'string' || Array.isArray(whole));
    return short ? [...here, ...(this.#complaints.get(JSON.stringify(around)) ?? [])] : here;
  }
}

export const file = new File();

/** A value as a table; an empty one where it is none. */
export function object(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** A value as a table, where it may stand in a short form for one key. */
export function long(value: Json | undefined, key: string): JsonObject {
  if (typeof value === 'string' || Array.isArray(value)) return { [key]: value };
  return object(value);
}

export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
