"""Screens on walls: links that show boards to whoever has them, and nothing else."""
