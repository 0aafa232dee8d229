"""Whether channels take anything, and whether what stands on them can do anything."""
