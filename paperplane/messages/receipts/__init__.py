"""How far each member has got and read. Marks are cumulative and merged by maximum, on a batched line of their own."""
