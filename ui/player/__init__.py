"""The player: pictures and sound of one item, as a viewer process decodes them."""
