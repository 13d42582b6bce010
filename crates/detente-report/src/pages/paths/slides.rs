//! The slide test: from how many of all states the conflict can get to an outcome.

use detente_analysis::motion::Slide;

use super::{Paths, Target, motion_words};
use crate::document::{Align, Document, Rich, Table, Tone};
use crate::words::{count, number};

impl Paths<'_, '_> {
    /// The slide test.
    pub(super) fn slides(&self, page: &mut Document) {
        let slides: Vec<(&Target, &Slide)> =
            self.targets.iter().filter_map(|target| Some((target, target.slide.as_ref()?))).collect();
        if slides.is_empty() {
            if let Some(why) = self.left_out.filter(|_| !self.targets.is_empty()) {
                page.heading("Slide test", "left out");
                page.paragraph(format!("{why}."));
            }
            return;
        }
        page.heading("Slide test", Rich::toned(Tone::Quiet, "complete: from every state, reached from here or not"));
        page.paragraph(format!(
            "Of all states outside an outcome: from how many could the conflict get into it by {}, and whose step can be the one that enters it; in brackets, from how many \
             states.",
            motion_words(self.reach.by())
        ));
        let columns = [
            ("Into", Align::Left),
            ("From here", Align::Left),
            ("From anywhere", Align::Left),
            ("Entered by", Align::Left),
        ];
        let mut table = Table::new("slides", columns.map(|(name, align)| (name.to_string(), align)));
        for (target, slide) in slides {
            let here = match &target.path {
                None => Rich::toned(Tone::Quiet, "never"),
                Some(path) if path.steps.is_empty() => Rich::from("it holds"),
                Some(path) => Rich::from(format!("in {}", count(path.steps.len(), "step", "steps"))),
            };
            let who: Vec<String> = slide
                .enters
                .iter()
                .map(|&(dm, from)| format!("{} ({})", self.conflict().dm(dm).id, number(from as u128)))
                .collect();
            let anywhere = match (slide.leads_from, slide.outside()) {
                (_, 0) => "it holds everywhere".to_string(),
                (0, outside) => format!("none of {}", number(outside as u128)),
                (from, outside) if from == outside => format!("all {}", number(outside as u128)),
                (from, outside) => format!("{} of {}", number(from as u128), number(outside as u128)),
            };
            table.rows.push(vec![
                Rich::toned(Tone::Name, target.name.as_str()),
                here,
                anywhere.into(),
                if who.is_empty() { Rich::toned(Tone::Quiet, "–") } else { who.join(", ").into() },
            ]);
        }
        page.table(table);
    }
}
