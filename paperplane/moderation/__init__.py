"""Looking after people: what they report, and who looks at it. Owns reports."""
