"""Files that are not code: icons, prompts, templates and the list of model packs."""
