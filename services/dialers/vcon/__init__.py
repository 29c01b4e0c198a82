"""vCon: a conversation in a file, with its parties, its sound and what was made of it.

Source of the format: draft-ietf-vcon-vcon-core, syntax 0.4.0, and the generations before it
(0.0.1, 0.0.2, 0.3.0, or no version at all), whose names differ; draft-ietf-vcon-cc-extension
for roles and campaigns. Signed ones are JWS, encrypted ones JWE, both in general JSON form.
"""

from services.dialers.vcon.adapter import Vcons

adapter = Vcons()
