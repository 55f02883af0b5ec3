"""Fetches the files of the sources, once: their SHA-256 are written beside them and checked on every later run."""

import hashlib
import http.client
import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from musnad.data import load_yaml
from musnad.errors import MusnadError
from musnad.version import __version__

SUMS = "SHA256SUMS"
CHUNK = 1 << 18
TIMEOUT_S = 60.0
SOURCES = ("geonames", "ocha", "osm", "whosonfirst")
Step = Callable[[str, int, int | None], None]
"""Is told an address, how many bytes of it have come and how many there are, None where the server does not say."""


class DownloadError(MusnadError):
    """An address from which nothing could be fetched, or a fetched file that is no longer what it was."""


def addresses(source: str, country: str, held: dict[str, Any] | None = None) -> list[str]:
    """The addresses of a source's files on a country; raises `DownloadError` where none is known."""
    known = held if held is not None else load_yaml("musnad.registry.sources", "addresses.yaml")
    words = {"country": country, "lower": country.lower(), **known["countries"].get(country, {})}
    try:
        return [address.format(**words) for address in known[source]]
    except KeyError:
        raise DownloadError(f"{source}: no address is known for {country}: give a file that you downloaded") from None


def download(wanted: str, folder: Path, step: Step, held: dict[str, Any] | None = None) -> list[Path]:
    """The files of `SOURCE:COUNTRY` in `folder/SOURCE-COUNTRY`, fetched where they are not there yet.

    Raises `DownloadError` for an address that does not answer, and for a file that has changed since it was fetched.
    """
    source, _, country = wanted.partition(":")
    target = folder / f"{source}-{country}"
    return [_held(address, target, step) for address in _files(source, addresses(source, country, held))]


def _files(source: str, found: list[str]) -> Iterator[str]:
    """The addresses themselves; of a data set of OCHA those of its tables."""
    for address in found:
        if source != "ocha":
            yield address
            continue
        with _opened(address) as answer:
            listed = json.load(answer)["result"]["resources"]
        tables = [one["url"] for one in listed if one.get("format", "").upper() == "XLSX"]
        if not tables:
            raise DownloadError(f"{address}: lists no XLSX file")
        yield from tables


def _held(address: str, folder: Path, step: Step) -> Path:
    """The file of an address, checked where it is there and fetched where it is not."""
    parts = Path(unquote(urlsplit(address).path)).parts
    # GeoNames calls a country's places and their alternate names by one name in two folders.
    name = f"{parts[-2]}-{parts[-1]}" if "alternatenames" in parts[-2:-1] else parts[-1]
    path, sums = folder / name, _read_sums(folder / SUMS)
    if path.exists() and name in sums:
        if sha256(path) != sums[name]:
            raise DownloadError(f"{path} has changed since it was fetched: remove it to fetch it again")
        return path
    folder.mkdir(parents=True, exist_ok=True)
    _fetch(address, path, step)
    _write_sums(folder / SUMS, sums | {name: sha256(path)})
    return path


def _fetch(address: str, path: Path, step: Step) -> None:
    """Fetch into a file beside the path, which takes its name when all has come."""
    part = path.with_name(f"{path.name}.part")
    with _opened(address) as answer, part.open("wb") as file:
        length = answer.headers.get("Content-Length")
        whole, come = int(length) if length else None, 0
        while chunk := _chunk(answer, address):
            file.write(chunk)
            come += len(chunk)
            step(address, come, whole)
    if whole is not None and come != whole:
        part.unlink()
        raise DownloadError(f"{address}: {come:,} of {whole:,} bytes came")
    part.replace(path)


def _opened(address: str) -> Any:
    request = urllib.request.Request(address, headers={"User-Agent": f"musnad/{__version__}"})
    try:
        return urllib.request.urlopen(request, timeout=TIMEOUT_S)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise DownloadError(f"{address}: {getattr(error, 'reason', None) or error}") from None


def _chunk(answer: Any, address: str) -> bytes:
    try:
        return bytes(answer.read(CHUNK))
    except (OSError, http.client.HTTPException) as error:
        raise DownloadError(f"{address}: broken off: {error}") from None


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_sums(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _write_sums(path: Path, sums: dict[str, str]) -> None:
    path.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())), encoding="utf-8")
