"""What is computed over many items at once: clusters and near duplicates."""
