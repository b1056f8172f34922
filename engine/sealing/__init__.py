"""Sealing: wrapped keys, envelopes, identities, sealed files; no case and no account."""
