//! Answers laid out for people and programs.
//!
//! A page of [`pages`] turns an answer into a [`Document`](document::Document), which [`text`] and [`markdown`] write out; tables that programs read come as
//! [`csv`] and JSON. Nothing here computes an answer.

pub mod advice;
pub mod csv;
pub mod diagnostics;
pub mod document;
pub mod graph;
pub mod html;
pub mod json;
pub mod latex;
pub mod markdown;
mod markup;
pub mod pages;
pub mod report;
pub mod text;
mod words;

pub use words::number;
