// The open conflict: its text, the texts before and after it, what was read in it, and what follows from it.
//
// The text is the document. Every change makes a new text; undo and redo go back and forth between texts, without limit. Whatever changes, the server reads and analyses anew, and
// the last good analysis stays in view while the text has errors.

import type { Analysis, Compared, Complaint, Edit, FileRef, Json, JsonObject, Opened, Problem, Reading, Saved, Sketch, Start, Step, Work } from './api';
import { type Changes, changes, none } from './changes';
import { Failure, type Progress, long, request } from './server';

/** A text that was or will be. */
interface Moment {
  text: string;
  /** What was done to come to it. */
  done: string;
}

/** The text on disk is another one than was thought. */
export interface Clash {
  /** What is there; nothing where the file is gone. */
  text: string | null;
  digest: string | null;
}

const SETTLE = 250;

class Workbench {
  /** What there is to open. */
  start = $state.raw<Start | null>(null);
  /** The open file. */
  file = $state.raw<FileRef | null>(null);
  /** Its text. */
  text = $state('');
  /** What was read in the text. */
  reading = $state.raw<Reading | null>(null);
  /** The last text that was a conflict, read; what views show. */
  good = $state.raw<{ text: string; file: JsonObject; conflict: Sketch } | null>(null);
  /** The analysis of the last good text. */
  analysis = $state.raw<Analysis | null>(null);
  /** Why the last good text could not be analysed. */
  problem = $state.raw<Problem | null>(null);
  /** The published results beside ours, in the order of the file. */
  published = $state.raw<Compared[]>([]);
  /** What the last change changed in the analysis. */
  changed = $state.raw<Changes>(none);
  /** The variant in view; `null` for the conflict as it is written. */
  variant = $state<string | null>(null);
  /** How far the work is that is being done, if it takes long. */
  progress = $state.raw<Progress | null>(null);
  /** Whether work is being done. */
  busy = $state(false);
  /** What went wrong last, for people. */
  message = $state<string | null>(null);
  /** What happened last, for those who hear the page. */
  said = $state('');
  /** The text on disk that is another one than was thought. */
  clash = $state.raw<Clash | null>(null);

  #past = $state.raw<Moment[]>([]);
  #future = $state.raw<Moment[]>([]);
  #saved = $state<string | null>(null);
  #digest: string | null = null;
  #running: AbortController | null = null;
  #queue: Promise<void> = Promise.resolve();
  #typing: ReturnType<typeof setTimeout> | null = null;

  /** Whether there are changes that are not on disk. */
  get dirty(): boolean {
    return this.file !== null && this.#saved !== this.text;
  }

  /** Whether the file can be saved where it is. */
  get writable(): boolean {
    return this.file?.from === 'folder';
  }

  /** What undo would take back. */
  get undoes(): string | null {
    return this.#past.at(-1)?.done ?? null;
  }

  /** What redo would do again. */
  get redoes(): string | null {
    return this.#future.at(-1)?.done ?? null;
  }

  /** The conflict of the last good text. */
  get conflict(): Sketch | null {
    return this.good?.conflict ?? null;
  }

  /** Whether what is in view is that of an earlier text, since the text has errors. */
  get stale(): boolean {
    return this.good !== null && this.good.text !== this.text;
  }

  get complaints(): Complaint[] {
    return this.reading?.complaints ?? [];
  }

  get errors(): Complaint[] {
    return this.complaints.filter((complaint) => !complaint.warning);
  }

  /** Learns what there is, and opens what was asked for. */
  async begin(): Promise<void> {
    try {
      this.start = await request<Start>('/api/start');
      if (this.start.opened) await this.open(this.start.opened);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Opens a file; what was done to another one is given up. */
  async open(file: FileRef): Promise<void> {
    try {
      const opened = await request<Opened>('/api/open', { file });
      this.file = opened.file;
      this.#saved = opened.text;
      this.#digest = opened.digest;
      this.#past = [];
      this.#future = [];
      this.variant = null;
      this.good = null;
      this.analysis = null;
      this.changed = none;
      this.clash = null;
      this.message = null;
      this.text = opened.text;
      await this.#work([]);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Closes the file. */
  close(): void {
    this.#running?.abort();
    this.file = null;
    this.good = null;
    this.analysis = null;
    this.reading = null;
    this.text = '';
    this.#saved = null;
    this.clash = null;
  }

  /**
   * Makes edits to the text, all or none, as one step that can be undone. They are made one after the other with what was asked for before, so that quick
   * successions do not overtake each other.
   */
  edit(done: string, edits: Edit[]): Promise<boolean> {
    const next = this.#queue.then(() => this.#edited(done, edits));
    this.#queue = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  }

  async #edited(done: string, edits: Edit[]): Promise<boolean> {
    this.#settle();
    const before = this.text;
    try {
      const changed = await this.#work(edits, before);
      if (changed && this.text !== before) {
        this.#past = [...this.#past, { text: before, done }];
        this.#future = [];
        this.said = done;
      }
      return changed;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  /** The text is another one, all of it: typed, or taken from elsewhere. What is typed in one go is one step. */
  write(text: string, done: string): void {
    if (text === this.text) return;
    const last = this.#past.at(-1);
    if (this.#typing !== null && last?.done === done) {
      clearTimeout(this.#typing);
    } else {
      this.#past = [...this.#past, { text: this.text, done }];
    }
    this.#future = [];
    this.text = text;
    this.#typing = setTimeout(() => {
      this.#typing = null;
      void this.again();
    }, SETTLE);
  }

  #settle(): void {
    if (this.#typing === null) return;
    clearTimeout(this.#typing);
    this.#typing = null;
  }

  /** Goes back to the text before. */
  undo(): void {
    const last = this.#past.at(-1);
    if (!last) return;
    this.#settle();
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, { text: this.text, done: last.done }];
    this.text = last.text;
    this.said = `Taken back: ${last.done}`;
    void this.again();
  }

  /** Goes forth to the text after. */
  redo(): void {
    const next = this.#future.at(-1);
    if (!next) return;
    this.#settle();
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, { text: this.text, done: next.done }];
    this.text = next.text;
    this.said = `Done again: ${next.done}`;
    void this.again();
  }

  /** Looks at another variant. */
  async look(variant: string | null): Promise<void> {
    this.variant = variant;
    await this.again();
    this.changed = none;
  }

  /** Reads and analyses the text anew. */
  async again(): Promise<void> {
    try {
      await this.#work([]);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Ends the work that is being done. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Edits, reads, analyses. False where something newer took its place. */
  async #work(edits: Edit[], text: string = this.text): Promise<boolean> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.busy = true;
    try {
      const body = { text, edits, variant: this.variant, file: this.file };
      const work = await long<Work>('/api/work', body, running.signal, (progress) => {
        if (this.#running === running) this.progress = progress;
      });
      if (this.#running !== running) return false;
      this.message = null;
      this.#take(work);
      return true;
    } catch (error) {
      // Where something newer was asked for, the end of this is no news.
      if (this.#running !== running && error instanceof Failure && error.cancelled) return false;
      throw error;
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.busy = false;
        this.progress = null;
      }
    }
  }

  #take(work: Work): void {
    this.text = work.text;
    this.reading = work.reading;
    const { file, conflict } = work.reading;
    if (!file || !conflict) return;
    if (this.variant !== null && !conflict.variants.some((variant) => variant.id === this.variant)) this.variant = null;
    const before = this.analysis && this.good ? { analysis: this.analysis, conflict: this.good.conflict } : null;
    this.good = { text: work.text, file, conflict };
    this.problem = work.problem;
    this.analysis = work.analysis;
    this.published = work.published;
    this.changed = before && work.analysis ? changes(before, { analysis: work.analysis, conflict }) : none;
  }

  #tell(error: unknown): void {
    if (error instanceof Failure && error.cancelled) {
      this.message = 'Cancelled. What you see is the last answer; the text is as you left it.';
      return;
    }
    this.message = error instanceof Error ? error.message : String(error);
  }

  /** Saves where the file is, or under another name. True where it is written. */
  async save(name?: string): Promise<boolean> {
    const own = this.file?.from === 'folder' ? this.file.name : null;
    const to = name ?? own;
    if (!to) return false;
    const text = this.text;
    const expected = to === own ? this.#digest : null;
    try {
      const saved = await request<Saved>('/api/save', { name: to, text, expected });
      if (saved.outcome === 'changed') {
        if (to !== own) {
          this.message = `There is a file ${to} already. Choose another name.`;
          return false;
        }
        this.clash = { text: saved.text, digest: saved.digest };
        return false;
      }
      this.file = { from: 'folder', name: to };
      this.#saved = text;
      this.#digest = saved.digest;
      this.clash = null;
      this.said = `Saved ${to}`;
      this.message = null;
      return true;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  /** Asks whether the file has changed on disk. */
  async watch(): Promise<void> {
    if (this.file?.from !== 'folder' || this.clash) return;
    const { name } = this.file;
    try {
      const { digest } = await request<{ digest: string | null }>('/api/digest', { name });
      if (digest === this.#digest || this.file?.from !== 'folder' || this.file.name !== name) return;
      const opened = digest === null ? null : await request<Opened>('/api/open', { file: this.file });
      if (opened && opened.text === this.text) {
        this.#saved = opened.text;
        this.#digest = opened.digest;
      } else if (opened && !this.dirty) {
        // Nothing of ours is lost, and the text before is one step back.
        this.#digest = opened.digest;
        this.#saved = opened.text;
        this.write(opened.text, 'the file changed on disk');
        this.said = 'The file changed on disk; the page shows the new text';
      } else {
        this.clash = { text: opened?.text ?? null, digest: opened?.digest ?? null };
      }
    } catch {
      // The next look will tell.
    }
  }

  /** Settles a clash: keep our text (the next save replaces what is there), or take the one on disk (ours is one step back). */
  settle(keep: 'ours' | 'theirs'): void {
    const clash = this.clash;
    if (!clash) return;
    this.clash = null;
    this.#digest = clash.digest;
    this.#saved = clash.text;
    if (keep === 'theirs' && clash.text !== null) this.write(clash.text, 'take the text on disk');
  }

  /** What stands at a place of the file. */
  at(path: Step[]): Json | undefined {
    let here: Json | undefined = this.good?.file;
    for (const step of path) {
      if (here === undefined || here === null || typeof here !== 'object') return undefined;
      here = Array.isArray(here) ? here[step as number] : here[step as string];
    }
    return here;
  }
}

/** The one workbench of this window. */
export const bench = new Workbench();
