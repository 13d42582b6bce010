// Which states the table lists, and in which order. A conflict that is in the page whole is filtered and sorted here; of a larger one the server does the same (`src/listing.rs`) and
// gives a page at a time.

import type { Order, OrderBy, Rows, RowsRequest, Which } from '../../lib/api';
import { bits } from '../../lib/words';
import { bench } from '../../lib/workbench.svelte';
import { Failure, long } from '../../lib/server';

/** What a column is sorted by: `name`, `text`, `outcomes`, `option:2`, `rank:0`, `concept:1`. */
export interface Sort {
  by: string;
  up: boolean;
}

/** States with a verdict: equilibria under a concept, or states that are stable under it for one decision maker. */
export interface Verdict {
  concept: number;
  dm: string | null;
}

/** So many states are on a page of a large conflict. */
const PAGE = 200;
/** So many states at most can fulfil a condition and be told apart by it here. */
const MOST = 5000;

/** All states. */
const EVERY: Which = { search: null, verdict: null, outcome: null, options: [], condition: null };

class Listing {
  search = $state('');
  verdict = $state.raw<Verdict | null>(null);
  outcome = $state.raw<{ id: string; holds: boolean } | null>(null);
  /** By the name of an option: whether it is on. */
  options = $state.raw<Record<string, boolean>>({});
  /** A condition in words of the file, which the server understands. */
  condition = $state('');
  changedOnly = $state(false);
  sort = $state.raw<Sort | null>(null);
  page = $state(0);
  /** Why a condition or a page could not be had. */
  problem = $state<string | null>(null);
  busy = $state(false);
  /** Of a large conflict: the page. */
  #page = $state.raw<Rows | null>(null);
  /** The states that fulfil the condition. */
  #matching = $state.raw<ReadonlySet<number> | null>(null);
  #running: AbortController | null = null;
  #asked = '';
  #file = '';

  /** Whether all states are in the page. */
  whole = $derived(bench.analysis !== null && bench.analysis.rows.place.length === bench.analysis.states);
  /** The states from which is chosen. */
  rows = $derived<Rows | null>(this.whole ? (bench.analysis?.rows ?? null) : (this.#page ?? bench.analysis?.rows ?? null));
  /** The index of the status quo among the rows of the analysis, where there is one. */
  pinned = $derived.by(() => {
    const analysis = bench.analysis;
    if (!analysis || analysis.status_quo === null) return null;
    const index = analysis.rows.place.indexOf(analysis.status_quo);
    return index < 0 ? null : index;
  });
  /** How many states the filters leave. */
  of = $derived.by(() => (this.whole ? this.matches.length : (this.#page?.of ?? bench.analysis?.states ?? 0)));
  pages = $derived(Math.max(1, Math.ceil(this.of / PAGE)));
  first = $derived(this.page * PAGE);

  /** Whether anything is left out. */
  get filtered(): boolean {
    const chosen = this.verdict !== null || this.outcome !== null || this.condition !== '' || this.changedOnly;
    return chosen || this.search.trim() !== '' || Object.keys(this.options).length > 0;
  }

  /** Filters are those of one file. */
  begin(file: string): void {
    if (file === this.#file) return;
    this.#file = file;
    this.clear();
    this.sort = null;
  }

  clear(): void {
    this.search = '';
    this.verdict = null;
    this.outcome = null;
    this.options = {};
    this.condition = '';
    this.changedOnly = false;
    this.problem = null;
    this.page = 0;
  }

  /** Sorts by a column; again, the other way round; a third time, in the order of states. */
  sortBy(by: string): void {
    if (this.sort?.by !== by) this.sort = { by, up: true };
    else this.sort = this.sort.up ? { by, up: false } : null;
    this.page = 0;
  }

  /** Whether the last change changed anything about the state at a place. */
  changed(place: number): boolean {
    return this.#changed.has(place);
  }

  #changed = $derived.by(() => {
    const { equilibria, stable, appeared } = bench.changed;
    const places = new Set<number>([...equilibria.keys(), ...appeared]);
    for (const key of stable.keys()) places.add(Number(key.slice(0, key.indexOf(':'))));
    return places;
  });

  /** The filters, as a request has them. What is no longer in the conflict leaves nothing out. */
  #which = $derived.by((): Which => {
    const conflict = bench.conflict;
    const concept = bench.start?.concepts[this.verdict?.concept ?? -1];
    const dm = this.verdict?.dm ?? null;
    const outcome = this.outcome;
    return {
      search: this.search.trim() || null,
      verdict: concept && (dm === null || conflict?.decision_makers.some((one) => one.id === dm)) ? { concept: concept.id, dm } : null,
      outcome: outcome && conflict?.outcomes.some((one) => one.id === outcome.id) ? { outcome: outcome.id, holds: outcome.holds } : null,
      options: Object.entries(this.options).flatMap(([option, on]) => (conflict?.options.some((one) => one.name === option) ? { option, on } : [])),
      condition: this.condition || null,
    };
  });

  /** The rows that the filters leave, as indices. */
  matches = $derived.by(() => {
    const rows = this.rows;
    if (!rows) return [];
    const all = rows.place.map((_, index) => index);
    if (!this.whole) return all;
    const conflict = bench.conflict;
    const { search, verdict, outcome, options } = this.#which;
    const wanted = search?.toLowerCase() ?? '';
    const switched = options.map(({ option, on }) => ({ at: conflict?.options.findIndex((one) => one.name === option) ?? -1, is: on ? 'Y' : 'N' }));
    const outcomeAt = conflict?.outcomes.findIndex((one) => one.id === outcome?.outcome) ?? -1;
    const dm = conflict?.decision_makers.findIndex((one) => one.id === verdict?.dm) ?? -1;
    const matching = this.condition === '' ? null : this.#matching;
    const bit = 1 << (this.verdict?.concept ?? 0);
    return all.filter((index) => {
      const place = rows.place[index] ?? 0;
      if (matching && !matching.has(place)) return false;
      if (this.changedOnly && !this.#changed.has(place)) return false;
      if (verdict && !(((verdict.dm === null ? rows.equilibrium[index] : rows.stable[dm]?.[index]) ?? 0) & bit)) return false;
      if (outcome && rows.outcomes[outcomeAt]?.[index] !== outcome.holds) return false;
      if (switched.some(({ at, is }) => rows.row[index]?.[at] !== is)) return false;
      return wanted === '' || `${rows.name[index]}\n${rows.row[index]}\n${rows.text[index] ?? ''}`.toLowerCase().includes(wanted);
    });
  });

  /** The rows that are listed, as indices in order; the status quo, which is pinned, is not among them. */
  order = $derived.by(() => {
    const rows = this.rows;
    const now = bench.analysis?.status_quo ?? null;
    const listed = rows ? this.matches.filter((index) => rows.place[index] !== now) : [];
    if (!rows || !this.whole || !this.sort) return listed;
    const key = this.#key(rows, this.sort.by);
    const way = this.sort.up ? 1 : -1;
    return listed.sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      const order = typeof x === 'number' ? x - (y as number) : x.localeCompare(y as string);
      return way * order || a - b;
    });
  });

  #key(rows: Rows, by: string): (index: number) => number | string {
    const [kind, at] = by.split(':');
    const place = Number(at);
    switch (kind) {
      case 'text':
        return (index) => rows.text[index] ?? '';
      case 'option':
        return (index) => 'Y-N'.indexOf(rows.row[index]?.[place] ?? 'N');
      case 'rank':
        return (index) => rows.rank[place]?.[index] ?? 0;
      case 'concept':
        // Equilibria first, then those that are stable for most.
        return (index) => -((rows.equilibrium[index] ?? 0) >> place & 1) * 1000 - rows.stable.filter((of) => (of[index] ?? 0) >> place & 1).length;
      case 'outcomes':
        return (index) => -rows.outcomes.reduce((sum, of, outcome) => sum + (of[index] ? 2 ** (rows.outcomes.length - outcome) : 0), 0);
      default:
        return (index) => index;
    }
  }

  /** What must be asked of the server, if anything. */
  request = $derived.by((): RowsRequest | null => {
    const good = bench.good;
    if (!good || !bench.analysis) return null;
    const base = { text: good.text, variant: bench.variant };
    if (!this.whole) return { ...base, which: this.#which, order: this.#order, skip: this.first, limit: PAGE };
    // Only what a condition means is for the server to say.
    return this.condition === '' ? null : { ...base, which: { ...EVERY, condition: this.condition }, order: null, skip: 0, limit: MOST };
  });

  /** The order, as a request has it; that of states where what gave it is no longer in the conflict. */
  #order = $derived.by((): Order | null => {
    const by = this.sort && this.#by(this.sort.by);
    return by && this.sort ? { by, up: this.sort.up } : null;
  });

  #by(column: string): OrderBy | null {
    const [kind, at] = column.split(':');
    const place = Number(at);
    const { decision_makers: dms, options } = bench.conflict ?? { decision_makers: [], options: [] };
    switch (kind) {
      case 'text':
      case 'outcomes':
        return { kind };
      case 'option':
        return options[place] ? { kind, option: options[place].name } : null;
      case 'rank':
        return dms[place] ? { kind, dm: dms[place].id } : null;
      case 'concept': {
        const concept = bench.start?.concepts[place];
        return concept ? { kind, concept: concept.id } : null;
      }
      default:
        return { kind: 'state' };
    }
  }

  /** Asks the server for what is needed now; what was asked for before is no longer wanted. */
  async fetch(request: RowsRequest | null): Promise<void> {
    const asked = JSON.stringify(request);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#running?.abort();
    this.problem = null;
    if (!request) {
      this.#matching = null;
      this.#page = null;
      this.busy = false;
      return;
    }
    const running = new AbortController();
    this.#running = running;
    this.busy = true;
    try {
      const rows = await long<Rows>('/api/rows', request, running.signal);
      if (this.#running !== running) return;
      if (this.whole) this.#matching = new Set(rows.place);
      else this.#page = rows;
    } catch (error) {
      if (this.#running !== running || (error instanceof Failure && error.cancelled)) return;
      this.problem = error instanceof Error ? error.message : String(error);
      this.#matching = new Set();
    } finally {
      if (this.#running === running) this.busy = false;
    }
  }

  /** The state of a name, which may be on no page: its rows and its index among them. */
  async find(name: string): Promise<{ rows: Rows; index: number } | null> {
    for (const rows of [bench.analysis?.rows, this.rows]) {
      const index = rows ? rows.name.indexOf(name) : -1;
      if (rows && index >= 0) return { rows, index };
    }
    const place = /^s([1-9]\d*)$/.exec(name)?.[1];
    if (!place || this.whole || !bench.good) return null;
    const body: RowsRequest = { text: bench.good.text, variant: bench.variant, which: EVERY, order: null, skip: Number(place) - 1, limit: 1 };
    const rows = await long<Rows>('/api/rows', body).catch(() => null);
    return rows?.name[0] === name ? { rows, index: 0 } : null;
  }
}

/** The one listing of this window: filters last when somebody looks at another view and comes back. */
export const listing = new Listing();

/** The ids of the decision makers for whom a state is stable under a concept. */
export function stableFor(rows: Rows, index: number, concept: number): number[] {
  return rows.stable.flatMap((of, dm) => (bits(of[index] ?? 0).includes(concept) ? [dm] : []));
}
