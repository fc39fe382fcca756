-- Notices: loading, revising, refusing; history; calendars below a calendar.
\set SHOW_CONTEXT never
set client_min_messages = warning;
set datestyle = 'ISO, YMD';
create extension jiancha;
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');

-- the real revisions are kept as history: Victory Day 2015, Labour Day 2019, Spring Festival 2020
select n.notice_no, n.issued_on, n.revises, v.version, v.changed
from jiancha.calendar_notice as n join jiancha.calendar_version as v using (calendar_code, notice_no)
where n.notice_no in ('国发明电〔2015〕1号', '国办发明电〔2019〕3号', '国办发明电〔2020〕1号') order by v.version;
select known_on, jiancha.deadline_as_known(known_on, '2020-01-20', 10) as due from (values (date '2020-01-25'), ('2020-01-26')) as v (known_on);
select known_on, jiancha.deadline_as_known(known_on, '2019-04-30', 1) as due from (values (date '2019-03-21'), ('2019-03-22')) as v (known_on);
select known_on, jiancha.deadline_as_known(known_on, '2015-09-02', 2) as due from (values (date '2015-05-12'), ('2015-05-13')) as v (known_on);
select jiancha.deadline_as_known('2024-11-11', '2024-12-31', 5);
select jiancha.deadline_as_known('2003-01-01', '2025-01-02', 5);

-- calendars below: a province, its city with a horizon of its own, an office abroad on its own
select jiancha.create_calendar('GX', '广西', parent => 'CN'),
	jiancha.create_calendar('GX-NN', '南宁', parent => 'GX', published_through => '2026-06-30'),
	jiancha.create_calendar('KIR', 'Kiritimati', 'Pacific/Kiritimati', null, '{7}', '2025-01-01', '2026-12-31');
select calendar_code, parent, time_zone, version from jiancha.calendar order by calendar_code;
select jiancha.load_notice('{"notice_no": "桂1", "calendar": "GX", "issued_on": "2025-11-20", "issuer": "广西壮族自治区人民政府", "title": "三月三",
	"days": [{"from": "2026-04-20", "through": "2026-04-21", "kind": "off", "holiday": "三月三"}]}');
select c, jiancha.add_working_days('2026-04-17', 1, c) from (values ('CN'), ('GX'), ('GX-NN'), ('KIR')) as v (c);
select jiancha.is_working_day('2026-06-30', 'GX-NN');
select jiancha.is_working_day('2026-07-01', 'GX-NN');

-- the notice of the next year: a new version here and below, horizons move where they went together
select jiancha.load_notice('{"notice_no": "国办发明电〔2026〕99号", "issuer": "国务院办公厅", "issued_on": "2026-11-25", "published_through": "2027-12-31",
	"title": "国务院办公厅关于2027年部分节假日安排的通知", "days": [
	{"day": "2027-01-01", "kind": "statutory", "holiday": "元旦"},
	{"day": "2027-01-04", "kind": "off", "holiday": "元旦"}, {"day": "2027-01-09", "kind": "work", "holiday": "元旦"}]}');
select v.calendar_code, v.version, v.parent_version, v.notice_no, v.published_through, v.changed
from jiancha.calendar as c join jiancha.calendar_version as v on v.calendar_code = c.calendar_code and v.version = c.version order by 1;
select c, jiancha.add_working_days('2026-12-31', 6, c) from (values ('CN'), ('GX')) as v (c);
select * from jiancha._day_spans('2026-12-31', '2027-01-11', '{}', 'GX', (select version from jiancha.calendar where calendar_code = 'GX'));
-- again, word for word: nothing; with other content: a conflict
select jiancha.load_notice('{"notice_no": "桂1", "calendar": "GX", "issued_on": "2025-11-20", "issuer": "广西壮族自治区人民政府", "title": "三月三",
	"days": [{"from": "2026-04-20", "through": "2026-04-21", "kind": "off", "holiday": "三月三"}]}');
select jiancha.load_notice('{"notice_no": "桂1", "calendar": "GX", "days": [{"day": "2026-04-20", "kind": "off", "holiday": "三月三"}]}');
-- the same in whatever is not days: a conflict too; what is left out, and the order, are no other content
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "published_through": "2027-01-31", "weekly_rest": [6, 7],
	"hours": [{"weekday": 1, "opens": "08:30", "closes": "12:00"}, {"weekday": 2, "opens": "09:00", "closes": "12:00"}]}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR"}'),
	jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "published_through": "2027-01-31", "weekly_rest": [7, 6], "revises": [],
	"hours": [{"weekday": 2, "opens": "09:00", "closes": "12:00"}, {"weekday": 1, "opens": "08:30", "closes": "12:00"}]}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "hours": [{"weekday": 1, "opens": "08:30", "closes": "12:00"}]}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "weekly_rest": [7]}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "published_through": "2026-12-31"}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "issued_on": "2026-05-01"}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "issuer": "x"}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "title": "x"}');
select jiancha.load_notice('{"notice_no": "夏令", "calendar": "KIR", "revises": ["桂1"]}');
-- a later one takes a day back
select jiancha.load_notice('{"notice_no": "桂2", "calendar": "GX", "revises": ["桂1"], "days": [{"day": "2026-04-21", "kind": "normal"}]}');
select c, jiancha.add_working_days('2026-04-17', 1, c) from (values ('CN'), ('GX'), ('GX-NN')) as v (c);

-- refused, and nothing changes
create table before as select calendar_code, version from jiancha.calendar;
select jiancha.load_notice('[]');
select jiancha.load_notice('{"days": []}');
select jiancha.load_notice('{"notice_no": "x"}');
select jiancha.load_notice('{"notice_no": "x", "day": []}');
select jiancha.load_notice('{"notice_no": "x", "days": {}}');
select jiancha.load_notice('{"notice_no": "x", "issued_on": "2026-02-30", "days": []}');
select jiancha.load_notice('{"notice_no": "x", "issued_on": "infinity", "days": []}');
select jiancha.load_notice('{"notice_no": "x", "calendar": "YY", "days": [{"day": "2027-03-02", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2027-03-02", "kind": "work"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2027-01-09", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2027-03-06", "kind": "work"}, {"from": "2027-03-01", "through": "2027-03-07", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2072-03-06", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "1999-03-05", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2027-03-99", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"from": "2027-03-09", "through": "2027-03-01", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2027-03-01", "kind": "rest"}]}');
select jiancha.load_notice('{"notice_no": "x", "days": ["2027-03-01"]}');
select jiancha.load_notice('{"notice_no": "x", "published_through": "2026-12-31", "days": []}');
select jiancha.load_notice('{"notice_no": "x", "published_through": "2207-12-31", "days": []}');
select jiancha.load_notice('{"notice_no": "x", "calendar": "GX-NN", "published_through": "2028-12-31"}');
select jiancha.load_notice('{"notice_no": "x", "revises": ["y"], "days": [{"day": "2027-03-01", "kind": "off"}]}');
select jiancha.load_notice('{"notice_no": "x", "weekly_rest": [1, 2, 3, 4, 5, 6, 7]}');
select jiancha.load_notice('{"notice_no": "x", "hours": [{"weekday": 1, "opens": "08:30", "closes": "08:00"}]}');
select jiancha.load_notice('{"notice_no": "x", "hours": [{"weekday": 1, "opens": "08:30", "closes": "12:00"}, {"weekday": 1, "opens": "11:30", "closes": "17:00"}]}');
select jiancha.create_calendar('CN', 'again', 'Asia/Shanghai');
select jiancha.create_calendar('X', 'x', 'Asia/Beijing', null, '{6,7}', '2025-01-01', '2025-12-31');
select jiancha.create_calendar('X', 'x', 'Asia/Shanghai', 'Y');
select jiancha.create_calendar('X', 'x', 'Asia/Shanghai', null, '{6,8}', '2025-01-01', '2025-12-31');
select jiancha.create_calendar('X', 'x', 'Asia/Shanghai', null, '{6,7}', '2025-01-01', '2024-12-31');
select jiancha.create_calendar('X', 'x', null, 'CN', null, '2003-01-01');
select jiancha.create_calendar(' X', 'x', 'Asia/Shanghai', null, '{6,7}', '2025-01-01', '2025-12-31');
select count(*) as changed from (table before except select calendar_code, version from jiancha.calendar) as d;
select count(*) as left_behind from jiancha.calendar_notice where notice_no = 'x';

-- nobody else may
create role calendar_visitor;
grant usage on schema jiancha to calendar_visitor;
grant execute on all functions in schema jiancha to calendar_visitor;
set role calendar_visitor;
select jiancha.load_notice('{"notice_no": "x", "days": [{"day": "2027-03-02", "kind": "off"}]}');
select jiancha.create_calendar('X', 'x', 'Asia/Shanghai', null, '{6,7}', '2025-01-01', '2025-12-31');
-- but to ask, no right on any table is needed
select jiancha.add_working_days('2025-01-23', 5), (select count(*) from jiancha.calendar_days('2025-01-01', '2025-12-31', 'GX') as d where d.working);
reset role;
drop owned by calendar_visitor;
drop role calendar_visitor;
