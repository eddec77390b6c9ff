"""Who is told that somebody writes, records, is here and has read: only who tells the same in return."""
