"""The Nu HTML checker, which `make browser` and `make prove` run over saved pages."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings

ARCHIVE = Path(settings.BASE_DIR) / ".venv/node/node_modules/vnu-jar/build/dist/vnu.jar"


def complaints(
    folder: Path, pages: Mapping[str, bytes], *, warnings: bool = True
) -> list[tuple[str, ...]]:
    """Check pages, given by address; answers errors and warnings with their address.

    Warnings guess, above all at languages; of texts that are not ours, errors count.
    """
    if shutil.which("java") is None or not ARCHIVE.exists():
        pytest.skip("the Nu checker needs Java and npm; then: make browser")
    names = {f"{number:05d}.html": path for number, path in enumerate(pages)}
    for name, path in names.items():
        (folder / name).write_bytes(pages[path])
    checked = subprocess.run(
        ["java", "-jar", str(ARCHIVE), "--format", "json", str(folder)],
        capture_output=True,
        check=False,
        text=True,
    )
    return [
        (names[Path(one["url"]).name], one["message"], one.get("extract", ""))
        for one in json.loads(checked.stderr)["messages"]
        if one["type"] != "info" or (warnings and one.get("subType") == "warning")
    ]
