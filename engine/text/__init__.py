"""Finding things in lines of text: addresses, numbers, plates, dates, sums and names. No media, no models."""
