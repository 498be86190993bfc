//! Across articles: speakers, statements, claims, timeline, coverage.
