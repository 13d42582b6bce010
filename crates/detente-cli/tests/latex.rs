//! The reports of the catalogue, put through LaTeX where there is one: without errors, and without lines that stick out.

mod support;

use std::path::Path;
use std::process::Command;

use support::{output, scratch};

/// A line may stick out by so many points: a third of a millimetre.
const STICKS_OUT: f64 = 1.0;

#[test]
fn the_reports_of_the_catalogue_compile() {
    if !has_pdflatex() {
        return;
    }
    let folder = scratch("latex");
    let list = output(&["catalogue", "list", "--format", "csv"]);
    let cases: Vec<&str> = list.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(cases.len() > 10, "{list}");
    for case in cases {
        compile(&folder, case, &output(&["report", case, "--format", "latex"]));
    }
}

/// Names from anywhere, and every character that LaTeX gives a meaning to.
#[test]
fn a_report_of_a_conflict_in_any_script_compiles() {
    if !has_pdflatex() {
        return;
    }
    let folder = scratch("latex-scripts");
    let file = folder.join("names.toml");
    let text = output(&["catalogue", "show", "elmira"])
        .replace("Ministry of the Environment", "张伟 & Žižek–Łódź “50 %”: S₁ ≥ ½ € #1_x^2 ~ {a} $b \\\\ Київ ∀ 🙂 e\u{301}")
        .replace("Elmira: who", "Ḥasan ⇒ São Tomé… [who] <x> |y| `z` a`b: Αθήνα")
        .replace("Draw out the appeal", "[1] Draw\u{a0}out\u{202f}the\u{ad} appeal at https://example.org/a/very/long/address/that/has/no/spaces/in/it?and=queries&more=of_them#too");
    std::fs::write(&file, text).expect("the file can be written");
    compile(&folder, "names", &output(&["report", file.to_str().expect("a path"), "--format", "latex"]));
}

fn has_pdflatex() -> bool {
    let found = Command::new("pdflatex").arg("--version").output().is_ok_and(|run| run.status.success());
    if !found {
        eprintln!(
            "pdflatex is not installed, so no report was compiled (Debian: texlive-latex-recommended, texlive-pictures)"
        );
    }
    found
}

fn compile(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(format!("{name}.tex")), text).expect("the folder can be written to");
    // The widths of tables that run over pages settle in the second run.
    for _ in 0..2 {
        let run = Command::new("pdflatex")
            .args(["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", name])
            .current_dir(folder)
            .output()
            .expect("pdflatex runs");
        let said = String::from_utf8_lossy(&run.stdout);
        let error: Vec<&str> = said.lines().skip_while(|line| !line.starts_with('!')).take(8).collect();
        assert!(run.status.success(), "{name}: {}", error.join("\n"));
    }
    let log = std::fs::read(folder.join(format!("{name}.log"))).expect("there is a log");
    for line in String::from_utf8_lossy(&log).lines() {
        let Some(points) = line.strip_prefix("Overfull \\hbox (").and_then(|rest| rest.split("pt").next()) else {
            continue;
        };
        let points: f64 = points.parse().expect("a number of points");
        assert!(points <= STICKS_OUT, "{name}: {line}");
    }
}
