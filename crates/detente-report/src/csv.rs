//! Tables as comma-separated values (RFC 4180, with line feeds).

/// A table of values: a header and rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Csv {
    text: String,
}

impl Csv {
    /// A table with these columns.
    pub fn new<S: AsRef<str>>(columns: &[S]) -> Self {
        let mut csv = Csv::default();
        csv.row(columns);
        csv
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            let cell = cell.as_ref();
            // A cell that a spreadsheet would take for a formula is made a text.
            let formula = cell.starts_with(['=', '@', '\t', '\r']);
            if formula || cell.contains([',', '"', '\n', '\r']) {
                self.text.push('"');
                if formula {
                    self.text.push('\'');
                }
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    /// The whole as text.
    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_quotes_or_line_breaks_are_quoted() {
        let mut csv = Csv::new(&["a", "b"]);
        csv.row(&["plain", "with, comma"]);
        csv.row(&["say \"no\"", "two\nlines"]);
        csv.row(&["=1+1", "-3"]);
        assert_eq!(csv.into_text(), "a,b\nplain,\"with, comma\"\n\"say \"\"no\"\"\",\"two\nlines\"\n\"'=1+1\",-3\n");
    }
}
