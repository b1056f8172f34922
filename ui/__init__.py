"""The window: the only package that knows Qt. It draws and asks; the core (`app/core_api`) answers."""
