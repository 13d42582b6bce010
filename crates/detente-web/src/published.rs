//! Our results beside those that the file says were published.

use detente_analysis::Answer;
use detente_analysis::published::{self, Comparison, Finding};
use detente_report::pages::some_names;

use crate::api::Compared;

/// Every published result beside ours, in the order of the file.
pub fn compared(answer: &Answer) -> Vec<Compared> {
    published::compare(answer).iter().map(|comparison| one(answer, comparison)).collect()
}

fn one(answer: &Answer, comparison: &Comparison) -> Compared {
    let Comparison { finding, missing, extra, ours, .. } = comparison;
    Compared {
        same: matches!(finding, Finding::Reproduced | Finding::Outdated),
        wrong: finding.is_failure(),
        missing: some_names(answer, missing),
        extra: some_names(answer, extra),
        ours: *ours,
    }
}

#[cfg(test)]
mod tests {
    use detente_analysis::Answer;
    use detente_desk::catalogue::CASES;
    use detente_engine::{Control, Settings};
    use detente_model::read;

    use super::compared;

    #[test]
    fn every_published_result_of_the_catalogue_has_a_comparison_in_its_place() {
        let (mut all, mut other) = (0, 0);
        for case in &CASES {
            let conflict = read::read(case.text).conflict.expect("it can be read");
            if conflict.published.is_empty() || case.id.contains("north-korea") {
                continue;
            }
            let answer = Answer::new(&conflict, &Settings::default(), &Control::default()).expect("it is small");
            let compared = compared(&answer);
            assert_eq!(compared.len(), conflict.published.len(), "{}", case.id);
            for one in &compared {
                assert!(!one.wrong, "{}: {one:?}", case.id);
                assert!(!one.same || one.missing.is_empty() && one.extra.is_empty(), "{}: {one:?}", case.id);
                other += usize::from(!one.same);
            }
            all += compared.len();
        }
        assert!(all > 50 && other > 0, "{all} results, {other} of them others than ours");
    }

    #[test]
    fn what_differs_is_named_both_ways() {
        let case = CASES.iter().find(|case| case.id == "elmira").expect("it is in the catalogue");
        let text = format!("{}\n[[published]]\nconcept = \"nash\"\nequilibria = [\"s1\", \"s5\"]\n", case.text);
        let conflict = read::read(&text).conflict.expect("it can be read");
        let answer = Answer::new(&conflict, &Settings::default(), &Control::default()).expect("it is small");
        let found = compared(&answer);
        let last = found.last().expect("there is one");
        let nash: Vec<String> =
            answer.solution.equilibria(&detente_model::concept::NASH).iter().map(|place| answer.name(place)).collect();
        assert!(!last.same && last.wrong && last.ours == nash.len(), "{last:?}");
        for name in &nash {
            assert!(name == "s1" || name == "s5" || last.extra.contains(name), "{last:?}");
        }
        assert!(nash.contains(&"s1".to_string()) || last.missing.contains(&"s1".to_string()), "{last:?}");
    }
}
