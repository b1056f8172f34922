"""Who is who: people and voices, the questions the machine has, and second answers."""
