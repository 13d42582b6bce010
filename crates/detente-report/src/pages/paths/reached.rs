//! What is reached: the table of evolution.

use detente_analysis::motion::Arrival;
use detente_model::Motion;

use super::Paths;
use crate::advice::Advice;
use crate::document::{Align, Document, Rich, Table, Tone};
use crate::words::{count, number, vectors_on};

impl Paths<'_, '_> {
    /// The table of evolution.
    pub(super) fn reached(&self, page: &mut Document) {
        let evolution = self.reach.evolution();
        if evolution.count() == 0 {
            page.heading("What is reached", "nothing else");
            let what = match self.reach.by() {
                Motion::Moves => "Nobody has a move from here.",
                _ => "Nobody has an improvement from here: the conflict stays where it is.",
            };
            page.paragraph(what);
            return;
        }
        let states = count(self.reach.count(), "state", "states");
        page.heading("What is reached", Rich::toned(Tone::Quiet, format!("complete: {states} with this one")));
        page.paragraph(format!(
            "{}, in at most {}. In the column of a decision maker: the fewest steps of a way that ends with a step of its own; – where none does.",
            count(self.reach.count() - 1, "other state", "other states"),
            count(evolution.longest(), "step", "steps")
        ));
        let conflict = self.conflict();
        let mut columns = vec![("State".to_string(), Align::Left), ("On".to_string(), Align::Left)];
        columns.push(("Steps".into(), Align::Right));
        columns.extend(conflict.decision_makers.iter().map(|dm| (dm.id.clone(), Align::Right)));
        if !conflict.outcomes.is_empty() {
            columns.push(("Outcomes".into(), Align::Left));
        }
        let mut table = Table::new("reached", columns);
        // Rows come nearest first, but for the state where it begins: that one stands where it is come back to.
        let mut rows: Vec<Arrival> = evolution.rows().take(self.limit.saturating_add(1)).collect();
        let least = |row: &Arrival| *row.by.iter().flatten().min().expect("only states that are reached have a row");
        rows.sort_by_key(least);
        rows.truncate(self.limit);
        for row in &rows {
            let name = Rich::toned(Tone::Name, self.name(&row.state));
            let again = row.state == *self.reach.from();
            let mut cells = vec![
                if again { name.plain(" (again)") } else { name },
                vectors_on(self.meaning, &row.state),
                number(least(row) as u128).into(),
            ];
            cells.extend(row.by.iter().map(|steps| match steps {
                Some(steps) => Rich::from(number(*steps as u128)),
                None => Rich::toned(Tone::Quiet, "–"),
            }));
            if !conflict.outcomes.is_empty() {
                cells.push(self.outcomes_at(&row.state).join(", ").into());
            }
            table.rows.push(cells);
        }
        let all = evolution.count();
        if rows.len() < all {
            let (shown, all) = (number(rows.len() as u128), number(all as u128));
            let longer = Advice::LongerTable.words(self.surface);
            table.notes.push(format!("The nearest {shown} of {all} states{longer}."));
        }
        page.table(table);
    }
}
