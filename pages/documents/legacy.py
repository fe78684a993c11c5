""".doc, .wps and .rtf: through LibreOffice where it is installed, else antiword's text, else a sentence."""

import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import olefile

from pages import decode
from pages.documents import docbook, word
from pages.documents.assembly import Content
from pages.documents.excel import streams_of
from pages.refusal import Refused

SECONDS = 60


def matches(payload: bytes) -> bool:
    """RTF, or an OLE file with Word's (or WPS's) main stream."""
    if payload[:5] == b"{\\rtf":
        return True
    return payload[:8] == olefile.MAGIC and "worddocument" in streams_of(payload)


def read(payload: bytes, ocr: bool = False) -> Content:
    """The document by the best converter that is installed."""
    if payload[:8] == olefile.MAGIC and _locked(payload):
        raise Refused("the document is encrypted")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        return word.read(_converted(office, payload))
    antiword = shutil.which("antiword")
    if antiword and payload[:8] == olefile.MAGIC:
        return _by_antiword(antiword, payload)
    missing = "A .doc, .wps or .rtf file needs LibreOffice, which is not installed: nothing was read."
    return Content(issues=[missing], evidence="Not read.")


def _locked(payload: bytes) -> bool:
    """The encryption bit of the FIB ([MS-DOC] 2.5.1: fEncrypted, bit 8 of the flags at 0x0A)."""
    try:
        with olefile.OleFileIO(io.BytesIO(payload)) as held:
            head = held.openstream("WordDocument").read(12)
    except Exception:  # noqa: BLE001 - see streams_of
        return False
    return len(head) == 12 and bool(head[0x0B] & 1)


def _converted(office: str, payload: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xianzhi-") as folder:
        source = Path(folder) / ("document.rtf" if payload[:5] == b"{\\rtf" else "document.doc")
        source.write_bytes(payload)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            office,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
            str(source),
        ]
        _run(command, folder)
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise Refused("LibreOffice could not read the document")
        return made.read_bytes()


def _run(command: list[str], folder: str) -> bytes:
    """A converter's output; it sees nothing of our environment but the path and a home of its own."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell, the file in a folder of its own
            command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Refused("the document's converter failed or took too long") from error
    return done.stdout


def _by_antiword(antiword: str, payload: bytes) -> Content:
    with tempfile.TemporaryDirectory(prefix="xianzhi-") as folder:
        source = Path(folder) / "document.doc"
        source.write_bytes(payload)
        markup = docbook.as_html(_run([antiword, "-x", "db", str(source)], folder))
        plain = _run([antiword, "-m", "UTF-8.txt", "-w", "0", str(source)], folder) if not markup else b""
    content = word.from_html(markup) if markup else Content()
    if not markup:
        _lines(decode.decode(plain)[0], content)
    if not content.pieces:
        raise Refused("antiword could not read the document")
    content.evidence = "Read by antiword."
    content.issues.append(
        "LibreOffice is not installed; antiword read the text: numbers that Word writes itself, and cells "
        "merged downwards, are not known."
    )
    return content


def _lines(text: str, content: Content) -> None:
    """antiword draws a table row as ``|cell |cell |``; a row's further lines continue its cells."""
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        bare = line.strip()
        if len(bare) > 1 and bare[0] == bare[-1] == "|":
            cells = [cell.strip() for cell in bare[1:-1].split("|")]
            if (
                rows
                and not cells[0]
                and len(cells) == len(rows[-1])
                and not any(c.isdigit() for c in "".join(cells))
            ):
                rows[-1] = [f"{a}{b}" for a, b in zip(rows[-1], cells, strict=True)]
            else:
                rows.append(cells)
            continue
        if rows:
            content.add_table(rows)
            rows = []
        content.add_text(bare)
