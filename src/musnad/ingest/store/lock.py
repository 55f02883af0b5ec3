"""One writer at a time."""

import sys
from pathlib import Path

from musnad.errors import StoreError


class Lock:
    """Held until it is closed or the process ends, however it ends; StoreError where another process holds it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")
        if sys.platform == "win32":
            return
        import fcntl

        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise StoreError(f"{path.parent}: another run is writing to this store") from None

    def close(self) -> None:
        """Let others in."""
        self._file.close()
