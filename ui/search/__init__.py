"""The search panel: asks across everything, plays results in place, keeps contexts in tabs."""
