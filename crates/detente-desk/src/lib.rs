//! The desk: where people bring their conflicts, whichever program they use.
//!
//! [`ask`] is what people ask, [`catalogue`] has the published conflicts, [`files`] reads conflict files and finds the documents of their ledgers, [`output`] writes files so that nothing is ever
//! half written. Nothing here prints; errors are values.

#![forbid(unsafe_code)]

pub mod ask;
pub mod catalogue;
pub mod files;
pub mod output;
pub mod variant;
