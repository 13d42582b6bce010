//! Edits, each with the text before and after it.

use detente_edit::{Edit, Reason, Step, What, apply, path};
use serde_json::{Value, json};

fn set(at: Vec<Step>, value: Value) -> Edit {
    Edit { at, what: What::Set { value } }
}

fn remove(at: Vec<Step>) -> Edit {
    Edit { at, what: What::Remove }
}

fn insert(at: Vec<Step>, value: Value) -> Edit {
    Edit { at, what: What::Insert { value } }
}

fn shift(at: Vec<Step>, to: usize) -> Edit {
    Edit { at, what: What::Move { to } }
}

fn rename(at: Vec<Step>, key: &str) -> Edit {
    Edit { at, what: What::Rename { key: key.into() } }
}

#[track_caller]
fn becomes(before: &str, edit: Edit, after: &str) {
    match apply(before, &edit) {
        Ok(edited) => assert_eq!(edited, after, "\n--- edited\n{edited}\n--- wanted\n{after}"),
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn refused(before: &str, edit: Edit, reason: Reason, words: &str) {
    let error = apply(before, &edit).expect_err("the edit cannot be made");
    assert_eq!((error.reason, error.to_string().as_str()), (reason, words));
}

mod setting {
    use super::*;

    #[test]
    fn a_value_keeps_the_comment_behind_it_and_the_indentation() {
        becomes(
            "format = 1\n  title   =  'Old'   # of the paper\n",
            set(path!["title"], json!("New")),
            "format = 1\n  title   =  'New'   # of the paper\n",
        );
    }

    #[test]
    fn a_text_keeps_its_quotes_while_it_can() {
        becomes("a = 'x'\n", set(path!["a"], json!("say \"y\"")), "a = 'say \"y\"'\n");
        becomes("a = 'x'\n", set(path!["a"], json!("it's")), "a = \"it's\"\n");
        becomes("a = \"x\"\n", set(path!["a"], json!("say \"y\"")), "a = \"say \\\"y\\\"\"\n");
        becomes("", set(path!["a"], json!("say \"y\"")), "a = 'say \"y\"'\n");
    }

    #[test]
    fn a_text_of_several_lines_takes_several_lines() {
        becomes("a = 1 # c\n", set(path!["a"], json!("one\ntwo\n")), "a = \"\"\"\none\ntwo\n\"\"\" # c\n");
        becomes("a = 1\n", set(path!["a"], json!("one\n\"\"\"\\")), "a = \"\"\"\none\n\\\"\\\"\\\"\\\\\"\"\"\n");
        becomes("a = []\n", insert(path!["a"], json!("one\ntwo")), "a = [\"one\\ntwo\"]\n");
    }

    #[test]
    fn a_value_that_is_there_already_leaves_every_byte() {
        let text = "a = [ 'x',\n 0x10 , {b=true , c  = \"\\u0041\"}]\n[t.u]\nx = 1\n[t]\ny = 2\n";
        becomes(text, set(path!["a"], json!(["x", 16, { "b": true, "c": "A" }])), text);
        becomes(text, set(path!["t"], json!({ "u": { "x": 1 }, "y": 2 })), text);
    }

    #[test]
    fn a_missing_key_comes_at_the_end_of_its_table() {
        becomes(
            "title = \"T\"\n\n[decision_makers.n]\nname = \"N\"\n# Its wishes\nprefers = []\n\n[outcomes]\na = \"b\"\n",
            set(path!["decision_makers", "n", "because"], json!("so")),
            "title = \"T\"\n\n[decision_makers.n]\nname = \"N\"\n# Its wishes\nprefers = []\nbecause = \"so\"\n\n[outcomes]\na = \"b\"\n",
        );
        becomes("a = 1\n\n[b]\nc = 1\n", set(path!["d"], json!(2)), "a = 1\nd = 2\n\n[b]\nc = 1\n");
        becomes("# head\n\n[b]\nc = 1\n", set(path!["d"], json!(2)), "# head\n\nd = 2\n\n[b]\nc = 1\n");
        becomes("a = { b = 1 }\n", set(path!["a", "c"], json!([1])), "a = { b = 1, c = [1] }\n");
        becomes("a = {}\n", set(path!["a", "c"], json!("d")), "a = { c = \"d\" }\n");
    }

    #[test]
    fn a_new_option_stands_beside_the_others_with_the_same_dots() {
        becomes(
            "[decision_makers.n]\noptions.talk = \"Talk\" # c\n\noptions.ban = \"Ban\"\nprefers = []\n",
            set(path!["decision_makers", "n", "options", "go"], json!({ "text": "Go", "direction": "on" })),
            "[decision_makers.n]\noptions.talk = \"Talk\" # c\n\noptions.ban = \"Ban\"\noptions.go = { text = \"Go\", direction = \"on\" }\nprefers = []\n",
        );
        becomes(
            "[decision_makers.n]\nprefers = []\n",
            set(path!["decision_makers", "n", "options", "go"], json!("Go")),
            "[decision_makers.n]\nprefers = []\noptions.go = \"Go\"\n",
        );
        becomes(
            "[decision_makers.n]\noptions = { talk = \"Talk\" }\n",
            set(path!["decision_makers", "n", "options", "go"], json!("Go")),
            "[decision_makers.n]\noptions = { talk = \"Talk\", go = \"Go\" }\n",
        );
    }

    #[test]
    fn a_new_table_gets_a_header_below_the_last_of_its_kind() {
        becomes(
            "[decision_makers.a]\nname = \"A\"\n\n# What may come\n\n[outcomes]\nx = \"y\"\n",
            set(
                path!["decision_makers", "b"],
                json!({ "name": "B", "options": { "go": "Go" }, "prefers": [{ "that": "go", "id": "b1" }] }),
            ),
            "[decision_makers.a]\nname = \"A\"\n\n[decision_makers.b]\nname = \"B\"\noptions.go = \"Go\"\nprefers = [\n  { that = \"go\", id = \"b1\" },\n]\n\n# What may come\n\n[outcomes]\nx = \"y\"\n",
        );
        becomes(
            "title = \"T\"\n",
            set(path!["views", "n", "decision_makers", "s", "prefers"], json!(["x"])),
            "title = \"T\"\n\n[views.n.decision_makers.s]\nprefers = [\"x\"]\n",
        );
        becomes(
            "[views.n.decision_makers.s]\nprefers = []\n\n[events]\n",
            set(path!["views", "n", "basis"], json!("judgement")),
            "[views.n.decision_makers.s]\nprefers = []\n\n[views.n]\nbasis = \"judgement\"\n\n[events]\n",
        );
        becomes(
            "title = \"T\"\n",
            set(path!["outcomes", "peace"], json!("talk")),
            "title = \"T\"\n\n[outcomes]\npeace = \"talk\"\n",
        );
        becomes(
            "[propositions.P1]\nsays = \"x\"\n",
            set(path!["propositions", "P1", "ask", "equilibrium"], json!("nash")),
            "[propositions.P1]\nsays = \"x\"\nask = { equilibrium = \"nash\" }\n",
        );
        becomes(
            "[claims]\nK1 = { source = \"s\" }\n",
            set(path!["claims", "K2"], json!({ "source": "t" })),
            "[claims]\nK1 = { source = \"s\" }\nK2 = { source = \"t\" }\n",
        );
    }

    #[test]
    fn a_short_form_becomes_long_when_it_gets_another_key() {
        let text = "[decision_makers.n]\noptions.go = 'Go' # away\nprefers = [\n  \"not go\", # first\n  \"go\",\n]\n";
        becomes(
            text,
            set(path!["decision_makers", "n", "prefers", 0, "basis"], json!("judgement")),
            "[decision_makers.n]\noptions.go = 'Go' # away\nprefers = [\n  { that = \"not go\", basis = \"judgement\" }, # first\n  \"go\",\n]\n",
        );
        becomes(
            text,
            set(path!["decision_makers", "n", "options", "go", "direction"], json!("on")),
            "[decision_makers.n]\noptions.go = { text = 'Go', direction = \"on\" } # away\nprefers = [\n  \"not go\", # first\n  \"go\",\n]\n",
        );
        becomes(
            text,
            set(path!["decision_makers", "n", "prefers", 1, "that"], json!("true")),
            "[decision_makers.n]\noptions.go = 'Go' # away\nprefers = [\n  \"not go\", # first\n  \"true\",\n]\n",
        );
        becomes(
            "[outcomes]\na = \"x\"\nb = [\"s1\"]\n",
            set(path!["outcomes", "b", "text"], json!("B")),
            "[outcomes]\na = \"x\"\nb = { states = [\"s1\"], text = \"B\" }\n",
        );
        becomes(
            "[states]\ns1 = \"YN\"\ns2 = [\"go\"]\n",
            set(path!["states", "s1", "text"], json!("A")),
            "[states]\ns1 = { at = \"YN\", text = \"A\" }\ns2 = [\"go\"]\n",
        );
        becomes(
            "[variants.v]\nprefers = { n = ['go'] }\n",
            set(path!["variants", "v", "prefers", "n", 0, "id"], json!("n9")),
            "[variants.v]\nprefers = { n = [{ that = 'go', id = \"n9\" }] }\n",
        );
    }

    #[test]
    fn a_long_list_takes_several_lines_and_a_short_one_does_not() {
        let names: Vec<String> = (0..12).map(|n| format!("option{n:04}")).collect();
        let lines: String = names.iter().map(|name| format!("  \"{name}\",\n")).collect();
        becomes("q = 1 # c\n", set(path!["q"], json!(names)), &format!("q = [\n{lines}] # c\n"));
        becomes(
            "q = 1\n",
            set(path!["q"], json!(names[..3])),
            "q = [\"option0000\", \"option0001\", \"option0002\"]\n",
        );
        becomes("  q = 1\n", set(path!["q"], json!([{ "a": 1 }])), "  q = [\n    { a = 1 },\n  ]\n");
        becomes("q = [\n  1,\n]\n", set(path!["q", 0], json!([{ "a": 1 }])), "q = [\n  [{ a = 1 }],\n]\n");
    }

    #[test]
    fn a_table_with_a_header_keeps_the_header_and_its_comments() {
        becomes(
            "# above\n[sources.a] # behind\ntitle = \"x\" # gone\n\n# apart\n\n[sources.b]\ntitle = \"y\"\n",
            set(path!["sources", "a"], json!({ "file": "a.txt" })),
            "# above\n[sources.a] # behind\nfile = \"a.txt\"\n\n# apart\n\n[sources.b]\ntitle = \"y\"\n",
        );
        becomes(
            "[[events]]\non = [\"a\"]\n\n# second\n[[events]]\non = [\"b\"]\n",
            set(path!["events", 1], json!({ "off": ["b"] })),
            "[[events]]\non = [\"a\"]\n\n# second\n[[events]]\noff = [\"b\"]\n",
        );
        becomes(
            "a = 1\n\n[[events]]\non = [\"a\"]\n\n[[events]]\non = [\"b\"]\n",
            set(path!["events"], json!([])),
            "a = 1\nevents = []\n",
        );
        becomes(
            "[decision_makers.n]\n# all\noptions.a = \"A\"\nname = \"N\"\noptions.b = \"B\"\n",
            set(path!["decision_makers", "n", "options"], json!({ "c": "C", "d": "D" })),
            "[decision_makers.n]\n# all\noptions.c = \"C\"\noptions.d = \"D\"\nname = \"N\"\n",
        );
    }

    #[test]
    fn keys_that_are_not_plain_get_quotation_marks() {
        becomes("", set(path!["a b", "c\"d"], json!(1)), "[\"a b\"]\n\"c\\\"d\" = 1\n");
        becomes("[weights]\n", set(path!["weights", "n.go"], json!(-3)), "[weights]\n\"n.go\" = -3\n");
    }
}

mod removing {
    use super::*;

    #[test]
    fn a_line_goes_with_the_comments_above_and_behind_it() {
        becomes(
            "a = 1\n\n# apart\n\n# of b\n# and b\nb = 2 # b\n# of c\nc = 3\n",
            remove(path!["b"]),
            "a = 1\n\n# apart\n\n# of c\nc = 3\n",
        );
        becomes("a = 1\n\nb = 2\n\nc = 3\n", remove(path!["b"]), "a = 1\n\nc = 3\n");
        becomes("a = 1\n\nb = 2\n\n[c]\n", remove(path!["b"]), "a = 1\n\n[c]\n");
        becomes("[c]\na = 1\n\nb = 2\n", remove(path!["c", "a"]), "[c]\nb = 2\n");
    }

    #[test]
    fn an_item_goes_with_the_comments_above_and_behind_it() {
        let text =
            "a = [\n  # of one\n  \"one\", # 1\n\n  # apart\n\n  # of two\n  \"two\", # 2\n  \"three\", # 3\n]\n";
        becomes(text, remove(path!["a", 0]), "a = [\n\n  # apart\n\n  # of two\n  \"two\", # 2\n  \"three\", # 3\n]\n");
        becomes(text, remove(path!["a", 1]), "a = [\n  # of one\n  \"one\", # 1\n\n  # apart\n\n  \"three\", # 3\n]\n");
        becomes(
            text,
            remove(path!["a", 2]),
            "a = [\n  # of one\n  \"one\", # 1\n\n  # apart\n\n  # of two\n  \"two\", # 2\n]\n",
        );
    }

    #[test]
    fn the_last_item_takes_its_comma_along() {
        becomes("a = [1, 2]\n", remove(path!["a", 1]), "a = [1]\n");
        becomes("a = [1, 2,]\n", remove(path!["a", 1]), "a = [1,]\n");
        becomes("a = [\n  1, # one\n  2 # two\n]\n", remove(path!["a", 1]), "a = [\n  1 # one\n]\n");
        becomes("a = [1, # one\n  2]\n", remove(path!["a", 1]), "a = [1 # one\n]\n");
        becomes("a = [\n  1,\n]\n", remove(path!["a", 0]), "a = []\n");
        becomes("a = { b = 1 }\n", remove(path!["a", "b"]), "a = {}\n");
        becomes("a = [ # head\n  1,\n]\n", remove(path!["a", 0]), "a = [ # head\n]\n");
        becomes("a = [1, 2, 3]\n", remove(path!["a", 0]), "a = [2, 3]\n");
        becomes("a = { b = 1, c.d = 2, e = 3, c.f = 4 }\n", remove(path!["a", "c"]), "a = { b = 1, e = 3 }\n");
    }

    #[test]
    fn a_table_goes_with_all_that_is_below_it_and_leaves_the_comment_of_the_part() {
        let text = "# The file\n\n[sources.a]\nx = 1\n\n# The ledger\n\n# of K1\n[claims.K1] # K1\n# in K1\nx = 1\n\n[claims.K1.more]\ny = 2\n# end of K1\n\n[claims.K2]\nx = 2\n";
        becomes(
            text,
            remove(path!["claims", "K1"]),
            "# The file\n\n[sources.a]\nx = 1\n\n# The ledger\n\n[claims.K2]\nx = 2\n",
        );
        becomes(text, remove(path!["claims"]), "# The file\n\n[sources.a]\nx = 1\n\n# The ledger\n");
        becomes(
            text,
            remove(path!["sources", "a"]),
            "# The file\n\n# The ledger\n\n# of K1\n[claims.K1] # K1\n# in K1\nx = 1\n\n[claims.K1.more]\ny = 2\n# end of K1\n\n[claims.K2]\nx = 2\n",
        );
    }

    #[test]
    fn the_last_of_a_dotted_group_leaves_the_table_around_it() {
        becomes("[d.n]\noptions.go = \"Go\"\n", remove(path!["d", "n", "options", "go"]), "[d.n]\n");
        becomes("a = { b.c = 1 }\n", remove(path!["a", "b", "c"]), "a = {}\n");
        becomes("[[events]]\non = []\n", remove(path!["events", 0]), "");
        becomes("b.c = 1\n\n[b.d]\nx = 1\n", remove(path!["b"]), "");
    }
}

mod inserting {
    use super::*;

    #[test]
    fn an_item_is_written_as_its_siblings_are() {
        becomes("a = [1, 2]\n", insert(path!["a", 1], json!(9)), "a = [1, 9, 2]\n");
        becomes("a = [1, 2]\n", insert(path!["a", 0], json!(9)), "a = [9, 1, 2]\n");
        becomes("a = [1,2]\n", insert(path!["a"], json!(9)), "a = [1,2,9]\n");
        becomes("a = [ 1 ]\n", insert(path!["a"], json!(9)), "a = [ 1, 9 ]\n");
        becomes("a = [1] # c\n", insert(path!["a", 0], json!(9)), "a = [9, 1] # c\n");
        let lines = "a = [\n    # of one\n    1, # one\n\n    2 # two\n]\n";
        becomes(
            lines,
            insert(path!["a", 0], json!(9)),
            "a = [\n    9,\n    # of one\n    1, # one\n\n    2 # two\n]\n",
        );
        becomes(
            lines,
            insert(path!["a", 2], json!(9)),
            "a = [\n    # of one\n    1, # one\n\n    2, # two\n    9\n]\n",
        );
        becomes("a = [\n  1, 2,\n]\n", insert(path!["a"], json!(9)), "a = [\n  1, 2, 9,\n]\n");
    }

    #[test]
    fn the_first_item_is_put_into_an_empty_or_missing_list() {
        becomes("a = []\n", insert(path!["a"], json!("x")), "a = [\"x\"]\n");
        becomes("a = [ ] # c\n", insert(path!["a", 0], json!("x")), "a = [ \"x\" ] # c\n");
        becomes("a = []\n", insert(path!["a"], json!({ "b": 1 })), "a = [\n  { b = 1 },\n]\n");
        becomes(
            "a = [ # head\n  # none yet\n]\n",
            insert(path!["a"], json!(1)),
            "a = [ # head\n  1,\n  # none yet\n]\n",
        );
        becomes("", insert(path!["status_quo"], json!("x")), "status_quo = [\"x\"]\n");
        becomes(
            "[decision_makers.n]\nname = \"N\"\n",
            insert(path!["decision_makers", "n", "prefers", 0], json!({ "that": "go" })),
            "[decision_makers.n]\nname = \"N\"\nprefers = [\n  { that = \"go\" },\n]\n",
        );
        becomes("a = 1\n", insert(path!["events"], json!({ "on": ["x"] })), "a = 1\n\n[[events]]\non = [\"x\"]\n");
    }

    #[test]
    fn a_table_with_a_header_comes_before_the_item_or_behind_the_last() {
        let text = "# Results\n\n[[published]]\ncount = 1\n\n# second\n[[published]]\ncount = 2\n\n[outcomes]\n";
        becomes(
            text,
            insert(path!["published", 0], json!({ "count": 0 })),
            "# Results\n\n[[published]]\ncount = 0\n\n[[published]]\ncount = 1\n\n# second\n[[published]]\ncount = 2\n\n[outcomes]\n",
        );
        becomes(
            text,
            insert(path!["published", 1], json!({ "count": 0 })),
            "# Results\n\n[[published]]\ncount = 1\n\n[[published]]\ncount = 0\n\n# second\n[[published]]\ncount = 2\n\n[outcomes]\n",
        );
        becomes(
            text,
            insert(path!["published"], json!({ "count": 3 })),
            "# Results\n\n[[published]]\ncount = 1\n\n# second\n[[published]]\ncount = 2\n\n[[published]]\ncount = 3\n\n[outcomes]\n",
        );
        becomes(
            "events = [{ on = [] }]\n",
            insert(path!["events"], json!({ "off": [] })),
            "events = [{ on = [] }, { off = [] }]\n",
        );
    }
}

mod moving {
    use super::*;

    #[test]
    fn items_take_their_comments_along_and_leave_the_layout() {
        let text = "a = [ # head\n  # of one\n  1, # one\n\n  # apart\n\n  2,\n  3 # three\n]\n";
        becomes(
            text,
            shift(path!["a", 0], 2),
            "a = [ # head\n  2,\n\n  # apart\n\n  3, # three\n  # of one\n  1 # one\n]\n",
        );
        becomes(
            text,
            shift(path!["a", 2], 0),
            "a = [ # head\n  3, # three\n\n  # apart\n\n  # of one\n  1, # one\n  2\n]\n",
        );
        becomes("a = [1, 2,3]\n", shift(path!["a", 2], 0), "a = [3, 1,2]\n");
        becomes("a = [1, # one\n  2]\n", shift(path!["a", 0], 1), "a = [2,\n  1 # one\n  ]\n");
    }

    #[test]
    fn keys_move_within_their_table() {
        becomes("a = 1 # a\n\n# of b\nb = 2\nc = 3\n", shift(path!["c"], 0), "c = 3\n\na = 1 # a\n# of b\nb = 2\n");
        becomes("x = { a = 1, b.c = 2, d = 3 }\n", shift(path!["x", "b"], 0), "x = { b.c = 2, a = 1, d = 3 }\n");
        becomes(
            "[d.n]\nname = \"N\"\noptions.a = \"A\" # a\noptions.b = \"B\"\nprefers = []\n",
            shift(path!["d", "n", "options", "a"], 1),
            "[d.n]\nname = \"N\"\noptions.b = \"B\"\noptions.a = \"A\" # a\nprefers = []\n",
        );
        becomes(
            "[d.n]\nname = \"N\"\noptions.a = \"A\" # a\noptions.b = \"B\"\nprefers = []\n",
            shift(path!["d", "n", "options"], 2),
            "[d.n]\nname = \"N\"\nprefers = []\noptions.a = \"A\" # a\noptions.b = \"B\"\n",
        );
    }

    #[test]
    fn tables_with_headers_move_among_their_siblings() {
        let text = "# Who\n\n# the first\n[d.a]\nx = 1\n\n[d.a.sub]\ny = 1\n\n\n[other]\n\n[d.b] # second\nx = 2\n";
        becomes(
            text,
            shift(path!["d", "a"], 1),
            "# Who\n\n[d.b] # second\nx = 2\n\n\n[other]\n\n# the first\n[d.a]\nx = 1\n\n[d.a.sub]\ny = 1\n",
        );
        becomes(
            "[[e]]\na = 1\n\n[[e]]\na = 2\n[e.f]\nb = 2\n",
            shift(path!["e", 1], 0),
            "[[e]]\na = 2\n[e.f]\nb = 2\n\n[[e]]\na = 1\n",
        );
    }

    #[test]
    fn a_line_cannot_change_places_with_a_header() {
        refused(
            "a = 1\n[b]\n",
            shift(path!["a"], 1),
            Reason::CannotStandThere,
            "a: in TOML the keys that stand on lines come before those with headers, and cannot change places with them; move it among its like",
        );
    }
}

mod renaming {
    use super::*;

    #[test]
    fn a_key_is_renamed_wherever_it_stands() {
        becomes(
            "# first\n[decision_makers . north] # of all\noptions.go = \"Go\"\n[decision_makers.north.more]\nx = 1\n",
            rename(path!["decision_makers", "north"], "the north"),
            "# first\n[decision_makers . \"the north\"] # of all\noptions.go = \"Go\"\n[decision_makers.\"the north\".more]\nx = 1\n",
        );
        becomes("a.b = 1\na.c = 2 # c\n", rename(path!["a"], "x"), "x.b = 1\nx.c = 2 # c\n");
        becomes("a = { b = 1, c.d = 2 }\n", rename(path!["a", "c"], "e"), "a = { b = 1, e.d = 2 }\n");
        becomes("[[e]]\n[[e]]\n[e.f]\n", rename(path!["e"], "g"), "[[g]]\n[[g]]\n[g.f]\n");
    }

    #[test]
    fn a_name_that_is_taken_is_refused() {
        refused(
            "a = 1\nb = 2\n",
            rename(path!["a"], "b"),
            Reason::KeyTaken,
            "a: `b` is there already; choose another name, or remove that one first",
        );
    }
}

mod files {
    use super::*;

    #[test]
    fn lines_that_end_with_two_characters_do_so_afterwards() {
        let before = "a = [\r\n  1,\r\n]\r\n\r\n[b.c]\r\nx = 1\r\n";
        becomes(before, insert(path!["a"], json!(2)), "a = [\r\n  1,\r\n  2,\r\n]\r\n\r\n[b.c]\r\nx = 1\r\n");
        becomes(
            before,
            set(path!["b", "c", "y"], json!("p\nq")),
            "a = [\r\n  1,\r\n]\r\n\r\n[b.c]\r\nx = 1\r\ny = \"p\\nq\"\r\n",
        );
        becomes(
            before,
            set(path!["sources", "s"], json!({ "t": [{ "u": 1 }] })),
            "a = [\r\n  1,\r\n]\r\n\r\n[b.c]\r\nx = 1\r\n\r\n[sources.s]\r\nt = [\r\n  { u = 1 },\r\n]\r\n",
        );
    }

    #[test]
    fn a_missing_line_end_stays_missing_and_a_mark_of_the_encoding_stays() {
        becomes("\u{feff}a = 1", set(path!["a"], json!(2)), "\u{feff}a = 2");
        becomes("a = 1\nb = 2", set(path!["c"], json!(3)), "a = 1\nb = 2\nc = 3");
        becomes("a = 1\nb = 2", shift(path!["b"], 0), "b = 2\na = 1");
        becomes("a = 1\nb = 2", remove(path!["b"]), "a = 1");
    }

    #[test]
    fn what_is_not_toml_is_refused_with_its_line() {
        refused(
            "a = 1\nb = \n",
            remove(path!["a"]),
            Reason::NotToml,
            "the file: line 2 is not TOML: string values must be quoted, expected literal string; mend that in the text first",
        );
    }

    #[test]
    fn places_that_are_not_there_are_named() {
        let text = "[d.n]\nprefers = [\"x\"]\n";
        refused(
            text,
            set(path!["d", "n", "prefers", 3], json!("y")),
            Reason::BeyondTheEnd,
            "d.n.prefers, item 4: there is 1 item, counted from 0, and none has the number 3; give a number from 0 to 0",
        );
        refused(
            text,
            remove(path!["d", "m", "prefers"]),
            Reason::NoSuchPlace,
            "d: there is no `m` here; look at the file as it is now; `set` adds a key that is not there",
        );
        refused(
            text,
            insert(path!["d", "n"], json!(1)),
            Reason::NotAList,
            "d.n: this is not a list, so nothing can be put into it; set it to a list first",
        );
        refused(
            text,
            set(path!["d", "n", "prefers", "x"], json!(1)),
            Reason::NotATable,
            "d.n.prefers: this is a list, and its items have numbers; give the number of an item, from 0",
        );
    }

    #[test]
    fn values_that_a_file_cannot_hold_are_refused() {
        let mut deep = json!(1);
        for _ in 0..16 {
            deep = json!([deep]);
        }
        for (value, what) in [
            (json!(null), "a file cannot hold `null`"),
            (json!(1.5), "1.5 is not a whole number"),
            (json!([{ "a": 9_007_199_254_740_993_i64 }]), "9007199254740993 is beyond 9007199254740992"),
            (deep, "the value is nested deeper than 16 levels"),
        ] {
            let error = apply("a = 1\n", &set(path!["a"], value)).expect_err("refused");
            assert_eq!((error.reason, error.what.as_str()), (Reason::BadValue, what));
        }
        let long = "x".repeat(detente_edit::MAX_TEXT_BYTES + 1);
        assert_eq!(apply("", &set(path!["a"], json!(long))).expect_err("refused").reason, Reason::BadValue);
        assert_eq!(apply("", &set(path![long], json!(1))).expect_err("refused").reason, Reason::BadValue);
        let deep_place: Vec<Step> = (0..40).map(|_| Step::from("a")).collect();
        assert_eq!(apply("", &set(deep_place, json!(1))).expect_err("refused").reason, Reason::BadValue);
    }

    #[test]
    fn a_long_text_takes_no_more_than_its_length() {
        // With a step for each pair of lines these would take hours.
        let scattered: String = (0..40_000).map(|n| format!("a.k{n} = {n} # c\nb.k{n} = 1\n")).collect();
        let only_b: String = (0..40_000).map(|n| format!("b.k{n} = 1\n")).collect();
        assert!(apply(&scattered, &remove(path!["a"])).expect("it is there") == only_b);
        assert!(apply(&scattered, &shift(path!["b"], 0)).expect("it moves").starts_with("b.k0 = 1\nb.k1 = 1\n"));
        let items = "  # of it\n  \"it\", # behind\n".repeat(40_000);
        let list = format!("a = [\n  1,\n{items}]\n");
        assert!(apply(&list, &shift(path!["a", 0], 40_000)).expect("it moves") == format!("a = [\n{items}  1,\n]\n"));
    }

    #[test]
    fn edits_are_made_all_or_none() {
        let edits = [set(path!["a"], json!(2)), insert(path!["b"], json!(1)), remove(path!["b", 0])];
        assert_eq!(detente_edit::apply_all("a = 1\n", &edits).expect("all are made"), "a = 2\nb = []\n");
        let edits = [set(path!["a"], json!(2)), remove(path!["b"])];
        let error = detente_edit::apply_all("a = 1\n", &edits).expect_err("the second cannot be made");
        assert_eq!((error.reason, error.what.as_str()), (Reason::NoSuchPlace, "there is no `b` here"));
    }
}
