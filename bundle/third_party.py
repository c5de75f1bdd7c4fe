"""What the bundle holds of others: `THIRD_PARTY.txt` with all licence texts, and a bill of materials (CycloneDX).

    python bundle/third_party.py FOLDER

`pyinstaller.spec` calls it, so that both lie in every bundle. The texts come from the wheels themselves. A wheel that
brings none is named, with the licence that it names and, where this system has it, that licence's common text.
"""

import json
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = "poise"
EXTRAS = ("cpu", "live")
TEXT_NAMES = ("licen", "copying", "notice", "thirdparty", "third_party", "third-party")
COMMON = Path("/usr/share/common-licenses")  # Debian's
COMMON_TEXTS = {"Apache": "Apache-2.0", "LGPL": "LGPL-3", "MPL": "MPL-2.0", "GPL": "GPL-3"}
RULE = "=" * 100


def distributions(root: str = ROOT, extras: tuple[str, ...] = EXTRAS) -> list[metadata.Distribution]:
    """All that the app needs, by name; what is not needed on this system is left out."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(root, extras)]
    while waiting:
        name, wanted = waiting.pop()
        for text in metadata.distribution(name).requires or ():
            needed = Requirement(text)
            asked = needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in (*wanted, ""))
            if not asked:
                continue
            try:
                distribution = metadata.distribution(needed.name)
            except metadata.PackageNotFoundError:
                continue  # of another system
            key = distribution.metadata["Name"].lower()
            if key not in found and key != root:
                found[key] = distribution
                waiting.append((needed.name, tuple(needed.extras)))
    return [found[key] for key in sorted(found)]


def licence_of(distribution: metadata.Distribution) -> str:
    """The licence as the wheel names it, in one line."""
    fields = distribution.metadata
    named = fields.get("License-Expression") or fields.get("License") or ""
    classified = [c.rpartition(" :: ")[2] for c in fields.get_all("Classifier") or () if c.startswith("License")]
    first = named.strip().splitlines()[0] if named.strip() else ""
    return first if 0 < len(first) <= 100 else ", ".join(classified) or "not named"


def texts_of(distribution: metadata.Distribution) -> Iterator[tuple[str, str]]:
    """The licence texts in a wheel: its own and those of the libraries in it."""
    for file in distribution.files or ():
        name = file.name.lower()
        if any(part in name for part in TEXT_NAMES) and not name.endswith((".py", ".pyc", ".pyi", ".so", ".h")):
            path = Path(str(distribution.locate_file(file)))
            if path.is_file():
                yield str(file), path.read_text(encoding="utf-8", errors="replace")


def common_text(licence: str) -> str:
    for name, file in COMMON_TEXTS.items():
        if name in licence and (COMMON / file).is_file():
            return (COMMON / file).read_text(encoding="utf-8")
    return ""


def third_party() -> str:
    parts = ["Poise stands on the work of others. This file was made by bundle/third_party.py.\n"]
    for distribution in distributions():
        name, licence = distribution.metadata["Name"], licence_of(distribution)
        parts.append(f"{RULE}\n{name} {distribution.version}\nlicence: {licence}\n")
        texts = list(texts_of(distribution))
        parts += [f"--- {file}\n{text.rstrip()}\n" for file, text in texts]
        if not texts:
            parts.append("This wheel brings no licence text.\n")
            parts.append(common_text(licence) or f"See {distribution.metadata.get('Home-page') or 'its home page'}.\n")
    return "\n".join(parts)


def bill_of_materials() -> dict[str, object]:
    """CycloneDX 1.6, the components that are libraries."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": ROOT, "version": metadata.version(ROOT)}},
        "components": [
            {
                "type": "library",
                "name": each.metadata["Name"],
                "version": each.version,
                "purl": f"pkg:pypi/{each.metadata['Name'].lower().replace('_', '-')}@{each.version}",
                "licenses": [{"license": {"name": licence_of(each)}}],
            }
            for each in distributions()
        ],
    }


def write(folder: Path) -> tuple[Path, Path]:
    texts, bill = folder / "THIRD_PARTY.txt", folder / "poise.cdx.json"
    texts.write_text(third_party(), encoding="utf-8")
    bill.write_text(json.dumps(bill_of_materials(), indent=1) + "\n", encoding="utf-8")
    return texts, bill


if __name__ == "__main__":
    sys.stdout.write("\n".join(str(path) for path in write(Path(sys.argv[1]))) + "\n")
