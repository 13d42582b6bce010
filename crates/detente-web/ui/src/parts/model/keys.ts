// Keys of list items that stay with an item when others move, so that what has the focus keeps it while the list is read anew.

interface Known {
  key: string;
  id: string | undefined;
  body: string;
}

/** Gives the items of one list their keys: the same item has the same key as long as its id or its text or, failing both, its place is the same. */
export class Keys {
  #known: Known[] = [];
  #next = 0;

  of(items: { id: string | undefined; body: string }[]): string[] {
    const old = this.#known;
    const free = new Set(old.keys());
    const found: (Known | undefined)[] = items.map(() => undefined);
    const match = (same: (one: Known, at: number, item: { id: string | undefined; body: string }, index: number) => boolean) => {
      items.forEach((item, index) => {
        if (found[index]) return;
        for (const at of free) {
          const one = old[at];
          if (one && same(one, at, item, index)) {
            found[index] = one;
            free.delete(at);
            return;
          }
        }
      });
    };
    match((one, _, item) => item.id !== undefined && one.id === item.id);
    match((one, at, item, index) => at === index && one.body === item.body);
    match((one, _, item) => one.body === item.body);
    match((_, at, __, index) => at === index);
    this.#known = items.map((item, index) => {
      const key = found[index]?.key ?? `k${this.#next++}`;
      return { key, ...item };
    });
    return this.#known.map((one) => one.key);
  }
}
