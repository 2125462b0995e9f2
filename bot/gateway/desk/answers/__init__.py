"""What an employee may send a citizen, by forvaltning: data, and its strict reader."""
