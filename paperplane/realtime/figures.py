"""Figures of the open sockets, for Prometheus."""

from prometheus_client import Counter, Gauge

sockets_open = Gauge("paperplane_sockets_open", "Open sockets of signed-in people.")
sockets_closed = Counter("paperplane_sockets_closed", "Sockets that ended, by why; gone: the other side closed it.", ["reason"])
frames_delivered = Counter("paperplane_frames_delivered", "Frames handed to sockets.")
frames_dropped = Counter(
    "paperplane_frames_dropped", "Frames that waited for a socket which was closed before it took them.")
