//! The catalogue, compiled in: published conflicts by name.

/// A case of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its name: that of its file without the ending.
    pub id: &'static str,
    /// Its file.
    pub text: &'static str,
}

macro_rules! cases {
    ($($id:literal),* $(,)?) => {
        [$(Case { id: $id, text: include_str!(concat!("../../../catalogue/", $id, ".toml")) }),*]
    };
}

/// All cases, the first case of the project first, then in the order of the alphabet.
pub static CASES: [Case; 18] = cases![
    "us-china-2023",
    "us-china-2023-north-korea",
    "us-china-2023-other-nations",
    "us-china-2023-taiwan",
    "chicken",
    "cuban-missile-crisis",
    "cuban-missile-crisis-chicken",
    "elmira",
    "elmira-12",
    "garrison",
    "lake-gisborne",
    "lake-gisborne-economic",
    "lake-gisborne-environment",
    "matching-pennies",
    "north-korea-2017",
    "prisoners-dilemma",
    "stag-hunt",
    "syria-iraq-1975",
];

/// The case of this name.
pub fn find(id: &str) -> Option<&'static Case> {
    CASES.iter().find(|case| case.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_catalogue_is_within_the_program() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogue");
        for entry in std::fs::read_dir(folder).expect("the catalogue is there") {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            if let Some(id) = name.strip_suffix(".toml") {
                assert!(find(id).is_some(), "catalogue/{name} is not in the list of cases");
            }
        }
    }
}
