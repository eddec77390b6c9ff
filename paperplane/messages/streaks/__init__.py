"""Kind streaks: on how many days two friends have written to each other, where both want to know. See docs/decisions/0010."""
