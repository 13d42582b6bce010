// The texts of documents that are at hand, fetched once each; and where the claims stand in them.

import type { JsonObject, SourceText } from './api';
import { unitsBefore } from './bytes';
import { request } from './server';
import { bench } from './workbench.svelte';

/** A claim in a document, in UTF-16 units. */
export interface Passage {
  claim: string;
  start: number;
  end: number;
}

class Documents {
  #texts = $state.raw<Record<string, string>>({});
  #asked = new Set<string>();

  /** A document of another file, or with another digest, is another document. */
  #key(source: string): string {
    const table = ((bench.good?.file['sources'] ?? {}) as Record<string, JsonObject>)[source];
    return JSON.stringify([bench.file, source, table?.['file'] ?? null, table?.['sha256'] ?? null]);
  }

  /** Whether the document is at hand, by its digest. */
  atHand(source: string): boolean {
    return bench.conflict?.sources.find((one) => one.id === source)?.check === 'verified';
  }

  /** The text, once it is there. */
  text(source: string): string | undefined {
    return this.#texts[this.#key(source)];
  }

  /** Asks for the text, where it is at hand and was not asked for. */
  fetch(source: string): void {
    const key = this.#key(source);
    if (!this.atHand(source) || this.#asked.has(key)) return;
    this.#asked.add(key);
    request<SourceText>('/api/document', { text: bench.good?.text, file: bench.file, source }).then(
      (got) => (this.#texts = { ...this.#texts, [key]: got.text }),
      // Asked again when somebody looks again.
      () => this.#asked.delete(key),
    );
  }

  /** Where the claims stand in a document, by what the file says now. */
  passages(source: string, text: string): Passage[] {
    const claims = Object.entries((bench.good?.file['claims'] ?? {}) as Record<string, JsonObject>);
    return claims.flatMap(([claim, table]) => {
      const at = table['at'];
      if (table['source'] !== source || !Array.isArray(at)) return [];
      const [start, end] = at.map((byte) => (typeof byte === 'number' && byte >= 0 ? unitsBefore(text, byte) : null));
      return start == null || end == null || start > end ? [] : [{ claim, start, end }];
    });
  }
}

export const documents = new Documents();
