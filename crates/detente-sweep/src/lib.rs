//! Sweeps.
mod kernel;
