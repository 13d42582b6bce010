// Which view is open, and what it is about: `#/answer/s12`. The address holds it, so that back and forward work.

/** The views, in the order of the navigation. */
export const views = [
  { id: 'situation', title: 'Situation', says: 'Who, what each can do and does now, and the documents' },
  { id: 'model', title: 'Model', says: 'Options, rules, wants: everything that can be changed' },
  { id: 'answer', title: 'Answer', says: 'Which states would last, and for whom' },
  { id: 'graph', title: 'Graph', says: 'The moves as a picture' },
  { id: 'whatif', title: 'What if', says: 'Shocks, variants, pivots, stabilising, propositions' },
  { id: 'play', title: 'Play', says: 'Step through the conflict' },
  { id: 'text', title: 'Text', says: 'The file itself' },
] as const;

/** A view. */
export type View = (typeof views)[number]['id'];

function parsed(): { view: View; about: string | null } {
  const [, view, about] = location.hash.replace(/^#/, '').split('/');
  const known = views.find((one) => one.id === view);
  return { view: known?.id ?? 'situation', about: about ? decodeURIComponent(about) : null };
}

class Route {
  #here = $state.raw(parsed());

  constructor() {
    addEventListener('hashchange', () => {
      this.#here = parsed();
    });
  }

  get view(): View {
    return this.#here.view;
  }

  /** What the view is about; each view has its own use for it. */
  get about(): string | null {
    return this.#here.about;
  }
}

export const route = new Route();

/** Opens a view. */
export function go(view: View, about?: string): void {
  location.hash = about === undefined ? `#/${view}` : `#/${view}/${encodeURIComponent(about)}`;
}
