"""The tables of the record."""

from musnad.record.models.articles import Article, ArticleVersion, Outlet, Reading, Statement
from musnad.record.models.claims import Block, Claim, Edge, EditorLink
from musnad.record.models.events import Actor, Event, EventActor, EventWords, Link, Place
from musnad.record.models.history import Change, Erasure, Revision

__all__ = [
    "Actor",
    "Article",
    "ArticleVersion",
    "Block",
    "Change",
    "Claim",
    "Edge",
    "EditorLink",
    "Erasure",
    "Event",
    "EventActor",
    "EventWords",
    "Link",
    "Outlet",
    "Place",
    "Reading",
    "Revision",
    "Statement",
]
