"""Figures that are looked up rather than counted: how full, how many wait, how late."""

from prometheus_client import Gauge, Histogram

sends_waiting = Gauge("paperplane_sends_waiting", "Messages that wait to be written.")
marks_waiting = Gauge("paperplane_marks_waiting", "Marks of delivery and reading that wait to be written.")
connections_open = Gauge(
    "paperplane_database_connections_open", "Connections to the database, by whose they are.", ["pool"])
connections_in_use = Gauge(
    "paperplane_database_connections_in_use", "Connections that are at work now, by whose they are.", ["pool"])
connections_waiting = Gauge(
    "paperplane_database_connections_waiting", "Requests, frames and batches that wait for a connection.", ["pool"])
database_bytes = Gauge("paperplane_database_size_bytes", "Size of the database on its disk.")
oldest_transaction = Gauge(
    "paperplane_database_oldest_transaction_seconds", "Age of the oldest transaction that is still open, a backup's too.")
jobs_waiting = Gauge("paperplane_jobs_waiting", "Jobs that are to be done, now or at their next try.")
jobs_held = Gauge("paperplane_jobs_held", "Jobs that failed every time and wait for somebody to decide.")
disk_free = Gauge("paperplane_disk_free_bytes", "Free space on the disk of the data directory.")
last_backup = Gauge("paperplane_last_backup_timestamp_seconds", "When the last backup was done; not a number: never.")
tasks_open = Gauge("paperplane_tasks_open", "Tasks of the event loop: one a socket and a request, and a few that always are.")
loop_lag = Histogram(
    "paperplane_loop_lag_seconds", "How much later than asked the server came round to something.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5))
