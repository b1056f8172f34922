"""The dossier: statements with their sources, what people say of them, and writing it up."""
