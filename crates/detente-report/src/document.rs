//! What an answer consists of, whatever it is written to: headings, sentences, lists and tables.

/// An answer, laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The parts in order.
    pub blocks: Vec<Block>,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The title of the whole.
    Title(Rich),
    /// The title of a section, and a few words beside it.
    Heading(String, Rich),
    /// Sentences.
    Paragraph(Rich),
    /// Points, each with the depth at which it is set in (0 the outermost) and a mark before it, which may be empty.
    Items(Vec<Item>),
    /// A table.
    Table(Table),
}

/// A point of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// How far it is set in.
    pub depth: usize,
    /// What stands before it: `●`, `1.`, or nothing.
    pub mark: Rich,
    /// The point.
    pub text: Rich,
}

/// Rows and columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// A short name of the table, for formats that keep several tables apart.
    pub name: &'static str,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a cell for every column.
    pub rows: Vec<Vec<Rich>>,
    /// What the reader needs to know to read it.
    pub notes: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// How its cells are set.
    pub align: Align,
}

/// How cells are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left; long text is broken into lines where the table is too wide.
    Left,
    /// At the right: numbers.
    Right,
    /// In the middle: marks.
    Centre,
}

/// Text with tones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich(pub Vec<(Tone, String)>);

/// What a piece of text is to the reader. No tone carries a meaning that the words do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// What the eye should find.
    Strong,
    /// What the eye may skip.
    Quiet,
    /// It holds.
    Good,
    /// It does not hold.
    Bad,
    /// Somebody should look at this.
    Warn,
    /// A name as it is typed.
    Name,
}

impl Document {
    /// An empty document with a title.
    pub fn titled(title: impl Into<Rich>) -> Self {
        Document { blocks: vec![Block::Title(title.into())] }
    }

    /// Adds the heading of a section.
    pub fn heading(&mut self, title: &str, beside: impl Into<Rich>) {
        self.blocks.push(Block::Heading(title.into(), beside.into()));
    }

    /// Adds sentences.
    pub fn paragraph(&mut self, text: impl Into<Rich>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds a list.
    pub fn items(&mut self, items: Vec<Item>) {
        if !items.is_empty() {
            self.blocks.push(Block::Items(items));
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// The tables in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

impl Item {
    /// A point at the outermost depth.
    pub fn new(mark: impl Into<Rich>, text: impl Into<Rich>) -> Self {
        Item { depth: 0, mark: mark.into(), text: text.into() }
    }

    /// The same, set in.
    pub fn at(self, depth: usize) -> Self {
        Item { depth, ..self }
    }
}

impl Table {
    /// A table without rows.
    pub fn new(name: &'static str, columns: impl IntoIterator<Item = (String, Align)>) -> Self {
        let columns = columns.into_iter().map(|(name, align)| Column { name, align }).collect();
        Table { name, columns, ..Table::default() }
    }
}

impl Rich {
    /// Nothing.
    pub fn empty() -> Self {
        Rich::default()
    }

    /// Text in a tone.
    pub fn toned(tone: Tone, text: impl Into<String>) -> Self {
        Rich(vec![(tone, text.into())])
    }

    /// The same with more text.
    pub fn then(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.0.push((tone, text.into()));
        self
    }

    /// The same with more text in no special tone.
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.then(Tone::Plain, text)
    }

    /// The same with all of `more` behind it.
    pub fn join(mut self, more: Rich) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The words without their tones.
    pub fn words(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.is_empty())
    }
}

impl From<&str> for Rich {
    fn from(text: &str) -> Self {
        Rich::toned(Tone::Plain, text)
    }
}

impl From<String> for Rich {
    fn from(text: String) -> Self {
        Rich::toned(Tone::Plain, text)
    }
}
