//! The vault at its public face: what it promises, one module per promise.

mod alterations;
mod backup;
mod browsing;
mod exactness;
mod examining;
mod intake;
mod log;
mod opening;
mod organising;
mod people;
mod related;
mod rules;
mod scan;
mod secrecy;
mod support;
mod ways;
mod zone;
