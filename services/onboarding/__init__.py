"""A centre says who it is: one file with its people, campaigns and scorecards."""
