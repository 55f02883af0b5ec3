"""The version of Musnad, of its reader's rules and of its schema: every reading names all three."""

__version__ = "0.1.0"
READER_VERSION = "0.4.0"
SCHEMA_VERSION = "1"
