"""Analysis only: media decoding, models and stages. Knows nothing of cases, people, networks or windows."""
