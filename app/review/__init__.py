"""Looking at findings and deciding about them: reviews, people, coverage, what was listened to."""
