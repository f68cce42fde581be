"""The engines: rooms that look alike, each owning one part of what a province does."""
