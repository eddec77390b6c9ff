"""Which renditions a video gets, in which order, how loud, and what a player is told of them. Pure."""


from paperplane.media.ladder.types import Climbing, Measure, PartsRow, Rung, Step, Tiles

LINES = (360, 720, 1080)
# A rendition that is hardly smaller than the video itself is not worth its bytes.
WORTH = 1.25
# EBU R 128 for the web (LUFS): louder is turned down; what is quiet is lifted no further than noise bears.
LOUD, MOST_UP, MOST_DOWN = -16.0, 9.0, -24.0
MAIN = "main.m3u8"


def rungs(width: int, height: int) -> list[int]:
    """The shorter sides of a video's renditions, its own the last; never larger than it is."""
    own = min(width, height, LINES[-1]) & ~1
    return [*(one for one in LINES if one * WORTH <= own), own]


def gain_db(loudness: float | None) -> float:
    """What brings it to what all are heard at."""
    return 0.0 if loudness is None else max(MOST_DOWN, min(MOST_UP, LOUD - loudness))


def next_step(at: Climbing, progressive_s: int) -> Step | None:
    """How loud it is, the smallest rendition, the stills, the others; None once all is there."""
    wanted = rungs(at.width, at.height)
    if not at.measured:
        return Measure()
    missing = [one for one in wanted if one not in at.lines]
    if at.sprite is None and missing != wanted:
        return Tiles(at.duration_ms)
    return Rung(missing[0], gain_db(at.loudness), at.duration_ms > progressive_s * 1000) if missing else None


def steps(width: int, height: int) -> int:
    return len(rungs(width, height)) + 2


def variant(lines: int) -> str:
    return f"{lines}p"


def playlist_name(lines: int) -> str:
    return f"{variant(lines)}.m3u8"


def main_playlist(renditions: list[PartsRow]) -> str:
    """Of all sizes (RFC 8216), the smallest first: a player begins with it."""
    said = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for one in sorted(renditions, key=lambda one: one.lines):
        most = max(bytes_ * 8000 // max(ms, 1) for ms, bytes_ in one.parts)
        said += [f'#EXT-X-STREAM-INF:BANDWIDTH={most},AVERAGE-BANDWIDTH={one.bit_rate},RESOLUTION={one.width}x{one.height},CODECS="{one.codecs}"',
                 playlist_name(one.lines)]
    return "\n".join([*said, ""])


def playlist(of: PartsRow, address: str) -> str:
    """Of one size: parts of the one file that lies at `address`."""
    longest = max(ms for ms, _ in of.parts)
    said = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{-(-longest // 1000)}", "#EXT-X-PLAYLIST-TYPE:VOD",
            "#EXT-X-INDEPENDENT-SEGMENTS", f'#EXT-X-MAP:URI="{address}",BYTERANGE="{of.head}@0"']
    at = of.head
    for ms, bytes_ in of.parts:
        said += [f"#EXTINF:{ms / 1000:.3f},", f"#EXT-X-BYTERANGE:{bytes_}@{at}", address]
        at += bytes_
    return "\n".join([*said, "#EXT-X-ENDLIST", ""])
