"""Groups: who is in them, what each role may do there, and who is asked to come. Every change is an event of the log."""
