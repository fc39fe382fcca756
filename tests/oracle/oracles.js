// Prints, for every day from 2004 to 2026, what each oracle says: day,oracle,work|rest.
// To be run with TZ=UTC: chinese-days reads a date as UTC and looks it up in the local zone.
'use strict';
const fs = require('fs');
const path = require('path');
const { LegalHoliday } = require('tyme4ts');
const chineseDays = require('chinese-days');

const calendar = new Map();
const folder = path.join(path.dirname(require.resolve('holiday-calendar/package.json')), 'data', 'CN');
for (let year = 2004; year <= 2026; year++)
    for (const d of JSON.parse(fs.readFileSync(path.join(folder, `${year}.json`), 'utf8')).dates)
        calendar.set(d.date, d.type === 'transfer_workday');

for (let t = Date.UTC(2004, 0, 1); t <= Date.UTC(2026, 11, 31); t += 86400000) {
    const date = new Date(t);
    const day = date.toISOString().slice(0, 10);
    const weekday = date.getUTCDay() % 6 !== 0;
    const legal = LegalHoliday.fromYmd(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
    const says = {
        'tyme4ts': legal === null ? weekday : legal.isWork(),
        'chinese-days': chineseDays.isWorkday(day),
        'holiday-calendar': calendar.has(day) ? calendar.get(day) : weekday,
    };
    for (const [oracle, works] of Object.entries(says))
        process.stdout.write(`${day},${oracle},${works ? 'work' : 'rest'}\n`);
}
