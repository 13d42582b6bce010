//! Typed positions: a decision maker is not an option, and neither is a claim.

macro_rules! position {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position as an index, counted from 0 in the order of the file.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            /// # Panics
            /// When `index` does not fit 32 bits, which no readable file reaches.
            fn from(index: usize) -> Self {
                $name(u32::try_from(index).expect("an index within a file fits 32 bits"))
            }
        }
    };
}

position!(
    /// A decision maker of a conflict, by its place in the file.
    DmId
);
position!(
    /// An option of a conflict, by its place in the file. The options of one decision maker follow each other.
    OptionId
);
position!(
    /// A claim of the ledger, by its place in the file.
    ClaimId
);
position!(
    /// A source document, by its place in the file.
    SourceId
);
