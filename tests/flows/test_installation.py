"""Two APIs, two workers, a store and nginx as shipped: one installation, that may lose a part.

`make scale` does the same at length.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.installation import proxies
from tests.installation.audience import watching
from tests.installation.load import Load, upload
from tests.installation.proof import (
    assert_nothing_lost,
    heard_more_than_once,
    wait_until_heard,
)
from tests.installation.whole import Installation

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]


@pytest.fixture
def whole() -> Iterator[Installation]:
    with TemporaryDirectory(prefix="earshot-", ignore_cleanup_errors=True) as folder:
        try:
            made = Installation(Path(folder), apis=2, workers=2, proxy="nginx")
        except proxies.Missing:
            pytest.skip("nginx is not here: run scripts/proxies.sh")
        with made:
            yield made


def test_an_api_that_is_killed_costs_nothing(whole: Installation) -> None:
    for number in range(4):
        upload(whole, f"call-{number}")
    with watching(whole, *(whole.api_url(n) for n in range(2)), whole.url) as audience:
        with Load(whole, urls=[whole.api_url(0)]) as load:
            load.wait_for(60)
        audience.wait_until_agreed(30)

        with Load(whole) as through_proxy:
            through_proxy.wait_for(60)
            whole.apis[0].kill()
            through_proxy.wait_for(len(through_proxy.acknowledged) + 60)
            whole.apis[0].start()
        audience.wait_until_agreed(30)

    wait_until_heard(whole)
    assert heard_more_than_once(whole) == []
    assert_nothing_lost(whole, load.acknowledged | through_proxy.acknowledged)
