"""The icons that systems want as pixels, drawn from static/icon.svg: `python web/scripts/icons.py`, after it has changed."""

import asyncio
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.e2e.browser import launched

STATIC = Path(__file__).parents[1] / "static"
# Name, size, and how much of the square the plane's own square takes. Where a system cuts its own shape out of the
# square (maskable: a circle of 80 %; Apple: round corners), the colour goes to the edge.
ICONS = [("icon-192", 192, None), ("icon-512", 512, None), ("icon-maskable-512", 512, 0.72), ("apple-touch-icon", 180, 0.9)]


def drawing(svg: str, size: int, part: float | None) -> str:
    colour = re.search(r'<rect[^>]* fill="(#[0-9a-f]+)"', svg)
    assert colour, "icon.svg begins with a coloured square"
    ground = "transparent" if part is None else colour[1]
    inner = size * (part or 1)
    return (f'<body style="margin:0;display:grid;place-items:center;width:{size}px;height:{size}px;background:{ground}">'
            f'<div style="width:{inner}px;height:{inner}px;line-height:0">{svg}</div>')


async def main() -> None:
    svg = (STATIC / "icon.svg").read_text()
    async with launched() as chromium:
        for name, size, part in ICONS:
            page = await chromium.new_page(viewport={"width": size, "height": size})
            await page.set_content(drawing(svg, size, part))
            await page.screenshot(path=STATIC / f"{name}.png", omit_background=True)
            await page.close()


if __name__ == "__main__":
    asyncio.run(main())
