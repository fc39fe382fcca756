"""LibreOffice reads the Chinese views.   office.py SOCKET_DIR PORT DATABASE USER PIPE: prints TAP."""
import sys
import time

import uno

host, port, database, user, pipe = sys.argv[1:]
resolver = uno.getComponentContext().ServiceManager.createInstance('com.sun.star.bridge.UnoUrlResolver')
for attempt in range(300):
    try:
        context = resolver.resolve(f'uno:pipe,name={pipe};urp;StarOffice.ComponentContext')
        break
    except Exception:
        if attempt == 299:
            raise
        time.sleep(0.5)
manager = context.ServiceManager.createInstance('com.sun.star.sdbc.DriverManager')
connection = manager.getConnectionWithInfo(f'sdbc:postgresql:host={host} port={port} dbname={database} user={user}', ())
number = 0


def ok(good, name, why=''):
    global number
    number += 1
    print(('ok' if good else 'not ok') + f' {number} - {name}' + (f'  # {why}' if not good else ''))


result = connection.createStatement().executeQuery('select * from 监察.办件 order by 办件编号')
meta = result.getMetaData()
names = [meta.getColumnName(i) for i in range(1, meta.getColumnCount() + 1)]
ok(names[:3] == ['办件编号', '单位代码', '单位'] and '超法定时限' in names, 'LibreOffice: Chinese column names', str(names))
result.next()
ok(result.getString(1) == '410700202503001' + '0001' and result.getString(2) == '0410700001', 'LibreOffice: long codes and leading zeros are text', f'{result.getString(1)} {result.getString(2)}')
result = connection.createStatement().executeQuery('select 单位, 得分, 等次 from 监察.部门绩效 order by 得分')
result.next()
ok(result.getString(1) == '市市场监督管理局' and result.getString(3) == '不合格', 'LibreOffice: scores', f'{result.getString(1)} {result.getString(3)}')
# the sheet that Calc would keep: the same cells, as text
desktop = context.ServiceManager.createInstanceWithContext('com.sun.star.frame.Desktop', context)
sheet = desktop.loadComponentFromURL('private:factory/scalc', '_blank', 0, ())
cell = sheet.Sheets.getByIndex(0).getCellByPosition(0, 0)
cell.setString('4107002025030010001')
ok(cell.getString() == '4107002025030010001' and cell.getFormula().lstrip("'") == '4107002025030010001', 'LibreOffice: a long code written as text keeps its digits', cell.getFormula())
sheet.close(True)
connection.close()
try:
    desktop.terminate()
except Exception:
    pass
