// Where names are used in a file: conditions, lists of options, rankings, ids. So that nobody removes what something else needs without knowing it, and a new name goes everywhere.

import type { Json, JsonObject, Step } from '../../lib/api';
import { object } from './file.svelte';

/** What kind of name stands there. A `place` is words such as "before c5"; `element` is the id of a statement or a rule. */
export type Kind = 'condition' | 'option' | 'own_option' | 'maker' | 'element' | 'place' | 'state' | 'ranking' | 'claim' | 'variant' | 'source';

/** A place where names are used. */
export interface Use {
  at: Step[];
  kind: Kind;
  /** What stands there, or the key itself. */
  text: string;
  /** Whether the name is the key at this place. */
  key: boolean;
  /** The decision maker whose own options need no more than their id. */
  own: string | null;
}

const ROW = /^[YN-]+$/;

class Walk {
  readonly found: Use[] = [];

  one(at: Step[], kind: Kind, value: Json | undefined, own: string | null = null): void {
    if (typeof value === 'string') this.found.push({ at, kind, text: value, key: false, own });
  }

  many(at: Step[], kind: Kind, value: Json | undefined, own: string | null = null): void {
    if (Array.isArray(value)) value.forEach((item, index) => this.one([...at, index], kind, item, own));
  }

  keys(at: Step[], kind: Kind, value: Json | undefined, own: string | null = null): void {
    for (const key of Object.keys(object(value))) this.found.push({ at: [...at, key], kind, text: key, key: true, own });
  }

  /** Calls for each value of a table, or each item of a list. */
  each(at: Step[], value: Json | undefined, of: (at: Step[], value: Json, key: string) => void): void {
    if (Array.isArray(value)) value.forEach((item, index) => of([...at, index], item, String(index)));
    else for (const [key, item] of Object.entries(object(value))) of([...at, key], item, key);
  }

  cites(at: Step[], table: JsonObject): void {
    this.many([...at, 'cites'], 'claim', table['cites']);
  }

  /** A state: the options that are on, or a name, or a row. */
  state(at: Step[], value: Json | undefined): void {
    this.many(at, 'option', value);
    if (typeof value === 'string' && !ROW.test(value)) this.one(at, 'state', value);
  }

  statements(at: Step[], value: Json | undefined, own: string | null): void {
    this.each(at, value, (at, item) => {
      this.one(at, 'condition', item, own);
      this.one([...at, 'that'], 'condition', object(item)['that'], own);
      this.cites(at, object(item));
    });
  }

  ranking(at: Step[], value: Json | undefined): void {
    this.one(at, 'ranking', value);
    this.many(at, 'ranking', value);
  }

  rules(at: Step[], value: Json | undefined): void {
    this.each(at, value, (at, item) => {
      this.one([...at, 'when'], 'condition', object(item)['when']);
      this.cites(at, object(item));
    });
  }

  /** The keys that variants and the alternatives of unknowns share. */
  changes(at: Step[], table: JsonObject): void {
    this.many([...at, 'negate'], 'element', table['negate']);
    this.many([...at, 'drop'], 'element', table['drop']);
    this.keys([...at, 'replace'], 'element', table['replace']);
    this.each([...at, 'replace'], table['replace'], (at, item) => this.one(at, 'condition', item));
    this.keys([...at, 'place'], 'element', table['place']);
    this.each([...at, 'place'], table['place'], (at, item) => this.one(at, 'place', item));
    this.each([...at, 'add'], table['add'], (at, item) => {
      const added = object(item);
      const to = typeof added['to'] === 'string' ? added['to'] : null;
      this.one([...at, 'to'], 'maker', added['to']);
      this.one([...at, 'that'], 'condition', added['that'], to);
      this.one([...at, 'place'], 'place', added['place']);
      this.cites(at, added);
    });
    this.rules([...at, 'infeasible'], table['infeasible']);
    this.keys([...at, 'hold'], 'option', table['hold']);
    this.keys([...at, 'direction'], 'option', table['direction']);
    this.keys([...at, 'prefers'], 'maker', table['prefers']);
    this.each([...at, 'prefers'], table['prefers'], (at, item, dm) => this.statements(at, item, dm));
    this.keys([...at, 'ranking'], 'maker', table['ranking']);
    this.each([...at, 'ranking'], table['ranking'], (at, item) => this.ranking(at, item));
    this.state([...at, 'status_quo'], table['status_quo']);
    this.many([...at, 'other_reading'], 'claim', table['other_reading']);
    this.many([...at, 'clarified'], 'maker', table['clarified']);
    this.keys([...at, 'views'], 'maker', table['views']);
    this.views([...at, 'views'], table['views']);
    this.cites(at, table);
  }

  views(at: Step[], value: Json | undefined): void {
    this.each(at, value, (at, item) => {
      const seen = object(item)['decision_makers'];
      this.keys([...at, 'decision_makers'], 'maker', seen);
      this.each([...at, 'decision_makers'], seen, (at, item, dm) => {
        this.statements([...at, 'prefers'], object(item)['prefers'], dm);
        this.ranking([...at, 'ranking'], object(item)['ranking']);
        this.many([...at, 'unaware'], 'own_option', object(item)['unaware'], dm);
      });
      this.cites(at, object(item));
    });
  }

  all(root: JsonObject): void {
    this.state(['status_quo'], root['status_quo']);
    this.each(['claims'], root['claims'], (at, item) => this.one([...at, 'source'], 'source', object(item)['source']));
    this.each(['decision_makers'], root['decision_makers'], (at, item, dm) => {
      const maker = object(item);
      this.each([...at, 'options'], maker['options'], (at, item) => this.cites(at, object(item)));
      this.statements([...at, 'prefers'], maker['prefers'], dm);
      this.ranking([...at, 'ranking'], maker['ranking']);
      this.keys([...at, 'weights'], 'option', maker['weights'], dm);
      this.cites(at, maker);
    });
    this.rules(['infeasible'], root['infeasible']);
    this.each(['states'], root['states'], (at, item) => {
      this.many(at, 'option', item);
      this.state([...at, 'at'], object(item)['at']);
      this.one([...at, 'when'], 'condition', object(item)['when']);
    });
    this.keys(['moves'], 'maker', root['moves']);
    this.each(['moves'], root['moves'], (at, item) => {
      this.keys(at, 'state', item);
      this.each(at, item, (at, item) => this.many(at, 'state', item));
    });
    this.each(['outcomes'], root['outcomes'], (at, item) => {
      this.one(at, 'condition', item);
      this.many(at, 'state', item);
      this.one([...at, 'when'], 'condition', object(item)['when']);
      this.many([...at, 'states'], 'state', object(item)['states']);
      this.cites(at, object(item));
    });
    this.each(['published'], root['published'], (at, item) => {
      const result = object(item);
      for (const key of ['equilibria', 'includes', 'stable']) this.each([...at, key], result[key], (at, item) => this.state(at, item));
      this.one([...at, 'decision_maker'], 'maker', result['decision_maker']);
    });
    this.each(['variants'], root['variants'], (at, item) => this.changes(at, object(item)));
    this.keys(['views'], 'maker', root['views']);
    this.views(['views'], root['views']);
    this.each(['unknowns'], root['unknowns'], (at, item) => {
      this.each([...at, 'or'], object(item)['or'], (at, item) => this.changes(at, object(item)));
      this.cites(at, object(item));
    });
    this.each(['propositions'], root['propositions'], (at, item) => {
      const proposition = object(item);
      const ask = object(proposition['ask']);
      const below = [...at, 'ask'];
      for (const key of ['reaches', 'avoids', 'to', 'holds']) this.one([...below, key], 'condition', ask[key]);
      for (const key of ['at', 'from', 'better', 'worse']) this.state([...below, key], ask[key]);
      for (const key of ['decision_maker', 'prefers']) this.one([...below, key], 'maker', ask[key]);
      this.many([...below, 'joint_improvement'], 'maker', ask['joint_improvement']);
      this.many([...at, 'variants'], 'variant', proposition['variants']);
      this.cites(at, proposition);
    });
    this.each(['events'], root['events'], (at, item) => {
      const event = object(item);
      const by = typeof event['by'] === 'string' ? event['by'] : null;
      this.one([...at, 'by'], 'maker', event['by']);
      for (const key of ['on', 'off']) this.many([...at, key], 'option', event[key], by);
      this.cites(at, event);
    });
  }
}

/** All places of a file where names are used. */
export function uses(root: JsonObject): Use[] {
  const walk = new Walk();
  walk.all(root);
  return walk.found;
}

/** What a place is, for people. */
export function where(root: JsonObject, at: Step[]): string {
  const [table, name, ...rest] = at;
  const value = (path: Step[]): JsonObject => object(path.reduce<Json | undefined>((here, step) => (Array.isArray(here) ? here[step as number] : object(here)[step]), root));
  switch (table) {
    case 'status_quo':
      return 'the status quo';
    case 'decision_makers': {
      const [key, index] = rest;
      if (key !== 'prefers') return `${key} of ${name}`;
      return `want ${String(value(at.slice(0, 4))['id'] ?? Number(index) + 1)} of ${name}`;
    }
    case 'infeasible':
      return `rule ${String(value(at.slice(0, 2))['id'] ?? Number(name) + 1)}`;
    case 'published':
      return `published result ${Number(name) + 1}`;
    case 'events':
      return `event ${Number(name) + 1}`;
    default:
      return `${{ states: 'state', outcomes: 'outcome', variants: 'variant', views: 'view of', unknowns: 'unknown', propositions: 'proposition', moves: 'moves of', claims: 'claim' }[String(table)] ?? table} ${name}`;
  }
}
