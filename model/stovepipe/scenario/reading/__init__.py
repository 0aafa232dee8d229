"""From YAML files and overlays to one checked scenario."""
