"""容联七陌 (7moor): the push of call records in the address, and the events of version 7 as JSON.

Source: public receivers of the first, and the vendor's sample of the second. The first has
local times without a zone, the second epoch seconds in text.
"""

from services.dialers.qimo.adapter import Qimo

adapter = Qimo()
