"""`training/` is no part of the package: the repository's root is put on the path for its tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
