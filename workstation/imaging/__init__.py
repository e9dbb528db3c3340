"""Pictures: scan bytes in, page pixels and codes out, in processes that may die."""
