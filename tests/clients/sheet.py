"""Whether a spreadsheet keeps the codes of the CSV file it was made from.   sheet.py FILE.csv FILE.xlsx: prints "same" ("same heading" where there is no row), or what was lost."""
import csv
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
with open(sys.argv[1], encoding='utf-8', newline='') as file:
    rows = list(csv.reader(file))
book = zipfile.ZipFile(sys.argv[2])
# what stands in a sheet as text is in this part alone; a number would have lost its zeros, or its digits behind the fifteenth
shared = {''.join(t.text or '' for t in item.iter(MAIN + 't')) for item in ElementTree.fromstring(book.read('xl/sharedStrings.xml')).iter(MAIN + 'si')}
codes = {value for row in rows[1:] for value in row if re.fullmatch(r'0\d+|\d{12,}', value)}
lost = sorted((set(rows[0]) | codes) - shared)
print('lost: ' + ' '.join(lost) if lost else 'same' if len(rows) > 1 else 'same heading')
