"""What the value of an event of a timeline holds, bit by bit."""

SHADE_BITS = 8
PRESENT = 1 << (SHADE_BITS - 1)
SHADE_MASK = PRESENT - 1
"""An event's value is its shade in the lowest bits, a bit that is always set, and above it the number its
words or its item have. So the lowest byte of a key tells whether there is an event and how it is painted.
"""
