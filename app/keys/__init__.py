"""Passphrase, key hierarchy, sealed envelopes."""
