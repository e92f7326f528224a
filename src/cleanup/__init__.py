"""Cleanup turns raw machine translation into an edition fit to publish."""
