"""The administrator's place for what papers say."""
