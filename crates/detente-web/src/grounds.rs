//! A folder for a server under test, and what lies around it that no request may read or change.

use std::fs;
use std::path::{Path, PathBuf};

use detente_desk::catalogue;
use detente_model::ledger::sha256;

/// What no answer may have in it.
pub const SECRET: &str = "nobody may read this";
const PAPER: &str = "The order is modified.\n";

/// The folder, and what is around it. All of it goes when this is dropped.
#[derive(Debug)]
pub struct Grounds {
    around: PathBuf,
}

impl Grounds {
    /// Makes them, beside other temporary files; `name` tells them from others of this process.
    ///
    /// # Panics
    /// When the system lets no folder be made.
    pub fn new(name: &str) -> Self {
        let grounds = Grounds { around: std::env::temp_dir().join(format!("detente-{name}-{}", std::process::id())) };
        let _ = fs::remove_dir_all(&grounds.around);
        fs::create_dir_all(&grounds.around).expect("a folder");
        fs::write(grounds.outside(), secret()).expect("a file");
        grounds.lay_out();
        grounds
    }

    /// The folder.
    pub fn folder(&self) -> PathBuf {
        self.around.join("folder")
    }

    /// A conflict file that is in it: `elmira` of the catalogue, with a document beside it and one that a link leads to.
    pub fn text() -> String {
        let elmira = catalogue::find("elmira").map_or("", |case| case.text);
        let source = |id: &str, file: &str, text: &str| {
            let digest = sha256(text.as_bytes());
            format!("\n[sources.{id}]\ntitle = \"A document\"\nfile = \"{file}\"\nsha256 = \"{digest}\"\n")
        };
        format!("{elmira}{}{}", source("paper", "paper.txt", PAPER), source("out", "leads-out.toml", &secret()))
    }

    /// Puts the folder in the state in which it was at the beginning.
    ///
    /// # Panics
    /// When the system does not let it be done.
    pub fn lay_out(&self) {
        let folder = self.folder();
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("mine.toml"), Self::text()).expect("a file");
        fs::write(folder.join("paper.txt"), PAPER).expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../outside.toml", folder.join("leads-out.toml")).expect("a link");
    }

    /// Checks that nothing outside the folder was touched, and no folder made in it.
    ///
    /// # Panics
    /// When something was.
    pub fn assert_untouched(&self) {
        let names = |at: &Path| -> Vec<PathBuf> {
            let mut names: Vec<PathBuf> =
                fs::read_dir(at).expect("it is there").flatten().map(|one| one.path()).collect();
            names.sort_unstable();
            names
        };
        assert_eq!(names(&self.around), [self.folder(), self.outside()]);
        assert_eq!(fs::read_to_string(self.outside()).expect("it is there"), secret());
        for name in names(&self.folder()) {
            assert!(!fs::symlink_metadata(&name).is_ok_and(|metadata| metadata.is_dir()), "{}", name.display());
        }
    }

    fn outside(&self) -> PathBuf {
        self.around.join("outside.toml")
    }
}

impl Drop for Grounds {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.around);
    }
}

fn secret() -> String {
    format!("title = \"{SECRET}\"\n")
}
