//! Builds the page of the workbench, where Node.js is at hand, and makes a table of its files.
//!
//! In order: a folder named by `DETENTE_UI_DIST` that has a page built already; `npm ci` and `vite build`, in the folder that Cargo gives for what is built; a plain page that says
//! what is missing. Nothing is written into the source tree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page is built from.
const INPUTS: [&str; 7] =
    ["src", "index.html", "package.json", "package-lock.json", "vite.config.ts", "svelte.config.js", "tsconfig.json"];

fn main() {
    let source = PathBuf::from(env("CARGO_MANIFEST_DIR")).join("ui");
    let out = PathBuf::from(env("OUT_DIR"));
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DETENTE_UI_DIST");
    for input in INPUTS {
        println!("cargo::rerun-if-changed={}", source.join(input).display());
    }
    let built = match std::env::var_os("DETENTE_UI_DIST") {
        Some(dist) => Ok(PathBuf::from(dist)),
        None => build(&source, &out),
    };
    let (dist, is_built) = match built {
        Ok(dist) => (dist, true),
        Err(why) => {
            println!("cargo::warning=the workbench (`detente open`) is left out: {why}");
            println!(
                "cargo::warning=everything else works; with Node.js 20.19 or later and npm, build again to have it"
            );
            (source.join("fallback"), false)
        }
    };
    let mut files = Vec::new();
    list(&dist, &dist, &mut files);
    files.sort();
    let mut table = format!("const BUILT: bool = {is_built};\nstatic ASSETS: &[Asset] = &[\n");
    for (path, file) in files {
        table.push_str(&format!("    Asset {{ path: {path:?}, bytes: include_bytes!({file:?}) }},\n"));
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table).expect("Cargo's folder for what is built can be written");
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("Cargo sets {name}"))
}

/// Builds the page in `out` and says where it is.
fn build(source: &Path, out: &Path) -> Result<PathBuf, String> {
    let work = out.join("ui");
    let dist = out.join("ui-dist");
    fs::create_dir_all(&work).map_err(|error| error.to_string())?;
    for input in INPUTS {
        let to = work.join(input);
        if to.is_dir() {
            fs::remove_dir_all(&to).map_err(|error| error.to_string())?;
        }
        copy(&source.join(input), &to).map_err(|error| format!("ui/{input} cannot be copied: {error}"))?;
    }
    // Packages are installed anew only where the list of them has changed.
    let lock = fs::read(work.join("package-lock.json")).map_err(|error| error.to_string())?;
    let installed = work.join("installed-lock.json");
    if fs::read(&installed).ok().as_deref() != Some(lock.as_slice()) {
        run(&work, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
        fs::write(&installed, &lock).map_err(|error| error.to_string())?;
    }
    let _ = fs::remove_dir_all(&dist);
    let to = dist.to_string_lossy().into_owned();
    run(&work, "node", &["node_modules/vite/bin/vite.js", "build", "--outDir", &to, "--emptyOutDir"])?;
    Ok(dist)
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    let program_file = if cfg!(windows) && program == "npm" { "npm.cmd" } else { program };
    let output = Command::new(program_file)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|error| format!("{program} cannot be run ({error})"))?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let told: Vec<&str> = told.lines().chain([]).filter(|line| !line.trim().is_empty()).collect();
    let end = told.iter().rev().take(6).rev().copied().collect::<Vec<_>>().join(" | ");
    Err(format!("{program} {} failed: {end}", arguments[0]))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    fs::copy(from, to).map(drop)
}

/// The files below a folder: the path under which each is served, and where it is.
fn list(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(root, &path, files);
        } else if let Ok(relative) = path.strip_prefix(root) {
            let parts: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            files.push((format!("/{}", parts.join("/")), path.to_string_lossy().into_owned()));
        }
    }
}
