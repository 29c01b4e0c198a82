"""VICIdial: rows of its log tables, and the URLs that it calls when calls begin and end.

Source: the tables and system statuses of VICIdial's own SQL, and its webhooks
(`Start Call URL`, `Dispo Call URL`, `No Agent Call URL`). Rows are changed in place while a
call goes on and hours after it: the newest reading of a row counts. Columns called `*_epoch`
are seconds since 1970; other times are local to the database server.
"""

from services.dialers.vicidial.adapter import Vicidial

adapter = Vicidial()
