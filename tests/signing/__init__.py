"""Tests of signing, inspecting and sealing."""
