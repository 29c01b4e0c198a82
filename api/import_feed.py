"""Tells the browsers connected to this process which imports went on."""

from api.feed import Feed
from services.imports.progress import CHANNEL


class ImportFeed(Feed):
    channel = CHANNEL
