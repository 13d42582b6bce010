//! What can be done to learn more, in the words of the program in which an answer is read.
//!
//! A page that leaves something out says how it can be had. The command line names its options there; the workbench, which has none, names what stands on its page, or says nothing where
//! nothing can be done.

/// The program in which an answer is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Surface {
    /// A terminal, and files that are written there.
    #[default]
    CommandLine,
    /// The workbench in the browser.
    Workbench,
}

/// Something that can be done to learn more. The words are pieces of sentences: [`Advice::words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Allow more memory; after "… may use 10 MiB; ".
    Memory,
    /// See more rows of a table; after "The nearest 20 of 30 states".
    LongerTable,
    /// See more plans, in brackets after how many there are.
    MorePlans,
    /// Allow more answers, in brackets after "more than are allowed".
    Answers,
    /// Look at larger sets although smaller ones do it.
    LargerSets,
    /// Name another size of sets, in brackets after "as was asked".
    Sets,
    /// Let a search go on; after "The search ended there".
    Work,
    /// Try more edits together; after "More together might".
    Edits,
    /// Say where documents are; a sentence.
    Documents,
    /// Have whole rankings; after "it is told what is above the state".
    WholeRankings,
    /// Look longer at one state; after "the search was ended at its limit".
    OneState,
    /// Have every sanction; after "and 3 more, each answered".
    AllSanctions,
    /// See what holds whatever is unknown: who says so.
    Unknowns,
    /// See which states there are, after "name a state".
    States,
}

impl Advice {
    /// All, for tests of each.
    pub const ALL: [Advice; 14] = [
        Advice::Memory,
        Advice::LongerTable,
        Advice::MorePlans,
        Advice::Answers,
        Advice::LargerSets,
        Advice::Sets,
        Advice::Work,
        Advice::Edits,
        Advice::Documents,
        Advice::WholeRankings,
        Advice::OneState,
        Advice::AllSanctions,
        Advice::Unknowns,
        Advice::States,
    ];

    /// The words on a surface, with what joins them to those before.
    pub fn words(self, surface: Surface) -> &'static str {
        let (terminal, workbench) = match self {
            Advice::Memory => {
                ("allow more with --memory, or hold options fixed in a variant", "hold options fixed in a variant")
            }
            Advice::LongerTable => ("; --limit lists more", "; longer lists show more"),
            Advice::MorePlans => (" (--limit)", " (longer lists show more)"),
            Advice::Answers => (" (--answers)", " (more work would)"),
            Advice::LargerSets => (" (--all-sizes goes on)", " (“larger sets too” goes on)"),
            Advice::Sets => (" (--sets)", ""),
            Advice::Work => ("--work lets it go on longer", "more work lets it go on longer"),
            Advice::Edits => ("--edits tries them", "a larger number of edits tries them"),
            Advice::Documents => {
                (" --sources DIR says where documents are.", " Put it beside the conflict file, and it is found.")
            }
            Advice::WholeRankings => ("; `--format json` has them whole", ""),
            Advice::OneState => {
                ("; `detente unknowns FILE STATE` looks longer", "; asked about one state it looks longer")
            }
            Advice::AllSanctions => ("; `detente certify` writes them all", "; the certificate has them all"),
            Advice::Unknowns => ("`detente unknowns` says", "“Unknowns” under “What if” says"),
            Advice::States => (" (`detente states` lists them)", " (the Answer lists them)"),
        };
        match surface {
            Surface::CommandLine => terminal,
            Surface::Workbench => workbench,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workbench_is_told_of_no_options_and_no_commands() {
        for advice in Advice::ALL {
            let words = advice.words(Surface::Workbench);
            assert!(!words.contains("--") && !words.contains('`') && !words.contains("detente"), "{advice:?}: {words}");
        }
    }

    #[test]
    fn the_command_line_is_told_of_an_option_or_a_command_by_each() {
        for advice in Advice::ALL {
            let words = advice.words(Surface::CommandLine);
            assert!(words.contains("--") || words.contains("`detente "), "{advice:?}: {words}");
        }
    }
}
