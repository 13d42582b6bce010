// Written from crates/detente-web/src/api.rs by a test; do not edit. Renew with
// UPDATE_EXPECTED=1 cargo test -p detente-web

/** What a file can hold, as JSON. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A table of a file, as JSON. */
export interface JsonObject {
  [key: string]: Json;
}

/**
 * What follows from a conflict.
 */
export type Analysis = { 
/**
 * The digest of the conflict that was analysed, in its variant.
 */
digest: string, 
/**
 * The engine that did it.
 */
engine: string, 
/**
 * How many states there are.
 */
states: number, 
/**
 * How many places each decision maker's ranking has.
 */
places: Array<number>, 
/**
 * The place of the status quo.
 */
status_quo: number | null, 
/**
 * The number of equilibria, by concept.
 */
equilibria: Array<number>, 
/**
 * The number of stable states, by concept and decision maker.
 */
stable: Array<Array<number>>, 
/**
 * The states: all of them where they are few, otherwise the first of those that matter.
 */
rows: Rows, };

/**
 * The answer to a question.
 */
export type Answered = { 
/**
 * The answer, laid out.
 */
doc: Doc, 
/**
 * What else there is to say: what was left out, and why.
 */
notes: Array<string>, 
/**
 * Plans that can be applied: of stabilising, one for each.
 */
plans: Array<Plan>, 
/**
 * The moves that reasons tell of: of why, one for each verdict.
 */
courses: Array<Course>, };

/**
 * A question to a conflict. States are named as people name them: a name, a row such as `YNNY`, or the options that are on; the status quo unless given.
 */
export type Ask = { "ask": "why", 
/**
 * The state.
 */
state: string | null, 
/**
 * For whom; for everybody unless given.
 */
dm: string | null, 
/**
 * Under which concept; under all unless given.
 */
concept: string | null, } | { "ask": "check" } | { "ask": "propositions" } | { "ask": "pivots", 
/**
 * A proposition, by id, instead of a state's stability.
 */
proposition: string | null, 
/**
 * The state.
 */
state: string | null, 
/**
 * For whom; whether it is an equilibrium unless given.
 */
dm: string | null, 
/**
 * Under which concept; Nash unless given.
 */
concept: string | null, 
/**
 * Whether statements are moved to every place of their list, not by one place only.
 */
any_place: boolean, 
/**
 * The largest sets of assumptions that are looked at, from 1 to 3.
 */
sets: number, 
/**
 * Whether larger sets are looked at even where smaller ones overturn the verdict.
 */
all_sizes: boolean, 
/**
 * No size of sets is begun that would take more answers in all.
 */
answers: number, } | { "ask": "compare", 
/**
 * Only these concepts; all where there is none.
 */
concepts: Array<string>, } | { "ask": "paths", 
/**
 * Where to begin.
 */
state: string | null, 
/**
 * By what steps: `moves`, `improvements` or `best`.
 */
by: string, 
/**
 * Only the way to this outcome, condition or state.
 */
to: string | null, 
/**
 * So many states and paths in a list.
 */
limit: number, } | { "ask": "coalitions", 
/**
 * The state.
 */
state: string | null, 
/**
 * Only the coalition of these; every one where there is none.
 */
of: Array<string>, 
/**
 * So many equilibria in the table.
 */
limit: number, } | { "ask": "stabilise", 
/**
 * The wanted state.
 */
state: string | null, 
/**
 * Any state of this outcome or condition instead.
 */
outcome: string | null, 
/**
 * Under which concept.
 */
concept: string, 
/**
 * What may change: `rankings`, `statements`, `commitments` or `all`.
 */
by: string, 
/**
 * Only the preferences of these may change; of all where there is none.
 */
vary: Array<string>, 
/**
 * So many edits of statements together, from 1 to 3.
 */
edits: number, 
/**
 * Whether added statements are tried as well.
 */
add: boolean, 
/**
 * So many plans of a kind.
 */
limit: number, 
/**
 * The search ends after so many pieces of work.
 */
work: number, } | { "ask": "unknowns", 
/**
 * The state.
 */
state: string | null, 
/**
 * So many completions are looked at one by one; beyond, only the state is asked about.
 */
completions: number, 
/**
 * So many are drawn instead of all being looked at.
 */
sample: number | null, 
/**
 * What the draws follow from.
 */
seed: number, 
/**
 * So many states in a list.
 */
limit: number, } | { "ask": "views", 
/**
 * Only these concepts; all where there is none.
 */
concepts: Array<string>, 
/**
 * So many states in a list.
 */
limit: number, } | { "ask": "events" };

/**
 * `POST /api/ask`, answered by lines that end with [`Answered`]: one of the questions of the command line.
 */
export type AskRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The variant.
 */
variant: string | null, 
/**
 * The file that the text came from, for the documents beside it.
 */
file: FileRef | null, 
/**
 * The question.
 */
ask: Ask, };

/**
 * A part of an answer.
 */
export type Block = { "block": "title", 
/**
 * Its text.
 */
text: Array<Run>, } | { "block": "heading", 
/**
 * Its text.
 */
text: string, 
/**
 * A few words beside it.
 */
beside: Array<Run>, } | { "block": "paragraph", 
/**
 * Their text.
 */
text: Array<Run>, } | { "block": "items", 
/**
 * The points.
 */
items: Array<Item>, } | { "block": "table", 
/**
 * A short name of it.
 */
name: string, 
/**
 * The columns.
 */
columns: Array<Column>, 
/**
 * The rows.
 */
rows: Array<Array<Array<Run>>>, 
/**
 * What the reader needs to know to read it.
 */
notes: Array<string>, };

/**
 * A case of the catalogue.
 */
export type CaseEntry = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its title.
 */
title: string, 
/**
 * How many decision makers it has.
 */
decision_makers: number, 
/**
 * How many options.
 */
options: number, 
/**
 * Where it was published.
 */
reference: string | null, };

/**
 * A claim.
 */
export type ClaimSketch = { 
/**
 * Its id.
 */
id: string, 
/**
 * What became of it when it was checked: `verified`, `not_at_hand`, `no_digest`, `other_document`, `bad_range`, `quote_not_there`, `no_quote`.
 */
check: string, 
/**
 * Whether it is disputed.
 */
disputed: boolean, };

/**
 * A column of a table.
 */
export type Column = { 
/**
 * Its heading.
 */
name: string, 
/**
 * `left`, `right` or `centre`.
 */
align: string, };

/**
 * A published result beside ours.
 */
export type Compared = { 
/**
 * Whether they are the same.
 */
same: boolean, 
/**
 * Whether the file says otherwise: it does not say that they differ, or says so though they do not.
 */
wrong: boolean, 
/**
 * Published states that ours has not, by name; of many the first, and how many more.
 */
missing: Array<string>, 
/**
 * States of ours that were not published.
 */
extra: Array<string>, 
/**
 * How many states ours has.
 */
ours: number, };

/**
 * Something that is wrong with a text.
 */
export type Complaint = { 
/**
 * Whether the text can be used all the same.
 */
warning: boolean, 
/**
 * A short stable name of the kind of complaint.
 */
code: string, 
/**
 * What is wrong.
 */
message: string, 
/**
 * A few words about the place; may be empty.
 */
label: string, 
/**
 * What to do about it.
 */
help: string | null, 
/**
 * The element of the file that it is about; empty where that is the whole.
 */
at: Array<Step>, 
/**
 * The line, from 1.
 */
line: number, 
/**
 * The column, from 1, in characters.
 */
column: number, 
/**
 * Where the place begins, in UTF-16 units from the beginning of the text, as editors in the browser count.
 */
start: number, 
/**
 * Where it ends.
 */
end: number, };

/**
 * A stability concept.
 */
export type ConceptEntry = { 
/**
 * The name in files and requests.
 */
id: string, 
/**
 * The name in tables.
 */
name: string, 
/**
 * The full name.
 */
title: string, 
/**
 * Why a state lasts under it, in a few words.
 */
short: string, 
/**
 * The definition in a sentence.
 */
words: string, };

/**
 * The moves that the reasons of one verdict tell of.
 */
export type Course = { 
/**
 * The decision maker, by place.
 */
dm: number, 
/**
 * The concept, by place.
 */
concept: number, 
/**
 * Whether the state is stable.
 */
stable: boolean, 
/**
 * The state.
 */
from: string, 
/**
 * Sequences of moves from the state; the first of each is by the decision maker.
 */
threads: Array<Thread>, 
/**
 * How many more sequences there are than are listed.
 */
more: number, };

/**
 * The digest of a file.
 */
export type Digest = { 
/**
 * Nothing where it is gone.
 */
digest: string | null, };

/**
 * `POST /api/digest`: has a file changed?
 */
export type DigestOf = { 
/**
 * Which file of the folder.
 */
name: string, };

/**
 * A decision maker.
 */
export type DmSketch = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How its preference is given: `prefers`, `ranking` or `weights`.
 */
preference: string, 
/**
 * Its options, by place in [`Sketch::options`].
 */
options: Array<number>, 
/**
 * Its statements.
 */
statements: Array<StatementSketch>, };

/**
 * An answer laid out: headings, sentences, lists and tables.
 */
export type Doc = { 
/**
 * The parts in order.
 */
blocks: Array<Block>, };

/**
 * `POST /api/document`: the text of a source, where it is at hand.
 */
export type DocumentRequest = { 
/**
 * The text of the conflict file.
 */
text: string, 
/**
 * The file that the text came from.
 */
file: FileRef | null, 
/**
 * The source, by id.
 */
source: string, };

/**
 * One edit: something is done at a place of the file.
 */
export type Edit = { 
/**
 * Where: from the top of the file, keys of tables and numbers of list items, from 0.
 */
at: Array<Step>, 
/**
 * What is done there.
 */
what: What, };

/**
 * Something that can have a basis.
 */
export type ElementSketch = { 
/**
 * `option`, `statement`, `ranking`, `weights`, `rule` or `outcome`.
 */
kind: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where it stands in the file.
 */
at: Array<Step>, 
/**
 * The claims it rests on, by place in [`Sketch::claims`].
 */
cites: Array<number>, 
/**
 * `cited`, `inferred`, `disputed`, `judgement` or `logic`; nothing where nothing was said.
 */
basis: string | null, 
/**
 * Whether it rests on a disputed claim.
 */
disputed: boolean, };

/**
 * What can be taken out.
 */
export type ExportFormat = "html" | "markdown" | "latex" | "csv" | "json" | "toml";

/**
 * `POST /api/export`, answered by lines that end with an [`Exported`].
 */
export type ExportRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The variant.
 */
variant: string | null, 
/**
 * The file that the text came from.
 */
file: FileRef | null, 
/**
 * What is wanted.
 */
format: ExportFormat, };

/**
 * Something taken out.
 */
export type Exported = { 
/**
 * A name for the file.
 */
name: string, 
/**
 * Its media type.
 */
media_type: string, 
/**
 * Its text.
 */
text: string, };

/**
 * A conflict file of the folder.
 */
export type FileEntry = { 
/**
 * Its name.
 */
name: string, 
/**
 * The title of the conflict, where it can be read.
 */
title: string | null, };

/**
 * Which file.
 */
export type FileRef = { "from": "folder", 
/**
 * Its name.
 */
name: string, } | { "from": "catalogue", 
/**
 * Its name.
 */
name: string, };

/**
 * `POST /api/graph`, answered by lines that end with a [`Picture`].
 */
export type GraphRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The variant.
 */
variant: string | null, 
/**
 * The state to begin from; the status quo unless given.
 */
from: string | null, 
/**
 * What is drawn.
 */
show: Show, 
/**
 * Only the moves of these decision makers; of all where there is none.
 */
movers: Array<string>, 
/**
 * States that are drawn in any case, with the moves from each to the next: ways to be shown.
 */
ways: Array<Array<string>>, 
/**
 * So many states at most; no more than 400.
 */
limit: number, };

/**
 * A point of a list.
 */
export type Item = { 
/**
 * How far it is set in.
 */
depth: number, 
/**
 * What stands before it.
 */
mark: Array<Run>, 
/**
 * The point.
 */
text: Array<Run>, };

/**
 * A line of an answer that may take long.
 */
export type Line<T> = { "line": "progress", 
/**
 * What is being done.
 */
what: string, 
/**
 * Pieces of work done.
 */
done: number, 
/**
 * Pieces in all.
 */
total: number, } | { "line": "done", 
/**
 * The answer.
 */
answer: T, } | { "line": "failed", 
/**
 * Why.
 */
problem: Problem, };

/**
 * A move that can be made.
 */
export type MoveHere = { 
/**
 * By whom, by place.
 */
by: number, 
/**
 * Where it leads.
 */
to: StateHere, 
/**
 * What it does, in words, without who does it: "takes up “Use force”".
 */
words: Array<Run>, 
/**
 * What it is worth to the mover: `best`, `better`, `same` or `worse`.
 */
worth: string, };

/**
 * What can be done at a state.
 */
export type Moves = { 
/**
 * The state.
 */
at: StateHere, 
/**
 * The moves: decision makers in order, best moves first.
 */
moves: Array<MoveHere>, };

/**
 * `POST /api/moves`: what can be done at a state.
 */
export type MovesRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The variant.
 */
variant: string | null, 
/**
 * The state; the status quo unless given.
 */
state: string | null, };

/**
 * `POST /api/open`: the text of a file.
 */
export type Open = { 
/**
 * Which.
 */
file: FileRef, };

/**
 * The text of a file.
 */
export type Opened = { 
/**
 * Which.
 */
file: FileRef, 
/**
 * Its text.
 */
text: string, 
/**
 * The SHA-256 digest of its bytes, by which a change on disk is noticed.
 */
digest: string, };

/**
 * An option, and whether it is on.
 */
export type OptionIs = { 
/**
 * The option, by its full name.
 */
option: string, 
/**
 * Whether it is on.
 */
on: boolean, };

/**
 * An option.
 */
export type OptionSketch = { 
/**
 * Its full name, `dm.option`.
 */
name: string, 
/**
 * Its id within its decision maker.
 */
id: string, 
/**
 * Whose it is, by place.
 */
dm: number, 
/**
 * What it is, in words.
 */
text: string, 
/**
 * Which way it can be changed: `both`, `on` or `off`.
 */
direction: string, 
/**
 * Whether it is on at the status quo.
 */
now: boolean | null, };

/**
 * An order of states. States that it does not tell apart are in the order of states, whichever way it goes.
 */
export type Order = { 
/**
 * What gives it.
 */
by: OrderBy, 
/**
 * Whether it is as [`OrderBy`] tells it, and not the other way round.
 */
up: boolean, };

/**
 * What gives an order.
 */
export type OrderBy = { "kind": "state" } | { "kind": "text" } | { "kind": "option", 
/**
 * The option, by its full name.
 */
option: string, } | { "kind": "rank", 
/**
 * The decision maker, by id.
 */
dm: string, } | { "kind": "concept", 
/**
 * The concept, by id.
 */
concept: string, } | { "kind": "outcomes" };

/**
 * An outcome, and whether it holds.
 */
export type OutcomeIs = { 
/**
 * The outcome, by id.
 */
outcome: string, 
/**
 * Whether it holds.
 */
holds: boolean, };

/**
 * An outcome.
 */
export type OutcomeSketch = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it is, in words.
 */
text: string | null, 
/**
 * Whether it holds at the status quo.
 */
holds: boolean | null, };

/**
 * States and moves, placed.
 */
export type Picture = { 
/**
 * Width of the whole, in pixels.
 */
width: number, 
/**
 * Height of the whole.
 */
height: number, 
/**
 * The states.
 */
nodes: Array<PictureNode>, 
/**
 * The moves between them.
 */
lines: Array<PictureLine>, 
/**
 * Whether moves run down the picture as far as they can, and not to the right.
 */
down: boolean, 
/**
 * What is shown and what is left out, in a sentence.
 */
says: string, 
/**
 * Whether anything is left out.
 */
cut: boolean, };

/**
 * The move back along a line.
 */
export type PictureBack = { 
/**
 * Whether it is an improvement.
 */
improves: boolean, 
/**
 * What it does, in words.
 */
words: string, 
/**
 * The head of its arrow as an SVG path.
 */
head: string, };

/**
 * A move in a picture, perhaps with the move back.
 */
export type PictureLine = { 
/**
 * Who moves, by place.
 */
mover: number, 
/**
 * From which node, by its number in the picture.
 */
from: number, 
/**
 * To which node.
 */
to: number, 
/**
 * Whether the move there is an improvement.
 */
improves: boolean, 
/**
 * What the move does, in words, without who does it: "takes up “Use force”".
 */
words: string, 
/**
 * The move back, where it is drawn.
 */
back: PictureBack | null, 
/**
 * The line as an SVG path.
 */
path: string, 
/**
 * The head of its arrow as an SVG path.
 */
head: string, };

/**
 * A state in a picture.
 */
export type PictureNode = { 
/**
 * Its place.
 */
place: number, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is, in a line each.
 */
text: Array<string>, 
/**
 * The whole of it.
 */
full: string, 
/**
 * Its left side.
 */
x: number, 
/**
 * Its upper side.
 */
y: number, 
/**
 * Its width.
 */
width: number, 
/**
 * Its height.
 */
height: number, 
/**
 * Whether it is the status quo.
 */
status_quo: boolean, 
/**
 * The concepts under which it is an equilibrium, as bits.
 */
equilibrium: number, 
/**
 * To how many states that are left out its moves of the kind shown lead.
 */
beyond: number, };

/**
 * The place of an element; of the nearest one around it where it is not there itself.
 */
export type Place = { 
/**
 * Where it begins, in UTF-16 units from the beginning of the text.
 */
start: number, 
/**
 * Where it ends.
 */
end: number, };

/**
 * `POST /api/place`: where an element stands in a text.
 */
export type PlaceOf = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The element.
 */
at: Array<Step>, };

/**
 * A plan that can be applied as a variant.
 */
export type Plan = { 
/**
 * What it changes, in words.
 */
words: string, 
/**
 * The table of a variant that makes the change.
 */
variant: JsonObject, };

/**
 * Why a request has no answer. Also the body of every answer that is not `200`.
 */
export type Problem = { 
/**
 * A short stable word for programs: `refused`, `bad_request`, `not_found`, `too_large`, `cancelled`, `bad_file`, `cannot_write`, `cannot_edit`,
 * `bad_answer`, `rejected`.
 */
kind: string, 
/**
 * For people: what, and what to do.
 */
message: string, };

/**
 * What is in a text.
 */
export type Reading = { 
/**
 * The file as it stands, tables as objects, in the order of the file; nothing where it is no TOML. Places of [`Edit`]s are places in this.
 */
file: JsonObject | null, 
/**
 * What is wrong with it.
 */
complaints: Array<Complaint>, 
/**
 * The conflict that it describes; nothing where there are errors.
 */
conflict: Sketch | null, };

/**
 * States with their verdicts, a list for each property; all lists are equally long.
 */
export type Rows = { 
/**
 * How many states the question was about, of which these are some.
 */
of: number, 
/**
 * Their places.
 */
place: Array<number>, 
/**
 * Their names.
 */
name: Array<string>, 
/**
 * Their options, a letter each: `Y`, `N`, or `-` where a state stands for both; empty in graph form.
 */
row: Array<string>, 
/**
 * Their texts, where they have any.
 */
text: Array<string | null>, 
/**
 * By decision maker: the rank of each, from 1, the best.
 */
rank: Array<Array<number>>, 
/**
 * By decision maker: the concepts under which each is stable, as bits in the order of concepts.
 */
stable: Array<Array<number>>, 
/**
 * The concepts under which each is an equilibrium, as bits.
 */
equilibrium: Array<number>, 
/**
 * By outcome: whether it holds.
 */
outcomes: Array<Array<boolean>>, };

/**
 * `POST /api/rows`, answered by lines that end with [`Rows`]: states of a conflict.
 */
export type RowsRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The variant.
 */
variant: string | null, 
/**
 * Which states are listed.
 */
which: Which, 
/**
 * In which order; in that of states unless given.
 */
order: Order | null, 
/**
 * So many are left out first.
 */
skip: number, 
/**
 * So many are shown at most; no more than 5000.
 */
limit: number, };

/**
 * A rule.
 */
export type RuleSketch = { 
/**
 * Its id.
 */
id: string, 
/**
 * How many combinations of options it alone would leave; nothing where that takes too long to count.
 */
leaves: number | null, };

/**
 * A piece of text with a tone.
 */
export type Run = { 
/**
 * `plain`, `strong`, `quiet`, `good`, `bad`, `warn` or `name`.
 */
tone: string, 
/**
 * The text.
 */
text: string, };

/**
 * `POST /api/save`.
 */
export type Save = { 
/**
 * The name of the file in the opened folder.
 */
name: string, 
/**
 * Its new text.
 */
text: string, 
/**
 * The digest of what is thought to be there now; nothing where no file of this name is thought to be there.
 */
expected: string | null, };

/**
 * What came of saving.
 */
export type Saved = { "outcome": "written", 
/**
 * Its digest now.
 */
digest: string, } | { "outcome": "changed", 
/**
 * What is there; nothing where the file is gone.
 */
text: string | null, 
/**
 * Its digest.
 */
digest: string | null, };

/**
 * What a picture shows.
 */
export type Show = "moves" | "improvements" | "best" | "evolution";

/**
 * A conflict, for whoever looks at it.
 */
export type Sketch = { 
/**
 * What it is about.
 */
title: string, 
/**
 * The digest of its meaning.
 */
digest: string, 
/**
 * The decision makers in order.
 */
decision_makers: Array<DmSketch>, 
/**
 * All options in order.
 */
options: Array<OptionSketch>, 
/**
 * The rules in order.
 */
rules: Array<RuleSketch>, 
/**
 * The outcomes in order.
 */
outcomes: Array<OutcomeSketch>, 
/**
 * Everything that can have a basis.
 */
elements: Array<ElementSketch>, 
/**
 * The documents in order.
 */
sources: Array<SourceSketch>, 
/**
 * The claims in order.
 */
claims: Array<ClaimSketch>, 
/**
 * The variants in order.
 */
variants: Array<VariantSketch>, 
/**
 * The status quo as a row of `Y`, `N` and `-`, or its name in graph form.
 */
status_quo: string | null, 
/**
 * How many states there are; nothing where that takes too long to count.
 */
feasible: number | null, 
/**
 * Whether states are named in the file.
 */
named: boolean, 
/**
 * Whether moves or states are such that there are no options.
 */
graph_form: boolean, };

/**
 * A document.
 */
export type SourceSketch = { 
/**
 * Its id.
 */
id: string, 
/**
 * What became of it when it was checked: `verified`, `not_at_hand`, `no_digest`, `other_document`.
 */
check: string, };

/**
 * The text of a source. Where its claims are follows from the file that is open.
 */
export type SourceText = { 
/**
 * The text.
 */
text: string, };

/**
 * `GET /api/start`: what there is.
 */
export type Start = { 
/**
 * The version of the program.
 */
version: string, 
/**
 * The file to begin with, if one was named.
 */
opened: FileRef | null, 
/**
 * The conflict files of the opened folder, in the order of their names.
 */
files: Array<FileEntry>, 
/**
 * Whether there are more files in the folder than are listed.
 */
files_cut: boolean, 
/**
 * The catalogue.
 */
cases: Array<CaseEntry>, 
/**
 * The concepts, in the order of tables.
 */
concepts: Array<ConceptEntry>, };

/**
 * A state that somebody has come to.
 */
export type StateHere = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its options, a letter each; empty in graph form.
 */
row: string, 
/**
 * Its text.
 */
text: string | null, 
/**
 * The names of the outcomes that hold.
 */
outcomes: Array<string>, 
/**
 * Whether it is the status quo.
 */
status_quo: boolean, };

/**
 * A preference statement.
 */
export type StatementSketch = { 
/**
 * Its id.
 */
id: string, 
/**
 * Whether it is true at the status quo.
 */
holds: boolean | null, };

/**
 * One step on the way to a place in a file.
 */
export type Step = number | string;

/**
 * A sequence of moves.
 */
export type Thread = { 
/**
 * Its moves, in order.
 */
moves: Array<ThreadMove>, };

/**
 * A move of a sequence.
 */
export type ThreadMove = { 
/**
 * Who moves, by place.
 */
by: number, 
/**
 * The state that it leads to.
 */
to: string, 
/**
 * What it is in the reasons: `improvement`, `sanction`, `reply`, `escape` or `refused`.
 */
part: string, };

/**
 * A variant.
 */
export type VariantSketch = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it is, in words.
 */
text: string | null, };

/**
 * Being stable: for somebody, or for everybody.
 */
export type VerdictOf = { 
/**
 * The concept, by id.
 */
concept: string, 
/**
 * The decision maker, by id; equilibria unless given.
 */
dm: string | null, };

/**
 * A certificate that has been checked.
 */
export type Verified = { 
/**
 * What it proves.
 */
words: string, 
/**
 * The certificate, as `detente certify` writes it.
 */
certificate: string, };

/**
 * `POST /api/verify`, answered by lines that end with a [`Verified`]: verdicts are proved, and the proofs checked by the independent checker.
 */
export type VerifyRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The variant.
 */
variant: string | null, 
/**
 * The state.
 */
state: string, 
/**
 * For whom; for everybody unless given.
 */
dm: string | null, 
/**
 * Under which concept; under all unless given.
 */
concept: string | null, };

/**
 * The shortest way to somewhere.
 */
export type Way = { 
/**
 * The outcome that it leads to, by name; nothing where it leads to an equilibrium.
 */
outcome: string | null, 
/**
 * The state where it ends; nothing for an outcome that cannot be reached.
 */
end: StateHere | null, 
/**
 * Its steps; none where it is there already; nothing where it cannot be reached by such steps.
 */
steps: Array<WayStep> | null, };

/**
 * A step of a way.
 */
export type WayStep = { 
/**
 * Whose, by place.
 */
by: number, 
/**
 * Where it leads.
 */
to: string, 
/**
 * What it does, in words, without who does it.
 */
words: string, 
/**
 * Whether the mover prefers where it leads.
 */
improves: boolean, };

/**
 * The shortest ways from a state.
 */
export type Ways = { 
/**
 * Where they begin.
 */
from: StateHere, 
/**
 * Outcomes first, in order, then equilibria: those that are reached in fewest steps first.
 */
ways: Array<Way>, 
/**
 * How many equilibria there are under the concept.
 */
equilibria: number, 
/**
 * How many states can be reached, the first among them.
 */
reached: number, };

/**
 * `POST /api/ways`, answered by lines that end with [`Ways`]: the shortest legal sequences of steps from a state to what matters.
 */
export type WaysRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * The variant.
 */
variant: string | null, 
/**
 * Where the ways begin; at the status quo unless given.
 */
from: string | null, 
/**
 * By what steps: `moves`, `improvements` or `best`.
 */
by: string, 
/**
 * The concept whose equilibria are ends of ways.
 */
concept: string, 
/**
 * So many equilibria at most; no more than 500.
 */
limit: number, };

/**
 * What is done at a place.
 */
export type What = { "do": "set", 
/**
 * The value: text, a whole number, true or false, a list, or an object (a table; the order of its keys is kept).
 */
value: Json, } | { "do": "remove" } | { "do": "insert", 
/**
 * The item.
 */
value: Json, } | { "do": "move", 
/**
 * The number.
 */
to: number, } | { "do": "rename", 
/**
 * Its new name.
 */
key: string, };

/**
 * Which states are listed: those of which all that is said here is true.
 */
export type Which = { 
/**
 * These letters are in its name, its row or its text, small or large.
 */
search: string | null, 
/**
 * It has this verdict.
 */
verdict: VerdictOf | null, 
/**
 * This outcome holds, or does not.
 */
outcome: OutcomeIs | null, 
/**
 * These options are on, or off, in all combinations that the state stands for.
 */
options: Array<OptionIs>, 
/**
 * This condition holds, or the outcome of this name.
 */
condition: string | null, };

/**
 * The text, read and analysed.
 */
export type Work = { 
/**
 * The text after the edits.
 */
text: string, 
/**
 * What is in it.
 */
reading: Reading, 
/**
 * What follows from it; nothing where it has errors, or could not be analysed.
 */
analysis: Analysis | null, 
/**
 * Why it could not be analysed.
 */
problem: Problem | null, 
/**
 * The published results beside ours, in the order of the file; nothing in a variant, which they are not about.
 */
published: Array<Compared>, };

/**
 * `POST /api/work`, answered by lines that end with a [`Work`]: edits are made, the text is read, the conflict analysed.
 */
export type WorkRequest = { 
/**
 * The text of the file.
 */
text: string, 
/**
 * Edits to be made to it first, in order; all or none.
 */
edits: Array<Edit>, 
/**
 * The variant to analyse; the conflict as it is written unless given.
 */
variant: string | null, 
/**
 * The file that the text came from, for the documents beside it.
 */
file: FileRef | null, };
