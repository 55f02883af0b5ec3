"""Sources of places that Musnad compiles into gazetteers, one file a format."""
