"""Fetching recordings beside everything else that a worker does."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from services.jobs import FetchRecording
from services.settings import get_settings
from workers.jobs.fetch import fetch_recording


class Fetcher:
    """Fetches in threads of its own: slow dialers keep nobody else from theirs."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._threads = ThreadPoolExecutor(get_settings().fetch_concurrency, "fetch")

    async def fetch(self, args: FetchRecording) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, fetch_recording, args, self._stopping)

    def stop(self) -> None:
        """End what is being fetched within a second or two; others take it up."""
        self._stopping.set()
