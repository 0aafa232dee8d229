"""The models that Stovepipe is measured against."""
