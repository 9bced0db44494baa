//! The vault at its public face: what it promises, one module per promise.

mod backup;
mod browsing;
mod exactness;
mod intake;
mod opening;
mod organising;
mod scan;
mod secrecy;
mod support;
