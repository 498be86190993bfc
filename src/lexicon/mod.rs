//! English as data: word lists and rules of `data/en`, parsed once.
