"""The tests of Stovepipe; a package, so that no other `tests` on the path takes its place."""
