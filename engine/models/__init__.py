"""Model packs: what they are, where they lie, how one is opened."""
