"""Claims, citations, documents and the optional narrative."""
