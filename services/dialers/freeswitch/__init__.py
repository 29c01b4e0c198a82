"""FreeSWITCH: call detail records of mod_json_cdr and mod_xml_cdr, one POST per leg.

Source: mod_json_cdr.c and switch_ivr_generate_json_cdr of FreeSWITCH, and bodies of real
calls. Times are microseconds since 1970 in strings, "0" for never. Values of variables are
url-encoded unless `encode-values` is off; a record says nowhere which, but shows it.
"""

from services.dialers.freeswitch.adapter import FreeSwitch

adapter = FreeSwitch()
