"""What is generated and kept in the repository is what would be generated now."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_web_clients_types_are_those_of_the_api(tmp_path: Path) -> None:
    fresh = tmp_path / "schema.ts"
    subprocess.run([ROOT / "bin" / "types", fresh], check=True)
    assert fresh.read_text() == (ROOT / "web/src/lib/api/schema.ts").read_text(), "run bin/types"
