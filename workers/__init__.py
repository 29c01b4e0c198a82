"""The job door; the only room that loads a speech model."""
