"""What is generated and kept in the repository is what would be generated now."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_web_clients_types_are_those_of_the_api(tmp_path: Path) -> None:
    subprocess.run([ROOT / "bin" / "types", tmp_path], check=True)
    for name in ("schema.ts", "sizes.ts"):
        assert (tmp_path / name).read_text() == (ROOT / "web/src/lib/api" / name).read_text(), "run bin/types"
