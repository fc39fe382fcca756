-- A city of 20 departments, 67 posts and 60 matters, and what happens in it from 2025-01-02 to 2025-03-31: about 3,000 cases.
-- The same rows every time: all that looks like chance is arithmetic on the number of the case. Names of departments and matters
-- are such as a city has; the limits are for show and no city's catalogue. There are no persons: staff are numbered posts.
--
-- Loads the registers, and lays the facts of the quarter ready in schema city; city.enter(day) enters those of one day through
-- jiancha.case_intake and jiancha.case_step, each department's rows as a role of that department.

create schema city;

-- 0 … below - 1, from a number and a purpose
create function city.pick(n bigint, purpose int, below int) returns int immutable
    return ((n * 7919 + purpose * 104729) % 1000003 * ((n * 7919 + purpose * 104729) % 1000003 + 17) % 999983 % below)::int;

create table city.department (place int generated always as identity, org_code text primary key, name text, busy boolean);
insert into city.department (org_code, name, busy) values
    ('fgw', '发展改革委', false), ('jyj', '教育局', false), ('kjj', '科技局', false), ('gxj', '工业和信息化局', false),
    ('gaj', '公安局', true), ('mzj', '民政局', false), ('sfj', '司法局', false), ('czj', '财政局', false),
    ('rsj', '人力资源社会保障局', true), ('zrj', '自然资源和规划局', true), ('hbj', '生态环境局', false), ('zjj', '住房建设局', true),
    ('jtj', '交通运输局', true), ('slj', '水利局', false), ('nyj', '农业农村局', false), ('wlj', '文化广电旅游局', false),
    ('wjw', '卫生健康委', true), ('yjj', '应急管理局', false), ('scj', '市场监管局', true), ('cgj', '城市管理局', false);

insert into jiancha.org (org_code, name, parent_code) values ('szf', '市人民政府', null);
insert into jiancha.org (org_code, name, parent_code) select org_code, name, 'szf' from city.department order by place;

-- three posts each, a second handling post where there is most to do: 67
create table city.post (staff_code text primary key, org_code text, name text, post text);
insert into city.post
    select org_code || '-' || code, org_code, name || ' ' || post || number, post
      from city.department
     cross join (values ('s1', '受理岗', '01', false), ('c1', '承办岗', '01', false), ('c2', '承办岗', '02', true), ('p1', '审批岗', '01', false))
             as post (code, post, number, if_busy)
     where busy or not if_busy;
insert into jiancha.staff (staff_code, org_code, name, post) select staff_code, org_code, name, post from city.post;

create table city.matter (place int generated always as identity, matter_code text primary key, org_code text, name text,
                          promised_limit int, promised_unit text, statutory_limit int, statutory_unit text);
insert into city.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit)
select matter_code, split_part(matter_code, '-', 1), name, promised_limit, promised_unit, statutory_limit, statutory_unit
  from (values
    ('fgw-01', '企业投资项目核准', 7, 'working_day', 20, 'working_day'),
    ('fgw-02', '固定资产投资项目节能审查', 8, 'working_day', 20, 'working_day'),
    ('fgw-03', '政府投资项目建议书审批', 5, 'working_day', 20, 'working_day'),
    ('jyj-01', '民办学校设立审批', 15, 'working_day', 3, 'month'),
    ('jyj-02', '教师资格认定', 10, 'working_day', 30, 'working_day'),
    ('jyj-03', '校车使用许可', 5, 'working_day', 20, 'working_day'),
    ('kjj-01', '外国人来华工作许可', 5, 'working_day', 10, 'working_day'),
    ('kjj-02', '技术合同认定登记', 5, 'working_day', 30, 'day'),
    ('kjj-03', '实验动物使用许可', 10, 'working_day', 20, 'working_day'),
    ('gxj-01', '民用爆炸物品销售许可', 10, 'working_day', 20, 'working_day'),
    ('gxj-02', '技术改造投资项目核准', 7, 'working_day', 20, 'working_day'),
    ('gxj-03', '无线电台设置使用许可', 10, 'working_day', 30, 'working_day'),
    ('gaj-01', '旅馆业特种行业许可', 8, 'working_day', 20, 'working_day'),
    ('gaj-02', '大型群众性活动安全许可', 4, 'working_day', 7, 'working_day'),
    ('gaj-03', '剧毒化学品购买许可', 2, 'working_day', 3, 'working_day'),
    ('mzj-01', '社会团体成立登记', 20, 'working_day', 60, 'day'),
    ('mzj-02', '民办非企业单位成立登记', 15, 'working_day', 60, 'day'),
    ('mzj-03', '慈善组织公开募捐资格审核', 10, 'working_day', 20, 'working_day'),
    ('sfj-01', '律师执业许可', 8, 'working_day', 20, 'working_day'),
    ('sfj-02', '基层法律服务工作者执业核准', 8, 'working_day', 20, 'working_day'),
    ('sfj-03', '司法鉴定人登记', 10, 'working_day', 20, 'working_day'),
    ('czj-01', '代理记账机构执业审批', 5, 'working_day', 20, 'working_day'),
    ('czj-02', '非营利组织免税资格认定', 20, 'working_day', 60, 'day'),
    ('czj-03', '财政票据领用审批', 3, 'working_day', 20, 'working_day'),
    ('rsj-01', '劳务派遣经营许可', 8, 'working_day', 20, 'working_day'),
    ('rsj-02', '人力资源服务许可', 7, 'working_day', 20, 'working_day'),
    ('rsj-03', '企业实行特殊工时制审批', 6, 'working_day', 20, 'working_day'),
    ('zrj-01', '建设用地规划许可', 7, 'working_day', 20, 'working_day'),
    ('zrj-02', '建设工程规划许可', 10, 'working_day', 20, 'working_day'),
    ('zrj-03', '临时用地审批', 10, 'working_day', 20, 'working_day'),
    ('hbj-01', '环境影响报告书审批', 30, 'day', 60, 'day'),
    ('hbj-02', '排污许可', 10, 'working_day', 20, 'working_day'),
    ('hbj-03', '危险废物经营许可', 12, 'working_day', 20, 'working_day'),
    ('zjj-01', '施工许可', 3, 'working_day', 7, 'working_day'),
    ('zjj-02', '商品房预售许可', 5, 'working_day', 10, 'working_day'),
    ('zjj-03', '建筑业企业资质核准', 10, 'working_day', 20, 'working_day'),
    ('jtj-01', '道路客运经营许可', 8, 'working_day', 20, 'working_day'),
    ('jtj-02', '道路危险货物运输经营许可', 10, 'working_day', 20, 'working_day'),
    ('jtj-03', '超限运输车辆行驶公路许可', 3, 'working_day', 20, 'working_day'),
    ('slj-01', '取水许可', 15, 'working_day', 45, 'day'),
    ('slj-02', '水土保持方案审批', 7, 'working_day', 20, 'working_day'),
    ('slj-03', '河道管理范围内建设项目审批', 10, 'working_day', 20, 'working_day'),
    ('nyj-01', '动物防疫条件合格证核发', 8, 'working_day', 20, 'working_day'),
    ('nyj-02', '农作物种子生产经营许可', 12, 'working_day', 20, 'working_day'),
    ('nyj-03', '兽药经营许可', 12, 'working_day', 30, 'working_day'),
    ('wlj-01', '娱乐场所设立审批', 8, 'working_day', 20, 'working_day'),
    ('wlj-02', '营业性演出审批', 2, 'working_day', 3, 'working_day'),
    ('wlj-03', '旅行社设立许可', 8, 'working_day', 20, 'working_day'),
    ('wjw-01', '医疗机构执业登记', 15, 'working_day', 45, 'day'),
    ('wjw-02', '医师执业注册', 7, 'working_day', 20, 'working_day'),
    ('wjw-03', '公共场所卫生许可', 7, 'working_day', 20, 'working_day'),
    ('yjj-01', '危险化学品经营许可', 15, 'day', 30, 'day'),
    ('yjj-02', '烟花爆竹批发许可', 12, 'working_day', 30, 'day'),
    ('yjj-03', '非煤矿矿山企业安全生产许可', 15, 'working_day', 45, 'day'),
    ('scj-01', '食品经营许可', 5, 'working_day', 20, 'working_day'),
    ('scj-02', '药品零售企业经营许可', 10, 'working_day', 20, 'working_day'),
    ('scj-03', '特种设备使用登记', 5, 'working_day', 30, 'working_day'),
    ('cgj-01', '城镇燃气经营许可', 8, 'working_day', 20, 'working_day'),
    ('cgj-02', '大型户外广告设置审批', 7, 'working_day', 20, 'working_day'),
    ('cgj-03', '建筑垃圾处置核准', 5, 'working_day', 20, 'working_day'))
    as listed (matter_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit);
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit)
    select matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit from city.matter order by place;

-- one row a case: what it is, and what will become of it
create table city.life as
with day as (
    select day::date, jiancha.is_working_day(day::date) as working from generate_series(timestamp '2025-01-02', '2025-03-31', '1 day') day
), received as (
    select row_number() over (order by day, i) as n, day, working,
           -- windows are open from 8:30; on rest days only the online channel is
           day + case when working then time '08:30' + i * interval '510 minutes' / cases else time '10:00' + i * interval '97 minutes' end as local
      from day
     cross join lateral (select case when working then 40 + city.pick(day - date '2025-01-01', 1, 16)
                                     else 2 + city.pick(day - date '2025-01-01', 2, 4) end) daily (cases)
     cross join lateral generate_series(0, cases - 1) i
), chosen as (
    select received.*, matter.matter_code, matter.org_code, busy,
           case promised_unit when 'working_day' then promised_limit else promised_limit * 5 / 7 - 2 end as days,
           city.pick(n, 3, 1000) as beginning, city.pick(n, 4, 1000) as pace, city.pick(n, 5, 100) as turn
      from received
      -- four cases of ten go to the busy departments besides their share of the others
      join lateral (select array_agg(matter.place order by matter.place) as places from city.matter join city.department using (org_code)
                     where busy or city.pick(n, 6, 10) >= 4) choice on true
      join city.matter on matter.place = choice.places[1 + city.pick(n, 7, cardinality(choice.places))]
      join city.department using (org_code)
)
select n, format('410700-2025-%s', lpad(n::text, 6, '0')) as case_no, org_code, matter_code, days,
       local at time zone 'Asia/Shanghai' as received_at, day as received_on,
       case when working and city.pick(n, 8, 3) > 0 then 'window' else 'online' end as channel,
       case when beginning < 15 then 'refused' when beginning < 55 then 'corrected' when beginning < 58 then 'never accepted'
            when beginning < 68 then 'withdrawn' else 'accepted' end as beginning,
       -- what came in by half past eleven is accepted the same day
       case when working and local::time < '11:30' then day else jiancha.add_working_days(day, 1) end as looked_at_on,
       case when working and local::time < '11:30' then local::time + interval '20 minutes'
            else time '09:00' + city.pick(n, 9, 120) * interval '1 minute' end as looked_at,
       turn < 8 as special, 2 + city.pick(n, 10, 5) as special_days,
       turn between 8 and 10 as extended,
       case when turn between 8 and 10 then days + 1 + city.pick(n, 11, 12)
            when pace < 700 then 1 + city.pick(n, 12, greatest(days - 2, 1))
            when pace < 890 then greatest(days - city.pick(n, 13, 2), 1)
            when pace < 945 then days + 1 + city.pick(n, 14, 2)
            when pace < 975 then days + 3 + city.pick(n, 15, 6) end as span,
       city.pick(n, 16, 70) = 0 as entered_late,
       city.pick(n, 17, 400) = 0 as accept_mistyped,
       case when busy and city.pick(n, 18, 2) = 1 then 'c2' else 'c1' end as handler
  from chosen;

-- one row a step; known_on is the day on which the department enters it
create table city.fact_step as
with accepted as (
    select *, case beginning when 'corrected' then jiancha.add_working_days(looked_at_on, 3 + city.pick(n, 20, 5)) else looked_at_on end as day_0,
           span + case when special then special_days else 0 end as last
      from city.life
), planned (n, step_no, kind, day, at, post, opinion, reason, data, corrects, late) as (
    select n, 1, 'request_correction', looked_at_on, looked_at, 's1', '材料不齐，一次性告知补正', null, null::jsonb, null::int, 0
      from accepted where beginning = 'corrected'
     union all
    select n, 2, 'correction_received', day_0, time '08:40', 's1', null, null, null, null, 0 from accepted where beginning = 'corrected'
     union all
    select n, 3, 'refuse_acceptance', looked_at_on, looked_at, 's1', '不属于本机关职权范围', '不属于本机关职权范围', null, null, 0
      from accepted where beginning = 'refused'
     union all
    select n, 3, 'accept', day_0, looked_at, 's1', '予以受理', null, null, null, 0
      from accepted where beginning in ('accepted', 'corrected', 'withdrawn')
     union all
    select n, 4, 'accept', jiancha.add_working_days(day_0, 1), '09:10', 's1', '予以受理', '受理日期录入有误', null, 3, 0
      from accepted where beginning = 'accepted' and accept_mistyped and last >= 3
     union all
    select n, 5, 'handle', jiancha.add_working_days(day_0, greatest(1, last * 3 / 10)), time '13:00' + city.pick(n, 21, 50) * interval '1 minute',
           handler, '材料属实，拟同意', null, null, null, 0
      from accepted where beginning in ('accepted', 'corrected') and not special
     union all
    select n, 6, 'begin_special', jiancha.add_working_days(day_0, 1), '13:55', handler, null, '组织专家评审', null, null, 0
      from accepted where beginning in ('accepted', 'corrected') and special
     union all
    select n, 7, 'end_special', jiancha.add_working_days(day_0, 1 + special_days), '09:30', handler, '专家评审结束', null, null, null, 0
      from accepted where beginning in ('accepted', 'corrected') and special
     union all
    select n, 8, 'withdraw', jiancha.add_working_days(day_0, 2), '11:00', 's1', null, '申请人撤回申请', null, null, 0
      from accepted where beginning = 'withdrawn'
     union all
    select n, 9, 'extend', jiancha.add_working_days(day_0, greatest(days - 1, 1)), '13:58', 'p1', '经本机关负责人批准延长', '情况复杂', '{"days": 10}', null, 0
      from accepted where beginning in ('accepted', 'corrected') and extended
     union all
    select n, 10, 'review', jiancha.add_working_days(day_0, greatest(1 + case when special then special_days else 0 end, coalesce(last, days) * 6 / 10)),
           time '14:00' + city.pick(n, 22, 50) * interval '1 minute', 'p1', '同意', null, null, null, 0
      from accepted where beginning in ('accepted', 'corrected')
     union all
    select n, 11, 'approve', jiancha.add_working_days(day_0, greatest(1 + case when special then special_days else 0 end, last * 85 / 100)),
           time '15:00' + city.pick(n, 23, 50) * interval '1 minute', 'p1', '批准', null, null, null, 0
      from accepted where beginning in ('accepted', 'corrected') and last is not null
     union all
    select n, 12, 'decide', jiancha.add_working_days(day_0, last), time '16:00' + city.pick(n, 24, 30) * interval '1 minute', 'p1', '准予许可', null, null, null, 0
      from accepted where beginning in ('accepted', 'corrected') and last is not null
     union all
    -- one close of seventy reaches the records two days late: a card it should not have got turns unfounded
    select n, 13, 'close', jiancha.add_working_days(day_0, last), time '16:40' + city.pick(n, 25, 40) * interval '1 minute', 'p1', null, null, null, null,
           case when entered_late then 2 else 0 end
      from accepted where beginning in ('accepted', 'corrected') and last is not null
     union all
    select n, 14, 'deliver', jiancha.add_working_days(day_0, last + 1), '10:00', 's1', null, null, null, null,
           case when entered_late then 1 else 0 end
      from accepted where beginning in ('accepted', 'corrected') and last is not null
)
select case_no, step_no, kind, (day + planned.at) at time zone 'Asia/Shanghai' as at,
       case kind when 'accept' then '受理' when 'handle' then '承办' when 'begin_special' then '承办' when 'end_special' then '承办'
                 when 'review' then '审核' when 'extend' then '审核' when 'approve' then '批准' when 'decide' then '批准'
                 when 'close' then '办结' when 'deliver' then '送达' else '受理' end as node,
       org_code, org_code || '-' || post as staff_code, opinion, reason, data, corrects, jiancha.add_working_days(day, late) as known_on
  from planned join city.life using (n);
create index on city.fact_step (known_on, org_code);

create table city.fact_intake as
    select case_no, org_code, matter_code, '申请人' || lpad(n::text, 4, '0') as applicant, received_at, channel, received_on as known_on from city.life;
create index on city.fact_intake (known_on, org_code);
analyze city.life, city.fact_step, city.fact_intake;

-- each department enters its rows under a role of its own
do $$
declare
    department record;
begin
    for department in select org_code from city.department order by place loop
        execute format('create role %I', 'city_' || department.org_code);
        perform jiancha.grant_access('city_' || department.org_code, department.org_code, 'department');
        execute format('grant usage on schema city to %1$I; grant select on all tables in schema city to %1$I', 'city_' || department.org_code);
    end loop;
end
$$;

create procedure city.enter(today date) language plpgsql as $$
declare
    department record;
begin
    for department in select org_code from city.department order by place loop
        execute format('set local role %I', 'city_' || department.org_code);
        insert into jiancha.case_intake (case_no, org_code, matter_code, applicant, received_at, channel)
            select case_no, org_code, matter_code, applicant, received_at, channel
              from city.fact_intake where known_on = today and org_code = department.org_code order by case_no;
        insert into jiancha.case_step (case_no, step_no, kind, at, node, staff_code, opinion, reason, data, corrects)
            select case_no, step_no, kind, at, node, staff_code, opinion, reason, data, corrects
              from city.fact_step where known_on = today and org_code = department.org_code order by case_no, step_no;
        reset role;
    end loop;
end
$$;
