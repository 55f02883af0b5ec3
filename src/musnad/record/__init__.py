"""The lasting record: articles, readings, claims, events, revisions (a Django app)."""
