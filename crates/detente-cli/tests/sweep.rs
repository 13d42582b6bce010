//! Sweeps as separate processes: killed, gone on with, put together, and the same bytes in the end.
#![cfg(feature = "sweep")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use support::{output, program, repository, run, scratch};

/// A sweep of some thousand rows in parts of a hundred.
const SPEC: &str = "format = 1\ntitle = \"Some orders\"\nrows_per_part = 100\nunknowns = [\"technology\"]\n[drop]\nelements = [\"F3\", \"c0\", \"u7\"]\n[[orders]]\nof = \"us\"\nstatements = [\"u1\", \"u2\", \"u3\"]\n[[orders]]\nof = \"china\"\nstatements = [\"c1\", \"c2\", \"c3\", \"c4\"]\n";
const ROWS: u64 = 2 * 8 * 6 * 24;

/// A folder of its own with a spec in it.
struct Place(PathBuf);

impl Place {
    fn new(name: &str, spec: &str) -> Self {
        let folder = scratch(name);
        std::fs::write(folder.join("some.sweep.toml"), spec).expect("the folder can be written");
        Place(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a path of letters").to_string()
    }

    /// The arguments of a sweep into a folder.
    fn sweep(&self, into: &str, more: &[&str]) -> Vec<String> {
        let mut args: Vec<String> =
            ["sweep", "us-china-2023", "--spec", &self.path("some.sweep.toml"), "-o", &self.path(into)]
                .map(String::from)
                .into();
        args.extend(more.iter().map(ToString::to_string));
        args
    }

    fn run(&self, into: &str, more: &[&str]) -> support::Run {
        let args = self.sweep(into, more);
        run(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Begins a sweep and kills it after a while; whether it was still at work.
    fn killed(&self, into: &str, more: &[&str], after: Duration) -> bool {
        let mut child = program()
            .args(self.sweep(into, more))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(after);
        let at_work = child.try_wait().expect("it is our child").is_none();
        let _ = child.kill();
        child.wait().expect("it ends");
        at_work
    }
}

/// The files of a folder with their bytes, by name; what is hidden is left out.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read"));
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            (entry.file_name().to_str().expect("letters").to_string(), std::fs::read(entry.path()).expect("a file"))
        })
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    files.sort();
    files
}

fn same_files(a: &Path, b: &Path) {
    let (a, b) = (files(a), files(b));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&a), names(&b));
    for ((name, a), (_, b)) in a.iter().zip(&b) {
        assert!(a == b, "{name} has other bytes");
    }
}

#[test]
fn shards_that_were_killed_and_gone_on_with_make_the_files_of_one_run_when_they_are_merged() {
    let place = Place::new("sweep-shards", SPEC);
    let single = place.run("single", &["--threads", "1"]);
    assert_eq!(single.code, 0, "{}", single.stderr);
    assert!(single.stderr.contains("2,304 rows in 24 parts"), "{}", single.stderr);
    let mut folders = Vec::new();
    for k in 1..=5 {
        let (shard, into) = (format!("{k}/5"), format!("shard-{k}"));
        // Killed at several moments; how far it came does not matter.
        for after in [3, 12, 25 * k] {
            place.killed(&into, &["--shard", &shard, "--threads", "2"], Duration::from_millis(after));
        }
        let done = place.run(&into, &["--shard", &shard]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        folders.push(place.path(&into));
    }
    let merge = |folders: &[String], into: &str| {
        let mut args = vec!["sweep".to_string(), "merge".into()];
        args.extend(folders.iter().cloned());
        args.extend(["-o".to_string(), place.path(into)]);
        run(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let merged = merge(&folders, "merged");
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    same_files(&place.0.join("single"), &place.0.join("merged"));

    // A shard too few, one too many, and one with a part that somebody changed.
    let few = merge(&folders[..4], "few");
    assert_eq!(few.code, 2);
    assert!(
        few.stderr.contains("the rows from 1900 up to but not including 2304 are in none of the folders"),
        "{}",
        few.stderr
    );
    let many = merge(&[folders.clone(), vec![folders[1].clone()]].concat(), "many");
    assert_eq!(many.code, 2);
    assert!(many.stderr.contains("part 4 is in"), "{}", many.stderr);
    let part = place.0.join("shard-3/part-00000010.parquet");
    let mut bytes = std::fs::read(&part).expect("the part is there");
    bytes[20] ^= 1;
    std::fs::write(&part, bytes).expect("it can be written");
    let changed = merge(&folders, "changed");
    assert_eq!(changed.code, 3, "{}", changed.stderr);
    assert!(changed.stderr.contains("its bytes have another digest"), "{}", changed.stderr);
}

#[test]
fn a_run_that_is_killed_at_any_moment_is_gone_on_with_and_loses_no_part() {
    let place = Place::new("sweep-killed", SPEC);
    assert_eq!(place.run("whole", &["--threads", "2"]).code, 0);
    let begun = place.0.join("begun");
    let mut before = Vec::new();
    for round in 0..12 {
        place.killed("begun", &["--threads", "1"], Duration::from_millis(5 + 7 * round));
        if !begun.exists() {
            continue;
        }
        let parts: Vec<String> =
            files(&begun).into_iter().map(|(name, _)| name).filter(|name| name.starts_with("part-")).collect();
        assert!(before.iter().all(|part| parts.contains(part)), "a part was lost in round {round}");
        before = parts;
    }
    // A part that the manifest was not told of is found, and one that is gone is made again.
    assert_eq!(place.run("begun", &["--resume"]).code, 0);
    same_files(&place.0.join("whole"), &begun);
    std::fs::remove_file(begun.join("part-00000007.parquet")).expect("the part is there");
    let mut manifest: Value =
        serde_json::from_slice(&std::fs::read(begun.join("manifest.json")).expect("it is there")).expect("JSON");
    manifest["done"].as_array_mut().expect("a list").truncate(3);
    std::fs::write(begun.join("manifest.json"), manifest.to_string()).expect("it can be written");
    assert_eq!(place.run("begun", &[]).code, 0);
    same_files(&place.0.join("whole"), &begun);
}

#[test]
fn a_folder_with_another_sweep_is_refused_in_words() {
    let place = Place::new("sweep-other", SPEC);
    assert_eq!(place.run("rows", &["--shard", "1/4"]).code, 0);
    let kept = files(&place.0.join("rows"));
    let shard = place.run("rows", &["--shard", "2/4"]);
    assert_eq!((shard.code, shard.stderr.contains("the shard differs")), (2, true), "{}", shard.stderr);
    std::fs::write(place.0.join("some.sweep.toml"), format!("{SPEC}# otherwise\n")).expect("it can be written");
    let spec = place.run("rows", &["--shard", "1/4"]);
    assert_eq!((spec.code, spec.stderr.contains("the spec differs")), (2, true), "{}", spec.stderr);
    let none = place.run("nothing", &["--resume"]);
    assert_eq!((none.code, none.stderr.contains("there is no sweep in")), (2, true), "{}", none.stderr);
    std::fs::create_dir_all(place.0.join("other")).expect("it can be made");
    std::fs::write(place.0.join("other/letter.txt"), "Dear all").expect("it can be written");
    let other = place.run("other", &[]);
    assert_eq!((other.code, other.stderr.contains("is not empty")), (2, true), "{}", other.stderr);
    assert_eq!(files(&place.0.join("rows")), kept);
}

#[test]
fn mistakes_in_a_spec_are_told_at_their_place_and_families_too_large_in_words() {
    let place = Place::new("sweep-mistakes", "format = 1\n[[orders]]\nof = \"chian\"\n");
    let wrong = place.run("rows", &[]);
    assert_eq!(wrong.code, 3);
    assert!(
        wrong.stderr.contains("did you mean `china`?") && wrong.stderr.contains("some.sweep.toml:3:6"),
        "{}",
        wrong.stderr
    );
    let huge = "format = 1\n[[orders]]\nof = \"us\"\n[[orders]]\nof = \"china\"\n[random]\nsamples = 9000000000000000000\nseed = 1\nswaps = 1\n";
    std::fs::write(place.0.join("some.sweep.toml"), huge).expect("it can be written");
    let huge = place.run("rows", &[]);
    assert_eq!(huge.code, 3);
    assert!(huge.stderr.contains("more than can be numbered"), "{}", huge.stderr);
    assert!(!place.0.join("rows").exists());
}

#[test]
fn the_summary_says_what_decides_and_a_row_says_what_it_is() {
    let place = Place::new("sweep-summary", SPEC);
    assert_eq!(place.run("rows", &[]).code, 0);
    let rows = place.path("rows");
    let text = output(&["sweep", "summary", &rows]);
    assert!(text.contains("2,304 variants, all there are"), "{text}");
    insta::assert_snapshot!("sweep-summary", text);
    let json: Value = serde_json::from_str(&output(&["sweep", "summary", &rows, "--format", "json"])).expect("JSON");
    assert_eq!((&json["rows"]["read"], &json["format"]), (&ROWS.into(), &"detente-sweep-summary/1".into()));
    let csv = output(&["sweep", "summary", &rows, "--format", "csv"]);
    assert!(csv.starts_with("finding,factor,split,where,holds,of\n"));
    // The findings of JSON are those of the rows, counted here once more from the rows one by one.
    let finding = |id: &str| {
        json["findings"].as_array().and_then(|all| all.iter().find(|one| one["id"] == id)).cloned().expect("it is told")
    };
    let told = finding("proposition_P2a");
    let mut holds = 0;
    for row in (0..ROWS).step_by(97) {
        let one: Value = serde_json::from_str(&output(&["sweep", "row", &rows, &row.to_string(), "--format", "json"]))
            .expect("JSON");
        holds += u64::from(one["columns"]["proposition_P2a"] == true);
    }
    assert_eq!(told["of"], ROWS);
    assert_eq!(holds > 0, told["holds"].as_u64() > Some(0));
    insta::assert_snapshot!("sweep-row", output(&["sweep", "row", &rows, "1234"]));
    let beyond = run(&["sweep", "row", &rows, "2304"]);
    assert_eq!((beyond.code, beyond.stderr.contains("numbered from 0 to 2303")), (2, true), "{}", beyond.stderr);
}

#[test]
fn a_row_printed_as_a_variant_is_that_row_when_it_is_pasted_into_the_file() {
    let place = Place::new("sweep-variant", SPEC);
    let spec = place.path("some.sweep.toml");
    let args = ["sweep", "row", &spec, "1777", "--conflict", "us-china-2023"];
    let variant = output(&[&args[..], &["--as-variant", "row1777"]].concat());
    let row: Value = serde_json::from_str(&output(&[&args[..], &["--format", "json"]].concat())).expect("JSON");
    let case = std::fs::read_to_string(repository("catalogue/us-china-2023.toml")).expect("the case is there");
    let file = place.path("pasted.toml");
    std::fs::write(&file, format!("{case}\n{variant}")).expect("it can be written");
    let analysed: Value =
        serde_json::from_str(&output(&["analyze", &file, "--variant", "row1777", "--format", "json"])).expect("JSON");
    for concept in ["nash", "gmr", "smr", "seq", "sseq"] {
        assert_eq!(analysed["counts"][concept]["equilibria"], row["columns"][concept], "{concept}");
    }
}

#[test]
fn the_shipped_example_is_a_sweep_of_the_first_case() {
    let place = Place::new("sweep-example", "");
    let spec = repository("docs/examples/us-china-2023-orders.sweep.toml");
    let spec = spec.to_str().expect("a path of letters");
    let into = place.path("rows");
    let made = run(&["sweep", "us-china-2023", "--spec", spec, "-o", &into, "--shard", "2/5"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert!(made.stderr.contains("276,480 rows in 5 parts; shard 2/5 has 1 part of them"), "{}", made.stderr);
    let summary = output(&["sweep", "summary", &into]);
    assert!(summary.contains("65,536 variants of 276,480"), "{summary}");
}

#[cfg(unix)]
#[test]
fn the_recipe_for_gnu_parallel_makes_the_files_of_one_run_where_it_is_installed() {
    let tried = std::process::Command::new("bash")
        .arg(repository("docs/recipes/check.sh"))
        .env("DETENTE", env!("CARGO_BIN_EXE_detente"))
        .env("TRY", "parallel")
        .output()
        .expect("bash is there");
    let told = String::from_utf8_lossy(&tried.stdout);
    assert!(tried.status.success(), "{told}{}", String::from_utf8_lossy(&tried.stderr));
    eprintln!("{told}");
}
