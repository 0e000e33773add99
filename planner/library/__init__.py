"""The files: where regimens and settings live, listing them, and saving without losing anything."""
