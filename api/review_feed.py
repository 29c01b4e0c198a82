"""Tells the browsers connected to this process of which calls reviews or reviewers changed."""

from api.feed import Feed
from services.reviews.watching import CHANNEL


class ReviewFeed(Feed):
    channel = CHANNEL
