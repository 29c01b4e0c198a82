"""Both APIs are restarted, one after the other, while events come in and boards are open."""

from tests.installation.audience import watching
from tests.installation.load import Load
from tests.installation.proof import assert_nothing_lost
from tests.installation.proxies import Nginx
from tests.installation.whole import Installation


def test_a_rolling_restart_refuses_no_event_and_boards_come_back(whole: Installation) -> None:
    assert isinstance(whole.proxy, Nginx)
    with watching(whole, *[whole.url] * 4) as audience, Load(whole, per_s=100) as load:
        load.wait_for(100)
        for api in whole.apis:
            api.stop()
            load.wait_for(len(load.acknowledged) + 100)
            api.start()
            load.wait_for(len(load.acknowledged) + 100)
        load.finish()
        audience.wait_until_agreed(30)
        seen = [each.snapshots for each in audience.viewers]

    assert load.refusals == {}, whole.proxy.access.read_text()[-3000:]
    assert_nothing_lost(whole, load.acknowledged)
    # Nobody could stay: each viewer was with one of the two.
    assert min(seen) >= 2
