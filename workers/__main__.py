"""`python -m workers`: one worker process."""

import sys

from services.loading import without_collecting

if __name__ == "__main__":
    with without_collecting():
        # Loaded here, not above, because loading is what takes time.
        from workers.working import main
    sys.exit(main())
