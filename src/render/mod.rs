//! Pages, feeds and exports from a [`Digest`](crate::story::Digest).
