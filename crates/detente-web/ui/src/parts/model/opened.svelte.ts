// Which element of a section is open, as the address has it: `#/model/variants:holding_back`.

import { go, route } from '../../lib/route.svelte';

class Opened {
  get section(): string | null {
    return route.view === 'model' ? (route.about?.split(':')[0] ?? null) : null;
  }

  is(section: string, id: string): boolean {
    return route.about === `${section}:${id}`;
  }

  /** Opens an element that has just come to be, and gives it the focus. */
  show(section: string, id: string): void {
    go('model', `${section}:${id}`);
    // The address tells the page in its own time.
    setTimeout(() => document.querySelector<HTMLElement>(`.model [data-part="${CSS.escape(id)}"] button`)?.focus(), 50);
  }

  toggle(section: string, id: string): void {
    go('model', this.is(section, id) ? section : `${section}:${id}`);
  }
}

export const opened = new Opened();
