"""How fast is Paperplane here? Workloads over the public API, beside a bare floor measured in the same run.

Start it with `bin/bench`; what the figures mean stands in `RESULTS.md`, which it writes.
"""
