"""Opening hostile media: containers, frames, sound, pictures, and the sealed file format."""
