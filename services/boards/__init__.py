"""Boards that people make for themselves, walls they hang on, goals, and past hours of them."""
