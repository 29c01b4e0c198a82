"""Tables of any system: one row is a call, or one event, as a mapping of its columns says.

Text with any delimiter and in any of the usual encodings, or an Excel workbook.
"""

from services.dialers.csv.adapter import Csv

adapter = Csv()
